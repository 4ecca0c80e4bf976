"""What the maps draw: the city's own outlines and known places, and the verified public reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kentongan.cases import queries
from kentongan.core import clock
from kentongan.places import queries as places
from kentongan.ui.gate import open_to_all

GEOJSON = "application/geo+json"
COUNTED_DAYS = 90
_STEPS = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """A kelurahan as the server draws it: its share of the largest count in five steps, 0 for none."""

    code: str
    name: str
    count: int
    step: int
    path: str
    x: float
    y: float


def shapes(counts: Mapping[str, int]) -> list[Shape]:
    """The kelurahan in the order of their codes, with their counts."""
    city_map, areas = places.outline_svg_paths("village"), places.areas()
    most = max(counts.values(), default=0)
    drawn = []
    for code, path in city_map.paths.items():
        count = counts.get(code, 0)
        x, y = city_map.labels[code]
        step = -(-count * _STEPS // most) if most else 0
        drawn.append(Shape(code, areas[code].name, count, step, path, x, y))
    return drawn


@open_to_all
@require_GET
def city(request: HttpRequest) -> HttpResponse:
    """The map; where the browser cannot draw one, the server's drawing and the table stand for it."""
    drawn = shapes(queries.public_counts(since=clock.now() - timedelta(days=COUNTED_DAYS)))
    counted = sorted((shape for shape in drawn if shape.count), key=lambda s: (-s.count, s.name))
    context = {"shapes": drawn, "counted": counted, "city_map": places.outline_svg_paths("village")}
    return render(request, "public/map.html", context)


@open_to_all
@require_GET
@cache_control(max_age=60, public=True)
def points(request: HttpRequest) -> HttpResponse:
    """The newest public reports that have a position."""
    return collection(
        [
            feature(
                point.lat,
                point.lon,
                state=point.state,
                title=point.title,
                more=point.category,
                url=reverse("public:case", kwargs={"case_id": point.case}),
            )
            for point in queries.public_points()
        ]
    )


def feature(lat: float, lon: float, **properties: Any) -> dict[str, Any]:
    """A point as GeoJSON has it, longitude first."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
    }


def collection(features: list[dict[str, Any]]) -> JsonResponse:
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type=GEOJSON)


@open_to_all
@require_GET
@cache_control(max_age=3600, public=True)
def outlines(request: HttpRequest) -> HttpResponse:
    """The outlines of kelurahan and desa."""
    return HttpResponse(places.outlines_geojson("village"), content_type=GEOJSON)


@open_to_all
@require_GET
@cache_control(max_age=3600, public=True)
def landmarks(request: HttpRequest) -> HttpResponse:
    """The places people name."""
    return collection([feature(m.lat, m.lon, name=m.name, kind=m.kind) for m in places.landmarks()])
