"""Where a report's matter lies, from what the second step was told: a pin, a known place, a kelurahan, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kentongan.places import queries as places
from kentongan.places.geometry import Located
from kentongan.public.forms import OUTSIDE


@dataclass(frozen=True, slots=True)
class Spot:
    """What is known of the place: `text` for people, codes for the rest."""

    area: str = ""
    area_name: str = ""
    district_name: str = ""
    text: str = ""
    lat: float | None = None
    lon: float | None = None
    is_outside: bool = False
    neighbour: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.area or self.text or self.is_outside or self.lat is not None)


def spot_of(told: Mapping[str, Any]) -> Spot:
    """The place told in `WhereForm`'s cleaned data. A pin decides; a known place stands for one."""
    landmark = next((m for m in places.landmarks() if str(m.id) == told.get("landmark")), None)
    lat, lon = told.get("lat"), told.get("lon")
    if lat is None and landmark is not None:
        lat, lon = landmark.lat, landmark.lon
    text = ", ".join(part for part in (landmark.name if landmark else "", told.get("place") or "") if part)
    if lat is not None and lon is not None:
        found = places.locate(lat, lon)
        if found.cell is not None:
            return _named(found, text, lat, lon)
    chosen = told.get("area") or ""
    if chosen == OUTSIDE:
        return Spot(text=text, is_outside=True)
    return _named(places.located_area(chosen), text) if chosen else Spot(text=text)


def _named(found: Located, text: str, lat: float | None = None, lon: float | None = None) -> Spot:
    areas = places.areas()
    area, district = areas.get(found.area or ""), areas.get(found.district or "")
    return Spot(
        area=found.area or "",
        area_name=area.name if area else "",
        district_name=district.name if district else "",
        text=text,
        lat=lat,
        lon=lon,
        is_outside=found.is_outside,
        neighbour=found.neighbour,
    )
