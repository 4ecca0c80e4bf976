"""The languages a city offers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kentongan.public.context import city_facts

_FIRST = "id"


class Languages:
    """A language the city does not offer is answered in Indonesian; pages of the desk follow their user.

    Stands behind the one that reads the browser's wish. Nobody who asks in Indonesian costs anything.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = translation.get_language() or _FIRST
        if wanted != _FIRST and not request.path.startswith(("/desk/", "/health", "/api/")):
            facts = city_facts()
            if facts is not None and wanted not in facts.languages:
                translation.activate(_FIRST)
                request.LANGUAGE_CODE = _FIRST
        return self._get_response(request)
