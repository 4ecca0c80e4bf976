"""Taking a city's own boundaries."""

from django.db import transaction

from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor
from kentongan.core.roles import only_administrators
from kentongan.places.actions.loading import draw_outlines
from kentongan.places.actions.records import Imported, record_on_city
from kentongan.places.imports import BoundaryRow, Surrounds, read_areas
from kentongan.places.models import Area
from kentongan.places.queries import EDITION, city


@transaction.atomic
def import_areas(text: str, *, by: Actor) -> Imported:
    """Take areas with their boundaries from GeoJSON: new codes are added, known ones get name and boundary.

    Areas the file does not name stay. Refused (BadRows) as a whole where one row is wrong.
    """
    only_administrators(by)
    facts = city()
    there = {area.code: area for area in Area.objects.select_for_update()}
    rows = read_areas(text, Surrounds(facts.code, facts.lat, facts.lon, frozenset(there)))
    new = [_new(row) for row in rows if row.code not in there]
    changed = [there[row.code] for row in rows if row.code in there and _differs(there[row.code], row)]
    by_code = {row.code: row for row in rows}
    for area in changed:
        area.name, area.boundary = by_code[area.code].name, by_code[area.code].boundary
    Area.objects.bulk_create(sorted(new, key=lambda area: area.code))
    Area.objects.bulk_update(changed, ["name", "boundary"], batch_size=500)
    done = Imported(new=len(new), changed=len(changed), same=len(rows) - len(new) - len(changed))
    if new or changed:
        draw_outlines()
        record_on_city(by, "places.areas_imported", {"new": done.new, "changed": done.changed})
        new_edition(EDITION)
    return done


def _new(row: BoundaryRow) -> Area:
    return Area(
        code=row.code,
        name=row.name,
        level=row.level,
        is_desa=row.is_desa,
        parent_id=row.parent,
        lat=row.lat,
        lon=row.lon,
        boundary=row.boundary,
    )


def _differs(area: Area, row: BoundaryRow) -> bool:
    return (area.name, area.boundary) != (row.name, row.boundary)
