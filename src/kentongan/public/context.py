"""What every template may say of the city."""

from typing import Any

from django.http import HttpRequest

from kentongan.core.errors import NotFound
from kentongan.places import queries as places


def city_facts() -> places.CityFacts | None:
    """The city's facts, or None where no city has been loaded yet."""
    try:
        return places.city()
    except NotFound:
        return None


def city(request: HttpRequest) -> dict[str, Any]:
    """The city's facts as `city`, lazily: a page that does not name the city asks nothing."""
    return {"city": city_facts}
