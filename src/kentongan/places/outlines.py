"""The outlines that maps draw, pure: from cells or imported boundaries to shapes whose borders meet.

Coordinates are WGS 84 degrees, longitude first (GeoJSON, RFC 7946).
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import h3.api.basic_int as h3
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

_DIGITS = 5  # of a degree: about 1 m
_CELL_DIGITS = 6  # corners that neighbouring cells share differ only beyond this digit
_CELLS_ROUGHNESS = 0.9  # in edges of a cell: enough to cut the teeth, too little to lose a shape
_VIEW_WIDTH = 1000.0


def from_cells(cells: Mapping[int, str]) -> dict[str, BaseGeometry]:
    """One shape for each area of a cell table. Where sizes are mixed, the finer cell wins, as in `Locator`."""
    if not cells:
        return {}
    by_size: dict[int, list[int]] = defaultdict(list)
    for cell in cells:
        by_size[h3.get_resolution(cell)].append(cell)
    finest = max(by_size)
    owners: dict[int, str] = {}
    for size in sorted(by_size):
        for cell in by_size[size]:
            code = cells[cell]
            owners.update((child, code) for child in (h3.cell_to_children(cell, finest) if size < finest else (cell,)))
    by_area: dict[str, list[int]] = defaultdict(list)
    for cell, code in owners.items():
        by_area[code].append(cell)
    return {
        code: _rounded(shape(h3.cells_to_h3shape(group).__geo_interface__), _CELL_DIGITS)
        for code, group in by_area.items()
    }


def cell_tolerance(resolution: int) -> float:
    """How coarse outlines drawn from cells of this size may become, in degrees."""
    return float(h3.average_hexagon_edge_length(resolution, unit="km")) * _CELLS_ROUGHNESS / 111.2


def for_maps(shapes: Mapping[str, BaseGeometry], tolerance: float) -> dict[str, BaseGeometry]:
    """Simplified shapes; borders that were shared stay shared, so that no gaps open between neighbours."""
    codes = sorted(shapes)
    simple = shapely.coverage_simplify([shapes[code] for code in codes], tolerance)
    return {code: _rounded(one, _DIGITS) for code, one in zip(codes, simple, strict=True)}


def joined(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """One shape around all: a kecamatan from its kelurahan."""
    return _rounded(shapely.union_all(list(shapes), grid_size=10**-_DIGITS), _DIGITS)


def as_text(geometry: BaseGeometry) -> str:
    """Compact GeoJSON."""
    return json.dumps(shapely.geometry.mapping(geometry), separators=(",", ":"))


def _rounded(geometry: BaseGeometry, digits: int) -> BaseGeometry:
    return shapely.transform(geometry, lambda points: points.round(digits))


class Named(Protocol):
    """What an outline is labelled with."""

    @property
    def name(self) -> str: ...
    @property
    def parent(self) -> str | None: ...


def collection(shapes: Mapping[str, BaseGeometry], areas: Mapping[str, Named]) -> str:
    """A GeoJSON FeatureCollection, one feature an area."""
    features = (
        f'{{"type":"Feature","id":{json.dumps(code)},"properties":'
        + _compact({"code": code, "name": areas[code].name, "parent": areas[code].parent})
        + f',"geometry":{as_text(one)}}}'
        for code, one in shapes.items()
    )
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Map:
    """A map the server draws: a view box `0 0 width height`, path data by area code, and where a label may stand.

    `west`, `north`, `x_scale`, `y_scale` place further points: x = (lon - west) * x_scale, y = (north - lat) * y_scale.
    """

    width: float
    height: float
    paths: Mapping[str, str]
    labels: Mapping[str, tuple[float, float]]
    west: float = 0.0
    north: float = 0.0
    x_scale: float = 0.0
    y_scale: float = 0.0

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a position stands on this map."""
        return round((lon - self.west) * self.x_scale, 1), round((self.north - lat) * self.y_scale, 1)


def as_map(shapes: Mapping[str, BaseGeometry]) -> Map:
    """The map of some areas. Equirectangular, true at the middle: good for a city or a regency."""
    if not shapes:
        return Map(_VIEW_WIDTH, 0.0, {}, {})
    west, south, east, north = (float(v) for v in shapely.total_bounds(list(shapes.values())))
    x_scale = _VIEW_WIDTH / (east - west)
    y_scale = x_scale / math.cos(math.radians((south + north) / 2))
    frame = Map(_VIEW_WIDTH, round((north - south) * y_scale, 1), {}, {}, west, north, x_scale, y_scale)
    return replace(
        frame,
        paths={code: "".join(_ring(frame, ring) for ring in _rings(one)) for code, one in shapes.items()},
        labels={code: frame.point(*_middle(one)) for code, one in shapes.items()},
    )


def _ring(frame: Map, points: Iterable[tuple[float, float]]) -> str:
    """Path data of one ring; holes are cut by `fill-rule="evenodd"`."""
    corners = [f"{x:g} {y:g}" for x, y in (frame.point(*p) for p in points)]
    return f"M{'L'.join(corners[:-1])}Z"


def _rings(geometry: BaseGeometry) -> Iterable[Iterable[tuple[float, float]]]:
    for polygon in getattr(geometry, "geoms", [geometry]):
        for ring in (polygon.exterior, *polygon.interiors):
            yield [(x, y) for x, y, *_ in ring.coords]


def _middle(geometry: BaseGeometry) -> tuple[float, float]:
    point = geometry.representative_point()
    return point.x, point.y
