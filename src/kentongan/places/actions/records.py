"""The city's own stream: what was loaded and imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.history import actions as history
from kentongan.places.models import City


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, in rows."""

    new: int
    changed: int
    same: int


@transaction.atomic
def record_on_city(by: Actor, kind: str, body: Mapping[str, Any]) -> None:
    """Append to the stream `city:1`. NotFound where no city has been loaded."""
    city = City.objects.select_for_update().filter(pk=1).first()
    if city is None:
        raise NotFound
    history.append_to(city, "city:1", kind, by=by, body=body)
