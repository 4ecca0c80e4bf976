"""What is typed is kept while it is typed; and who else writes on the same case."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods

from kentongan.agencies.queries import user_names
from kentongan.cases.queries.working import works_on
from kentongan.desk.subjects import subject_of
from kentongan.ui.gate import actor_of, any_staff
from kentongan.workspace import actions, queries


@any_staff
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, number: str) -> JsonResponse:
    """Keep what was typed (empty: no more); tell colleagues of the case who else is writing."""
    actor, subject = actor_of(request), subject_of(number)
    is_colleague = works_on(number, by=actor)
    if request.method == "POST":
        actions.keep_draft(subject, request.POST.get("kind", ""), request.POST.get("text", ""), by=actor)
    names = user_names(queries.writers(subject, by=actor)) if is_colleague else {}
    return JsonResponse({"writing": sorted(names.values())})
