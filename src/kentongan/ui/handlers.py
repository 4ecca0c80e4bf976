"""Django's own error handlers (`handler400` …, `CSRF_FAILURE_VIEW`), all answering with the one error page."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse

from kentongan.ui.problems import Problem, respond, too_long_open

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return respond(request, Problem(413 if isinstance(exception, _TOO_LARGE) else 400))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return respond(request, Problem(403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return respond(request, Problem(404))


def broken(request: HttpRequest) -> HttpResponse:
    return respond(request, Problem(500))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits. Why, in Django's words, is not for the public."""
    return respond(request, Problem(403, detail=too_long_open()))
