"""What surrounds the pages: too long a body is not read, and the errors of the house become responses."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kentongan.core.errors import KentonganError
from kentongan.core.uploads import LONGEST_BODY
from kentongan.ui.problems import Problem, problem_of, respond

_NO_TEXT = "cannot contain NUL"  # what the driver says of it, before anything is sent to the database


class Sizes:
    """Refuses a body longer than any form of ours needs, before any of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or ""
        if told.isdecimal() and int(told) > LONGEST_BODY:
            return respond(request, Problem(413, detail=_too_long()))
        return self._get_response(request)


def _too_long() -> str:
    return _(
        "All files together may have at most %(size)s MB. Go back: what you typed still stands in the form. "
        "Choose smaller files, then send again."
    ) % {"size": LONGEST_BODY // 1024**2}


class Problems:
    """Turns Refused, NotFound, Conflict and TooMany, raised anywhere below a view, into an answer to the asker.

    A sign that no text of the database can hold is told as what it is: a request nobody can read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, KentonganError):
            return respond(request, problem_of(error))
        is_no_text = isinstance(error, DataError) and _NO_TEXT in str(error)
        return respond(request, Problem(400)) if is_no_text else None
