"""How long it takes to say where a point lies, and to load a city. `run()` needs a migrated database without a city."""

import random
import time
from pathlib import Path
from typing import Any

import shapely
from django.core.management import call_command
from django.db import transaction

from kentongan.core import cached
from kentongan.core.actor import system
from kentongan.places import actions, queries
from kentongan.places.models import Area

POINTS = 50_000


def run(boundaries: Path | None = None) -> list[dict[str, Any]]:
    """Seconds to load both cities, microseconds a point by cells and by boundaries. Leaves nothing in the database.

    `boundaries`: a GeoJSON file of Kota Kediri; without it the outlines of the cells stand in.
    """
    rows: list[dict[str, Any]] = []
    for name in ("banyuwangi", "kediri"):
        with transaction.atomic():
            cached.forget_all()
            rows.append({"name": f"load city {name}", "value": round(_seconds(name), 2), "unit": "s"})
            rows.append(_point(f"a point in {name} by cells"))
            if name == "kediri":
                actions.import_areas(boundaries.read_text() if boundaries else _outlines(), by=system("bench"))
                rows.append(_point(f"a point in {name} by boundaries"))
            transaction.set_rollback(True)
    cached.forget_all()
    return rows


def _seconds(name: str) -> float:
    begin = time.perf_counter()
    call_command("load_city", name, verbosity=0)
    return time.perf_counter() - begin


def _outlines() -> str:
    return queries.outlines_geojson(Area.Level.VILLAGE)


def _point(name: str) -> dict[str, Any]:
    outline = shapely.from_geojson(Area.objects.get(level=Area.Level.CITY).outline)
    west, south, east, north = shapely.total_bounds(outline)
    dice = random.Random(112)
    points = [(dice.uniform(south, north), dice.uniform(west, east)) for _ in range(POINTS)]
    queries.locate(*points[0])
    begin = time.perf_counter()
    for lat, lon in points:
        queries.locate(lat, lon)
    micros = (time.perf_counter() - begin) / POINTS * 1e6
    return {"name": name, "value": round(micros, 1), "unit": "µs"}
