"""City profiles: folders of reviewed files that make an installation *this* city. Pure: files in, typed rows out.

The profiles we ship lie in `data/<city>/`; a city may point to a folder of its own. What the files hold is described
in docs/parts/places.md. Areas, cells, landmarks are read here; agencies and cases read their own files.
"""

import csv
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
from django.utils.translation import gettext as _

from kentongan.core.errors import Refused

SHIPPED = Path(__file__).parent / "data"

T = TypeVar("T")
Kind = Literal["kota", "kabupaten", "kecamatan", "kelurahan", "desa"]
LEVELS: dict[str, str] = {
    "kota": "city",
    "kabupaten": "city",
    "kecamatan": "district",
    "kelurahan": "village",
    "desa": "village",
}


class CityRow(msgspec.Struct, forbid_unknown_fields=True):
    """`city.json`. `offices`: by kind of area, the pattern of its office's name and short name.

    `decent_hours`: between which hours people are told of limits; `ombudsman_contact`: how the Ombudsman is reached.
    """

    code: str
    name: str
    short_name: str
    government: str
    time_zone: str
    language: str
    code_prefix: str
    mail_domain: str
    holder: str
    neighbour_name: str
    neighbour_contact: str
    neighbour_reach_km: float
    cell_resolution: int
    lat: float
    lon: float
    zoom: float
    neighbour_code: str = ""
    are_answers_checked: bool = False
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    links: str = ""
    privacy_contact: str = ""
    emergency_text: str = ""
    emergency_text_en: str = ""
    brand: str = ""
    brand_deep: str = ""
    decent_hours: tuple[str, str] = ("07:00", "20:00")
    ombudsman_contact: str = "Ombudsman Republik Indonesia, telepon 137, ombudsman.go.id"
    offices: dict[Kind, tuple[str, str]] = {}
    sources: list[str] = []


class AreaRow(msgspec.Struct, forbid_unknown_fields=True):
    """`areas.csv`: one area, parents before children."""

    code: str
    name: str
    kind: Kind
    parent: str
    area_km2: float
    lat: float
    lon: float


class LandmarkRow(msgspec.Struct, forbid_unknown_fields=True):
    """`landmarks.json`: a public place and the kelurahan or desa it stands in."""

    id: str
    name: str
    kind: str
    area: str
    lat: float
    lon: float


class Profile:
    """One city's folder. Every mistake in its files is Refused with the file, the row and the reason."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def city(self) -> CityRow:
        return _typed("city.json", 0, _json(self._text("city.json"), "city.json"), CityRow)

    def areas(self) -> list[AreaRow]:
        return self.table("areas.csv", AreaRow)

    def cells(self) -> dict[int, str]:
        """The kelurahan or desa the centre of each H3 cell lies in, from `cells.csv` (cells in hexadecimal)."""
        rows = csv.reader(self._text("cells.csv").splitlines()[1:])
        try:
            return {int(cell, 16): code for cell, code in rows}
        except ValueError as error:
            raise _refused("cells.csv", 0, str(error)) from error

    def landmarks(self) -> list[LandmarkRow]:
        return self.rows("landmarks.json", LandmarkRow)

    def rows(self, name: str, kind: type[T]) -> list[T]:
        """The rows of a JSON file of the profile: one list of objects."""
        return [_typed(name, n, row, kind) for n, row in enumerate(_json(self._text(name), name), 1)]

    def table(self, name: str, kind: type[T]) -> list[T]:
        """The rows of a CSV file of the profile; its first line names the columns."""
        rows = csv.DictReader(self._text(name).splitlines())
        return [_typed(name, n, row, kind, is_text=True) for n, row in enumerate(rows, 1)]

    def _text(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _refused(name, 0, str(error)) from error


def shipped() -> list[str]:
    """The names of the profiles that come with the product."""
    return sorted(folder.name for folder in SHIPPED.iterdir() if (folder / "city.json").exists())


def open_profile(name: str) -> Profile:
    """A shipped profile by name, or a city's own by the path of its folder."""
    if name in shipped():
        return Profile(SHIPPED / name)
    folder = Path(name).expanduser()
    if (folder / "city.json").is_file():
        return Profile(folder)
    raise Refused(
        _("There is no city profile “%(name)s”. Shipped: %(shipped)s; or give a folder with a city.json.")
        % {"name": name, "shipped": ", ".join(shipped())}
    )


def _json(text: str, name: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise _refused(name, 0, str(error)) from error


def _typed(name: str, row: int, data: Any, kind: type[T], *, is_text: bool = False) -> T:
    try:
        return msgspec.convert(data, kind, strict=not is_text)
    except msgspec.ValidationError as error:
        raise _refused(name, row, str(error)) from error


def _refused(name: str, row: int, why: str) -> Refused:
    if row:
        return Refused(_("City profile, %(file)s, row %(row)d: %(why)s") % {"file": name, "row": row, "why": why})
    return Refused(_("City profile, %(file)s: %(why)s") % {"file": name, "why": why})
