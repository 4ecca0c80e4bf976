"""What a city gives the pages of its own: colours as a style sheet, and its coat of arms."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kentongan.core.errors import NotFound
from kentongan.places import queries as places
from kentongan.places.colours import style_sheet
from kentongan.public.context import city_facts
from kentongan.ui.gate import open_to_all

_YEAR = 365 * 24 * 3600


@open_to_all
@require_GET
@cache_control(max_age=_YEAR, public=True, immutable=True)
def colours(request: HttpRequest, key: str) -> HttpResponse:
    """The city's own colours, under the mark they have now: another one is another address."""
    facts = city_facts()
    if facts is None or not facts.colours or key != facts.colours:
        raise NotFound(key)
    return HttpResponse(style_sheet(facts.brand, facts.brand_deep), content_type="text/css; charset=utf-8")


@open_to_all
@require_GET
@cache_control(max_age=_YEAR, public=True, immutable=True)
def logo(request: HttpRequest, key: str) -> HttpResponse:
    """The coat of arms, by the mark of its bytes."""
    response = HttpResponse(places.logo(key), content_type="image/png")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
