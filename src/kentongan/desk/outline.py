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
_LETTER_WIDTH = 0.58  # of a letter, in its own height

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
        labels=_labels(city, names, window, pin),
        pin=f"{pin[0]:.1f} {pin[1]:.1f}" if pin else "",
        letter=f"{_LETTER * _SPAN / _WIDE:.1f}",
        scale=f"{_SPAN / _WIDE:.2f}",
    )


def _labels(city: Map, names: Mapping[str, str], window: Box, pin: tuple[float, float] | None) -> tuple[Label, ...]:
    """The names that fit: wholly inside the window, on no other name and not under the pin."""
    letter = _LETTER * _SPAN / _WIDE
    taken: list[Box] = [(pin[0] - 14, pin[1] - 34, pin[0] + 14, pin[1] + 4)] if pin else []
    found = []
    for code, (x, y) in city.labels.items():
        half = len(names.get(code, "")) * letter * _LETTER_WIDTH / 2
        box = (x - half, y - letter, x + half, y + letter * 0.3)
        is_inside = window[0] <= box[0] and box[2] <= window[2] and window[1] <= box[1] and box[3] <= window[3]
        if code in names and is_inside and not any(_meets(box, other) for other in taken):
            taken.append(box)
            found.append(Label(names[code], f"{x:.1f}", f"{y:.1f}"))
    return tuple(found)


@lru_cache(maxsize=1024)
def _box(path: str) -> Box:
    numbers = [float(number) for number in _NUMBER.findall(path)]
    xs, ys = numbers[::2], numbers[1::2]
    return min(xs), min(ys), max(xs), max(ys)


def _meets(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
