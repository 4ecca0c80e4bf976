"""The outlines that maps draw, pure: from cells or imported boundaries to shapes whose borders meet.

Coordinates are WGS 84 degrees, longitude first (GeoJSON, RFC 7946).
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

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


def svg_paths(shapes: Mapping[str, BaseGeometry]) -> dict[str, Any]:
    """Path data for a server-drawn map: `width`, `height` of the view box and `paths` by code.

    Equirectangular, true at the middle: good for a city or a regency.
    """
    if not shapes:
        return {"width": _VIEW_WIDTH, "height": 0.0, "paths": {}, "labels": {}}
    view = View(shapes.values())
    return {
        "width": _VIEW_WIDTH,
        "height": view.height,
        "paths": {code: view.path(one) for code, one in shapes.items()},
        "labels": {code: view.point(*_middle(one)) for code, one in shapes.items()},
    }


class View:
    """The projection of one map: degrees to units of its view box."""

    def __init__(self, shapes: Iterable[BaseGeometry]) -> None:
        west, south, east, north = (float(v) for v in shapely.total_bounds(list(shapes)))
        self._west, self._north = west, north
        self._shrink = math.cos(math.radians((south + north) / 2))
        self._scale = _VIEW_WIDTH / ((east - west) * self._shrink)
        self.height = round((north - south) * self._scale, 1)

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        return (
            round((lon - self._west) * self._shrink * self._scale, 1),
            round((self._north - lat) * self._scale, 1),
        )

    def path(self, geometry: BaseGeometry) -> str:
        """SVG path data; holes are cut by `fill-rule="evenodd"`."""
        return "".join(self._ring(ring) for ring in _rings(geometry))

    def _ring(self, points: Iterable[tuple[float, float]]) -> str:
        corners = [f"{x:g} {y:g}" for x, y in (self.point(*p) for p in points)]
        return f"M{'L'.join(corners[:-1])}Z"


def _rings(geometry: BaseGeometry) -> Iterable[Iterable[tuple[float, float]]]:
    for polygon in getattr(geometry, "geoms", [geometry]):
        for ring in (polygon.exterior, *polygon.interiors):
            yield [(x, y) for x, y, *_ in ring.coords]


def _middle(geometry: BaseGeometry) -> tuple[float, float]:
    point = geometry.representative_point()
    return point.x, point.y
