"""Taking a city's own landmarks."""

from django.db import transaction

from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor
from kentongan.core.roles import only_administrators
from kentongan.places.actions.records import Imported, record_on_city
from kentongan.places.imports import PlaceRow, read_landmarks
from kentongan.places.models import Landmark
from kentongan.places.queries import EDITION, locate

_FIELDS = ["name", "kind", "lat", "lon", "area_id"]


@transaction.atomic
def import_landmarks(text: str, *, by: Actor) -> Imported:
    """Take landmarks from CSV or GeoJSON: new ids are added, known ones changed; the area follows from the position.

    Landmarks the file does not name stay. Refused (BadRows) as a whole where one row is wrong.
    """
    only_administrators(by)
    rows = read_landmarks(text)
    there = {mark.external_id: mark for mark in Landmark.objects.select_for_update()}
    new, changed = [], []
    for row in rows:
        mark = there.get(row.id)
        if mark is None:
            new.append(Landmark(external_id=row.id, **_values(row)))
        elif _values(row) != {name: getattr(mark, name) for name in _FIELDS}:
            for name, value in _values(row).items():
                setattr(mark, name, value)
            changed.append(mark)
    Landmark.objects.bulk_create(new)
    Landmark.objects.bulk_update(changed, ["name", "kind", "lat", "lon", "area"], batch_size=500)
    done = Imported(new=len(new), changed=len(changed), same=len(rows) - len(new) - len(changed))
    if new or changed:
        record_on_city(by, "places.landmarks_imported", {"new": done.new, "changed": done.changed})
        new_edition(EDITION)
    return done


def _values(row: PlaceRow) -> dict[str, str | float | None]:
    return {
        "name": row.name,
        "kind": row.kind,
        "lat": row.lat,
        "lon": row.lon,
        "area_id": locate(row.lat, row.lon).area,
    }
