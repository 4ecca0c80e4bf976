"""Loading a city profile: what is missing is inserted, what is there stays as the city has made it."""

from collections.abc import Iterable, Mapping

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused
from kentongan.places import outlines
from kentongan.places.actions.records import record_on_city
from kentongan.places.models import Area, AreaCell, City, Landmark
from kentongan.places.profile import LEVELS, AreaRow, CityRow, LandmarkRow, Profile
from kentongan.places.queries import EDITION

_BATCH = 2000
_FINER_THAN_CELLS = 4  # imported boundaries have no teeth to cut: maps show them in more detail


@transaction.atomic
def load_profile(profile: Profile, *, by: Actor) -> dict[str, int]:
    """Insert the city, areas, cells and landmarks that are missing; returns how many of each.

    Refused where this installation already is another city.
    """
    city = profile.city()
    counts = {"city": _load_city(city), "areas": _load_areas(profile.areas())}
    counts["cells"] = _load_cells(profile.cells())
    counts["landmarks"] = _load_landmarks(profile.landmarks())
    if any(counts.values()):
        draw_outlines(missing_only=True)
        record_on_city(by, "places.profile_loaded", {"city": city.code, **counts})
        new_edition(EDITION)
    return counts


_ELSEWHERE = {"offices", "sources", "decent_hours", "ombudsman_contact"}  # other parts keep them


def _load_city(row: CityRow) -> int:
    there = City.objects.filter(pk=1).first()
    if there is not None:
        if there.code != row.code:
            raise Refused(
                _("This installation is %(there)s; the profile of %(wanted)s belongs into an empty one.")
                % {"there": there.name, "wanted": row.name}
            )
        return 0
    fields = {name: getattr(row, name) for name in row.__struct_fields__ if name not in _ELSEWHERE}
    City.objects.create(pk=1, **fields)
    return 1


def _load_areas(rows: Iterable[AreaRow]) -> int:
    there = set(Area.objects.values_list("code", flat=True))
    new = [
        Area(
            code=row.code,
            name=row.name,
            level=LEVELS[row.kind],
            is_desa=row.kind == "desa",
            parent_id=row.parent or None,
            area_km2=row.area_km2,
            lat=row.lat,
            lon=row.lon,
        )
        for row in rows
        if row.code not in there
    ]
    return len(Area.objects.bulk_create(new, batch_size=_BATCH))


def _load_cells(cells: Mapping[int, str]) -> int:
    there = set(AreaCell.objects.values_list("cell", flat=True))
    new = [AreaCell(cell=cell, area_id=code) for cell, code in cells.items() if cell not in there]
    return len(AreaCell.objects.bulk_create(new, batch_size=_BATCH))


def _load_landmarks(rows: Iterable[LandmarkRow]) -> int:
    there = set(Landmark.objects.values_list("external_id", flat=True))
    new = [
        Landmark(external_id=row.id, name=row.name, kind=row.kind, lat=row.lat, lon=row.lon, area_id=row.area)
        for row in rows
        if row.id not in there
    ]
    return len(Landmark.objects.bulk_create(new, batch_size=_BATCH))


def draw_outlines(*, missing_only: bool = False) -> None:
    """Draw what maps show: villages from boundaries or cells, districts and the city around their villages."""
    areas = list(Area.objects.order_by("code"))
    if missing_only and all(area.outline for area in areas):
        return
    drawn = _village_shapes(areas)
    for level in (Area.Level.DISTRICT, Area.Level.CITY):
        for area in areas:
            parts = [drawn[child.code] for child in areas if child.parent_id == area.code and child.code in drawn]
            if area.level == level and parts:
                drawn[area.code] = outlines.joined(parts)
    for area in areas:
        area.outline = outlines.as_text(drawn[area.code]) if area.code in drawn else ""
    Area.objects.bulk_update(areas, ["outline"], batch_size=500)


def _village_shapes(areas: Iterable[Area]) -> dict[str, BaseGeometry]:
    villages = {area.code: area for area in areas if area.level == Area.Level.VILLAGE}
    shapes = outlines.from_cells(dict(AreaCell.objects.filter(area__in=villages).values_list("cell", "area_id")))
    shapes |= {code: shapely.from_geojson(area.boundary) for code, area in villages.items() if area.boundary}
    if not shapes:
        return {}
    tolerance = outlines.cell_tolerance(City.objects.values_list("cell_resolution", flat=True).get(pk=1))
    has_teeth = any(not villages[code].boundary for code in shapes)
    return outlines.for_maps(shapes, tolerance if has_teeth else tolerance / _FINER_THAN_CELLS)
