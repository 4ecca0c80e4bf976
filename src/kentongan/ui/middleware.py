"""The one place where the errors of the house become responses."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kentongan.core.errors import KentonganError
from kentongan.ui.problems import problem_of, respond


class Problems:
    """Turns Refused, NotFound, Conflict and TooMany, raised anywhere below a view, into an answer to the asker."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return respond(request, problem_of(error)) if isinstance(error, KentonganError) else None
