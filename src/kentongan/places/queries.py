"""Reads of places. The city, its areas and the locator are held in memory (`core.cached`)."""

import math
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

import shapely
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from kentongan.core.cached import Cached
from kentongan.core.errors import NotFound, Refused
from kentongan.history.queries import latest_of
from kentongan.places import outlines
from kentongan.places.geometry import NOWHERE, Located, Locator, Surroundings, is_position
from kentongan.places.links import Link, links_of
from kentongan.places.models import Area, AreaCell, City, CityLogo, Landmark
from kentongan.places.outlines import Map
from kentongan.places.versions import KIND, PROFILE, VERSIONS, state_after

EDITION = "places"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CityFacts:
    """The one city of this installation. `neighbour_*` is whom to hand over to what happens outside."""

    code: str
    name: str
    short_name: str
    government: str
    time_zone: str
    language: str
    code_prefix: str
    mail_domain: str
    holder: str
    neighbour_code: str
    neighbour_name: str
    neighbour_contact: str
    neighbour_reach_km: float
    cell_resolution: int
    lat: float
    lon: float
    zoom: float
    are_answers_checked: bool
    address: str
    phone: str
    email: str
    website: str
    links: str
    privacy_contact: str
    emergency_text: str
    emergency_text_en: str
    brand: str
    brand_deep: str
    logo: str
    languages: list[str]

    @property
    def colours(self) -> str:
        """The mark of the city's own colours; empty where it has none."""
        return sha256(f"{self.brand} {self.brand_deep}".encode()).hexdigest()[:12] if self.brand else ""

    @property
    def link_list(self) -> tuple[Link, ...]:
        return links_of(self.links)

    @property
    def emergency_said(self) -> str:
        """The city's own words beside 112, in the reader's language; empty where it has none."""
        return self.emergency_text_en if get_language() == "en" else self.emergency_text

    @property
    def contact(self) -> str:
        """Where the city is reached, in one line."""
        return " · ".join(filter(None, (self.address, self.phone, self.email)))


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """One area as lists and forms show it. `level` is city, district or village."""

    code: str
    name: str
    level: str
    is_desa: bool
    parent: str | None
    area_km2: float | None
    lat: float
    lon: float
    is_active: bool


@dataclass(frozen=True, slots=True)
class LandmarkFacts:
    """A public place people name, and the kelurahan it stands in."""

    id: int
    name: str
    kind: str
    lat: float
    lon: float
    area: str | None


def _load_city() -> CityFacts | None:
    row = City.objects.filter(pk=1).values(*CityFacts.__slots__).first()
    return CityFacts(**row) if row else None


def _load_areas() -> dict[str, AreaFacts]:
    fields = ["code", "name", "level", "is_desa", "parent_id", "area_km2", "lat", "lon", "is_active"]
    return {row[0]: AreaFacts(*row) for row in Area.objects.order_by("code").values_list(*fields)}


def _load_landmarks() -> tuple[LandmarkFacts, ...]:
    rows = Landmark.objects.filter(is_active=True).order_by("name", "id")
    return tuple(LandmarkFacts(*row) for row in rows.values_list("id", "name", "kind", "lat", "lon", "area_id"))


def _load_locator() -> Locator:
    facts = city()
    villages = Area.objects.filter(level=Area.Level.VILLAGE)
    return Locator(
        cells=dict(AreaCell.objects.values_list("cell", "area_id").iterator()),
        districts=dict(villages.values_list("code", "parent_id")),
        boundaries={
            code: shapely.from_geojson(text)
            for code, text in villages.exclude(boundary="").values_list("code", "boundary")
        },
        resolution=facts.cell_resolution,
        surroundings=Surroundings(facts.lat, facts.lon, facts.neighbour_name, facts.neighbour_reach_km),
    )


def _load_outlines() -> dict[str, dict[str, BaseGeometry]]:
    by_level: dict[str, dict[str, BaseGeometry]] = {level: {} for level in Area.Level.values}
    rows = Area.objects.filter(is_active=True).exclude(outline="").order_by("code")
    for code, level, text in rows.values_list("code", "level", "outline"):
        by_level[level][code] = shapely.from_geojson(text)
    return by_level


def _load_geojson() -> dict[str, str]:
    facts = areas()
    return {level: outlines.collection(shapes, facts) for level, shapes in _outlines().items()}


