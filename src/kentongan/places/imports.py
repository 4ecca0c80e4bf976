"""Files a city brings, read and judged, pure: boundaries (GeoJSON) and landmarks (CSV or GeoJSON).

A file is taken whole or not at all; what is wrong is named with the number of its row, counted from 1.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from kentongan.core.errors import Refused
from kentongan.core.tables import WrongRow, read_csv, read_each
from kentongan.core.text import clean
from kentongan.places.geometry import distance_km, is_position

_CODE = re.compile(r"^\d{2}\.\d{2}(\.\d{2}(\.\d{4})?)?$")
_LEVELS = {5: "city", 8: "district", 13: "village"}  # by the length of the code
_DESA = "2"  # the last four digits of a desa begin with 2, of a kelurahan with 1 (Permendagri 72/2019)
_FARTHEST_KM = 300.0
_SIMPLER = 2e-5  # degrees, about 2 m
_DIGITS = 6
_NAME, _KIND, _ID = 120, 40, 60


@dataclass(frozen=True)
class Surrounds:
    """What a file must agree with: the city's code, its middle, and the codes it has."""

    code: str
    lat: float
    lon: float
    known: frozenset[str]


@dataclass(frozen=True)
class BoundaryRow:
    """One area of a file. `boundary` is GeoJSON, simplified to about 2 m; `lat`, `lon` lie inside it."""

    code: str
    name: str
    level: str
    is_desa: bool
    parent: str | None
    boundary: str
    lat: float
    lon: float


@dataclass(frozen=True)
class PlaceRow:
    """One landmark of a file."""

    id: str
    name: str
    kind: str
    lat: float
    lon: float


def read_areas(text: str, surrounds: Surrounds) -> list[BoundaryRow]:
    """The areas of a GeoJSON file. Properties: `code` (Kemendagri, with or without dots), `name`. BadRows, Refused."""
    features = _features(text)
    codes = {code for feature in features if (code := _dotted(_properties(feature).get("code")))}
    within = Surrounds(surrounds.code, surrounds.lat, surrounds.lon, surrounds.known | codes)
    return read_each(features, lambda feature: _boundary_row(feature, within), key=lambda row: row.code)


def read_landmarks(text: str) -> list[PlaceRow]:
    """The landmarks of a CSV (`id,name,kind,lat,lon`) or of a GeoJSON file of points. BadRows, Refused."""
    rows = _points(text) if text.lstrip().startswith("{") else read_csv(text, needed=("name", "lat", "lon"))
    return read_each(rows, _place_row, key=lambda row: row.id)


def _features(text: str) -> list[Any]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise Refused(_("This is no GeoJSON file: %(why)s") % {"why": error}) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise Refused(_("This is no GeoJSON file: it has no features."))
    return features


def _part(feature: Any, name: str) -> dict[str, Any]:
    found = feature.get(name) if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _properties(feature: Any) -> dict[str, Any]:
    return _part(feature, "properties")


def _dotted(value: Any) -> str:
    """`3571011001` and `35.71.01.1001` are one code; anything else is none."""
    digits = str(value or "").strip()
    if digits.isdigit():
        digits = ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:]) if part)
    return digits if _CODE.match(digits) else ""


def _boundary_row(feature: Any, within: Surrounds) -> BoundaryRow:
    properties = _properties(feature)
    code, name = _dotted(properties.get("code")), clean(str(properties.get("name") or ""))
    if not code:
        raise WrongRow(_("“%(code)s” is no area code.") % {"code": properties.get("code", "")})
    if code != within.code and not code.startswith(f"{within.code}."):
        raise WrongRow(_("%(code)s is no area of %(city)s.") % {"code": code, "city": within.code})
    if not name or len(name) > 80:
        raise WrongRow(_("The name is missing or longer than 80 letters."))
    parent = code.rpartition(".")[0] if code != within.code else None
    if parent is not None and parent not in within.known:
        raise WrongRow(_("The area above it, %(code)s, is not known.") % {"code": parent})
    shape = _shape(feature, within)
    inside = shape.representative_point()
    return BoundaryRow(
        code=code,
        name=name,
        level=_LEVELS[len(code)],
        is_desa=len(code) == 13 and code.rpartition(".")[2].startswith(_DESA),
        parent=parent,
        boundary=json.dumps(shapely.geometry.mapping(shape), separators=(",", ":")),
        lat=round(inside.y, _DIGITS),
        lon=round(inside.x, _DIGITS),
    )


def _shape(feature: Any, within: Surrounds) -> BaseGeometry:
    try:
        shape = shapely.from_geojson(json.dumps(_part(feature, "geometry")))
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise WrongRow(_("The geometry cannot be read.")) from error
    if shape is None or shape.is_empty or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        raise WrongRow(_("The geometry is no polygon."))
    if not shape.is_valid:
        raise WrongRow(_("The polygon is broken: %(why)s") % {"why": shapely.is_valid_reason(shape)})
    west, south, east, north = shape.bounds
    if not (is_position(south, west) and is_position(north, east)):
        raise WrongRow(_("The coordinates are no degrees of longitude and latitude (WGS 84)."))
    middle = shape.centroid
    if distance_km(middle.y, middle.x, within.lat, within.lon) > _FARTHEST_KM:
        raise WrongRow(_("The polygon lies far from the city. Longitude stands before latitude."))
    simple = shapely.transform(shape.simplify(_SIMPLER), lambda points: points.round(_DIGITS))
    return simple if simple.is_valid else shape


def _points(text: str) -> list[dict[str, Any]]:
    rows = []
    for feature in _features(text):
        geometry = _part(feature, "geometry")
        found = geometry.get("coordinates") if geometry.get("type") == "Point" else None
        lon, lat, *_height = [*(found if isinstance(found, list) else []), None, None]
        rows.append({**_properties(feature), "lat": lat, "lon": lon})
    return rows


def _place_row(row: dict[str, Any]) -> PlaceRow:
    name, kind = clean(str(row.get("name") or "")), clean(str(row.get("kind") or "place"))
    if not name or len(name) > _NAME:
        raise WrongRow(_("The name is missing or longer than %(limit)d letters.") % {"limit": _NAME})
    if len(kind) > _KIND:
        raise WrongRow(_("The kind is longer than %(limit)d letters.") % {"limit": _KIND})
    lat, lon = _position(row)
    key = clean(str(row.get("id") or "")) or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return PlaceRow(id=key[:_ID], name=name, kind=kind, lat=lat, lon=lon)


def _position(row: dict[str, Any]) -> tuple[float, float]:
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
    except (TypeError, ValueError) as error:
        raise WrongRow(_("Latitude or longitude is no number.")) from error
    if not is_position(lat, lon) or (lat == 0 and lon == 0):
        raise WrongRow(_("Latitude and longitude are no position."))
    return lat, lon
