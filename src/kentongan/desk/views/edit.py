"""Editing: the edited text beside the original. A field that moved meanwhile is shown with both values."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kentongan.cases import actions
from kentongan.cases.actions import Wanted
from kentongan.cases.queries.shapes import CasePage
from kentongan.core.actor import Role
from kentongan.core.errors import Conflict, Moved, Refused
from kentongan.core.text import clean
from kentongan.desk.clashes import Clash, in_words
from kentongan.desk.forms.acts import EditForm, tags_of
from kentongan.desk.page import show
from kentongan.desk.views.acting import acted, told_beside
from kentongan.desk.views.showing import case_of, wishes_of
from kentongan.ui.gate import actor_of, staff

THEIRS = "theirs"


def current_of(page: CasePage) -> dict[str, Any]:
    """The fields as they stand."""
    return {
        "title": page.row.title or "",
        "text": page.text or "",
        "category": page.category_code or "",
        "area": page.area_code or "",
        "place_text": page.place_text or "",
        "road_class": page.road_class,
        "is_anonymous": page.row.is_anonymous,
        "is_confidential": page.row.is_confidential,
        "tags": page.tags,
        "has_position": page.lat is not None,
    }


@staff(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """The form with the values it shows, and their saving."""
    page = case_of(request, number)
    now = current_of(page)
    if request.method == "GET":
        return _form(request, page, EditForm(initial=now | {"tags": ", ".join(page.tags)}), shown=now)
    form = EditForm(_chosen(request.POST, now))
    shown = {name: _shown(request.POST, name, now[name]) for name in now}
    if not form.is_valid():
        return _form(request, page, form, shown=shown, status=422)
    wanted = {name: Wanted(shown[name], form.cleaned_data[name]) for name in now}
    try:
        actions.edit(page.row.number, wanted, by=actor_of(request))
    except Conflict as conflict:
        return _clashing(request, number, form, shown, conflict.fields)
    except Refused as refusal:
        told_beside(form, refusal)
        return _form(request, page, form, shown=shown, status=422)
    return acted(request, page.row.number, _("Saved."))


def _shown(posted: QueryDict, name: str, now: Any) -> Any:
    """What the form showed, as it travelled with it."""
    told = clean(posted.get(f"shown_{name}", ""))
    if isinstance(now, tuple):
        return tags_of(told)
    return told == "yes" if isinstance(now, bool) else told


def _chosen(posted: QueryDict, now: Mapping[str, Any]) -> QueryDict:
    """After a conflict the writer chose for each field: his own value, or the one that stands there."""
    data = posted.copy()
    for name, value in now.items():
        if posted.get(f"choose_{name}") != THEIRS:
            continue
        if isinstance(value, bool) and not value:
            data.pop(name, None)
        else:
            data[name] = "on" if value is True else _as_text(value)
    return data


def _clashing(
    request: HttpRequest, number: str, form: EditForm, shown: Mapping[str, Any], moved: Mapping[str, Moved]
) -> HttpResponse:
    """Both values side by side; the form now travels with the values that stand there."""
    page = case_of(request, number)
    now = current_of(page)
    kept = {name: now[name] if name in moved else shown[name] for name in now}
    return _form(request, page, form, shown=kept, clashes=in_words(moved, form), status=409)


def _as_text(value: Any) -> str:
    """A value as a form carries it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")


def _form(
    request: HttpRequest,
    page: CasePage,
    form: EditForm,
    *,
    shown: Mapping[str, Any],
    clashes: list[Clash] | None = None,
    status: int = 200,
) -> HttpResponse:
    hidden = [(name, _as_text(value)) for name, value in shown.items()]
    context = {
        "page": page,
        "form": form,
        "hidden": hidden,
        "clashes": clashes or [],
        "wishes": wishes_of(page),
        "trail": request.GET.urlencode(),
        "first": page.reports[0] if page.reports else None,
    }
    return show(request, "desk/edit.html", context, status=status)