def _load_maps() -> dict[str, Map]:
    return {level: outlines.as_map(shapes) for level, shapes in _outlines().items()}


_city = Cached(EDITION, _load_city)
_areas = Cached(EDITION, _load_areas)
_landmarks = Cached(EDITION, _load_landmarks)
_locator = Cached(EDITION, _load_locator)
_outlines = Cached(EDITION, _load_outlines)
_geojson = Cached(EDITION, _load_geojson)
_maps = Cached(EDITION, _load_maps)


def city() -> CityFacts:
    """The city. NotFound where no profile has been loaded."""
    facts = _city()
    if facts is None:
        raise NotFound(_("No city has been loaded yet. Run: kentongan load city kediri"))
    return facts


def are_answers_checked() -> bool:
    """Does the coordinator read an agency's answer before it goes out?"""
    facts = _city()
    return facts is not None and facts.are_answers_checked


def areas() -> dict[str, AreaFacts]:
    """All areas by code, in the order of their codes."""
    return _areas()


def villages(district: str | None = None) -> list[AreaFacts]:
    """The active kelurahan and desa, of one kecamatan where it is given."""
    return [
        a
        for a in areas().values()
        if a.level == Area.Level.VILLAGE and a.is_active and (district is None or a.parent == district)
    ]


def districts() -> list[AreaFacts]:
    """The active kecamatan."""
    return [a for a in areas().values() if a.level == Area.Level.DISTRICT and a.is_active]


def landmarks() -> tuple[LandmarkFacts, ...]:
    """The active landmarks by name."""
    return _landmarks()


def locate(lat: float, lon: float) -> Located:
    """Where a position lies, in microseconds.

    0,0 is what devices send when they know nothing: it is no position (`cell` is None, nothing is outside).
    Refused where the numbers are no position on earth.
    """
    if not is_position(lat, lon):
        raise Refused(_("This is not a position. Latitude lies between -90 and 90, longitude between -180 and 180."))
    if math.fabs(lat) < 1e-9 and math.fabs(lon) < 1e-9:
        return NOWHERE
    return _locator().locate(lat, lon)


def located_area(code: str) -> Located:
    """What is known where only an area's code is given: no cell. A code of another region lies outside.

    Refused where the code should be ours and is none. Names are never a location: only a code is.
    """
    facts = city()
    area = areas().get(code)
    if area is None:
        if code != facts.code and not code.startswith(f"{facts.code}."):
            is_neighbour = bool(facts.neighbour_code) and code.split(".")[:2] == facts.neighbour_code.split(".")
            return Located(None, None, None, is_outside=True, neighbour=facts.neighbour_name if is_neighbour else "")
        raise Refused(_("There is no area with the code %(code)s.") % {"code": code}, field="area")
    if area.level == Area.Level.VILLAGE:
        return Located(area.code, area.parent, None, is_outside=False, neighbour="")
    district = area.code if area.level == Area.Level.DISTRICT else None
    return Located(None, district, None, is_outside=False, neighbour="")


def outlines_geojson(level: str = "village") -> str:
    """The outlines of all areas of a level (city, district, village) as GeoJSON text, with `code`, `name`, `parent`."""
    return _of_level(_geojson(), level)


def outline_svg_paths(level: str = "village") -> Map:
    """The outlines of a level as path data of one view box, for maps the server draws."""
    return _of_level(_maps(), level)


def _of_level(by_level: dict[str, T], level: str) -> T:
    if level not in by_level:
        raise NotFound(level)
    return by_level[level]


def logo(key: str) -> bytes:
    """The PNG of a coat of arms by its key. NotFound where there is none."""
    data = CityLogo.objects.filter(key=key).values_list("data", flat=True).first()
    if data is None:
        raise NotFound(key)
    return bytes(data)


def city_fields() -> dict[str, Any]:
    """The profile's fields that a page of the desk changes, by name, as events hold them."""
    row: Any = City.objects.filter(pk=1).values(*PROFILE).first()
    return dict(row or {})


def city_after(seq: int) -> dict[str, Any] | None:
    """The same as they stood after the change of that number in `city:1`; None where it is none in sight."""
    events = latest_of("city:1", [KIND], limit=VERSIONS)
    if seq not in {event.seq for event in events}:
        return None
    return state_after(seq, [(event.seq, event.body) for event in events], city_fields())
