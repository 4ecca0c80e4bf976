"""The small map beside a case: the kelurahan around the pin, drawn by the server. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kentongan.places.outlines import Map

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WIDE, _HIGH = 320.0, 150.0  # of the frame on the page, in pixels
_SPAN = 300.0  # of the city's view box: about a third of the city from side to side
_LETTER = 11.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    path: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Label:
    """Coordinates are text: a template would write them with the language's comma."""

    name: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class SmallMap:
    """`view` is the view box; `letter` the size of labels and `scale` that of the pin, in its units."""

    view: str
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]
    pin: str  # "x y", or blank
    letter: str
    scale: str


def around(
    city: Map, names: Mapping[str, str], *, area: str | None, lat: float | None, lon: float | None
) -> SmallMap | None:
    """The city around a pin, or around the middle of an area; None where neither lies on the map."""
    pin = city.point(lon, lat) if lat is not None and lon is not None else None
    centre = pin or city.labels.get(area or "")
    if centre is None or not (0 <= centre[0] <= city.width and 0 <= centre[1] <= city.height):
        return None
    high = _SPAN * _HIGH / _WIDE
    left, top = centre[0] - _SPAN / 2, centre[1] - high / 2
    window = (left, top, left + _SPAN, top + high)
    return SmallMap(
        view=f"{left:.1f} {top:.1f} {_SPAN:.1f} {high:.1f}",
        shapes=tuple(Shape(path, code == area) for code, path in city.paths.items() if _meets(_box(path), window)),
        labels=tuple(
            Label(names[code], f"{x:.1f}", f"{y:.1f}")
            for code, (x, y) in city.labels.items()
            if code in names and _meets((x, y, x, y), window)
        ),
        pin=f"{pin[0]:.1f} {pin[1]:.1f}" if pin else "",
        letter=f"{_LETTER * _SPAN / _WIDE:.1f}",
        scale=f"{_SPAN / _WIDE:.2f}",
    )


@lru_cache(maxsize=1024)
def _box(path: str) -> Box:
    numbers = [float(number) for number in _NUMBER.findall(path)]
    xs, ys = numbers[::2], numbers[1::2]
    return min(xs), min(ys), max(xs), max(ys)


def _meets(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
