"""What went wrong, as a response: a page, a fragment for htmx, or a problem document (RFC 9457). It leaks nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.errors import Conflict, KentonganError, Moved, NotFound, Refused, TooMany

TITLES: Mapping[int, Any] = {
    400: gettext_lazy("We could not read this request"),
    403: gettext_lazy("This page is not open to you"),
    404: gettext_lazy("There is nothing at this address"),
    405: gettext_lazy("This address does not do that"),
    409: gettext_lazy("Someone else was quicker"),
    413: gettext_lazy("That is too large to send"),
    422: gettext_lazy("This cannot be done now"),
    429: gettext_lazy("Please wait a moment"),
    500: gettext_lazy("Something broke on our side"),
}
ADVICE: Mapping[int, Any] = {
    400: gettext_lazy("Go back, check what you filled in, and send it again."),
    403: gettext_lazy("If the page was open for long, go back, load it again and repeat what you did."),
    404: gettext_lazy("The address may be mistyped, or what stood here is not public."),
    405: gettext_lazy("Go back and use the buttons on the page."),
    409: gettext_lazy("Nothing of yours was saved yet. Compare both values, then decide."),
    413: gettext_lazy("Choose fewer or smaller files and send again."),
    422: gettext_lazy("Go back and check what you filled in."),
    429: gettext_lazy("There were too many attempts in a short time."),
    500: gettext_lazy("It is not your fault, and we have been told. Please try again in a few minutes."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told of an error. `fields` holds the values on both sides of a conflict, by the input's name."""

    status: int
    detail: str = ""
    wrong_input: str = ""
    fields: Mapping[str, Moved] = field(default_factory=dict)
    retry_after: int | None = None

    @property
    def title(self) -> str:
        return str(TITLES.get(self.status, TITLES[500]))

    @property
    def advice(self) -> str:
        return self.detail or str(ADVICE.get(self.status, ADVICE[500]))


def problem_of(error: KentonganError) -> Problem:
    """The few errors of the house and their status codes: the one place that knows them."""
    match error:
        case TooMany():
            return Problem(429, detail=str(error.reason), retry_after=error.retry_after)
        case Refused():
            return Problem(422, detail=str(error.reason), wrong_input=error.field or "")
        case NotFound():
            return Problem(404)
        case Conflict():
            return Problem(409, fields=error.fields)
    return Problem(500)


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem in the form the asker reads."""
    response = _response(request, problem)
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    return response


def _response(request: HttpRequest, problem: Problem) -> HttpResponse:
    if request.headers.get("HX-Request"):
        body = render_to_string("ui/error_fragment.html", {"problem": problem})
        return HttpResponse(body, status=problem.status, headers={"HX-Retarget": "#notices", "HX-Reswap": "innerHTML"})
    if _wants_json(request):
        return JsonResponse(document(problem), status=problem.status, content_type="application/problem+json")
    is_desk = request.path.startswith("/desk/")
    context = {"problem": problem, "is_desk": is_desk, "path": request.path}
    return HttpResponse(render_to_string("ui/error.html", context), status=problem.status)


def _wants_json(request: HttpRequest) -> bool:
    preferred = request.get_preferred_type(["text/html", "application/json", "application/problem+json"])
    return preferred in {"application/json", "application/problem+json"}


def document(problem: Problem) -> dict[str, Any]:
    """The problem as RFC 9457 has it, with the values on both sides where there was a conflict."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.advice,
    }
    if problem.wrong_input:
        content["field"] = problem.wrong_input
    if problem.fields:
        content["fields"] = {name: {"shown": m.shown, "current": m.current} for name, m in problem.fields.items()}
    return content


def too_long_open() -> str:
    """Said where the form's own token no longer fits."""
    return _("The page was open for too long, or cookies are switched off. Go back, load it again and send once more.")
