"""Points, cells and boundaries, pure: which area a position lies in, and the outlines of areas.

A cell table (H3 cell to area) says it in a microsecond and is right but near the borders; where a city has imported
boundaries they decide. Coordinates are WGS 84 degrees; cells are H3 cells as integers.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import h3.api.basic_int as h3
import shapely
from shapely.geometry.base import BaseGeometry

_GAP = 1e-4  # degrees, about 11 m: gaps between boundaries that were simplified one by one
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Located:
    """Where something is. `area` is the kelurahan or desa, `district` the kecamatan, both Kemendagri codes.

    `cell` is None where no position is known. `neighbour` names the region to hand over to, where one is near.
    """

    area: str | None
    district: str | None
    cell: int | None
    is_outside: bool
    neighbour: str


NOWHERE = Located(area=None, district=None, cell=None, is_outside=False, neighbour="")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around the city: its middle, and the neighbour named for points up to `reach_km` from it."""

    lat: float
    lon: float
    neighbour: str
    reach_km: float

    def named_at(self, lat: float, lon: float) -> str:
        return self.neighbour if distance_km(self.lat, self.lon, lat, lon) <= self.reach_km else ""


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance in kilometres."""
    a, b = math.radians(lat_a), math.radians(lat_b)
    half_lat, half_lon = (b - a) / 2, math.radians(lon_b - lon_a) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(a) * math.cos(b) * math.sin(half_lon) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(chord))


def is_position(lat: float, lon: float) -> bool:
    """Whether the numbers are a place on earth (NaN and infinity are not)."""
    return -90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0


class Locator:
    """Finds the area of a point. Built once per edition of the places, then read by any number of threads."""

    def __init__(
        self,
        cells: Mapping[int, str],
        districts: Mapping[str, str | None],
        boundaries: Mapping[str, BaseGeometry],
        resolution: int,
        surroundings: Surroundings,
    ) -> None:
        self._cells, self._districts, self._surroundings = dict(cells), dict(districts), surroundings
        self._resolution = resolution
        finer = {h3.get_resolution(cell) for cell in self._cells} - {resolution}
        self._other_resolutions = tuple(sorted(finer, reverse=True))
        self._codes = sorted(boundaries)
        self._bounded = frozenset(self._codes)
        self._shapes = [boundaries[code] for code in self._codes]
        for shape in self._shapes:
            shapely.prepare(shape)
        self._tree = shapely.STRtree(self._shapes)
        self._inner = self._cells_inside()

    def locate(self, lat: float, lon: float) -> Located:
        """The area of a valid position."""
        cell = h3.latlng_to_cell(lat, lon, self._resolution)
        area = self._inner.get(cell)
        if area is None:
            area = self._by_boundary(lat, lon, cell) if self._codes else self._by_cell(lat, lon, cell)
        if area is None:
            return Located(None, None, cell, is_outside=True, neighbour=self._surroundings.named_at(lat, lon))
        return Located(area, self._districts[area], cell, is_outside=False, neighbour="")

    def _cells_inside(self) -> dict[int, str]:
        """The cells that lie wholly inside one boundary: most points need no look at it."""
        usual = [
            c for c, code in self._cells.items() if code in self._bounded and h3.get_resolution(c) == self._resolution
        ]
        hexagons = [shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]) for cell in usual]
        shapes = dict(zip(self._codes, self._shapes, strict=True))
        inside = shapely.contains_properly([shapes[self._cells[cell]] for cell in usual], hexagons)
        return {cell: self._cells[cell] for cell, is_inside in zip(usual, inside, strict=True) if is_inside}

    def _by_cell(self, lat: float, lon: float, cell: int) -> str | None:
        for resolution in self._other_resolutions:
            area = self._cells.get(h3.latlng_to_cell(lat, lon, resolution))
            if area is not None:
                return area
        return self._cells.get(cell)

    def _by_boundary(self, lat: float, lon: float, cell: int) -> str | None:
        """The boundary decides; an area without one keeps its cells; a gap goes to the nearest boundary."""
        point = shapely.Point(lon, lat)
        for i in sorted(int(i) for i in self._tree.query(point)):
            if shapely.intersects_xy(self._shapes[i], lon, lat):
                return self._codes[i]
        area = self._by_cell(lat, lon, cell)
        if area is not None and area not in self._bounded:
            return area
        near = [int(i) for i in self._tree.query_nearest(point, max_distance=_GAP, all_matches=False)]
        return self._codes[near[0]] if near else None
