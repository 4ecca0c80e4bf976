"""A sheet as CSV: its letters, its separator and the row of its headings are found. A cell is text, never a formula."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kentongan.core.errors import Refused
from kentongan.core.text import clean

MOST_ROWS = 50_000
MOST_COLUMNS = 100
_LONGEST_CELL = 1_000_000
_SEPARATORS = (",", ";", "\t", "|")
_LOOKED_AT = 60  # records in which separator and headings are sought
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # an Excel workbook, new and old
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how sheets keep a number as text
_MARKED = re.compile(r"'(?=[=+\-@])")  # our own mark before what would be computed (`statistics.sheets`)
_FIRST_OF_LAPOR = "tracking id"


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the sheet: its number there, counted from 1 with all that stands above it, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its headings, each different; `encoding` and `separator` as found."""

    headings: tuple[str, ...]
    records: tuple[Record, ...]
    encoding: str
    separator: str

    def column(self, heading: str) -> int | None:
        return self.headings.index(heading) if heading in self.headings else None


def read_table(data: bytes) -> Table:
    """The sheet in a file. Refused in words where it is none, holds no rows, or too many."""
    text, encoding = decoded(data)
    separator = _separator(text)
    records = _records(text, separator)
    top = _heading_row(records)
    headings = _different(records[top].cells) if records else ()
    rows = tuple(record for record in records[top + 1 :] if any(record.cells))
    if not rows:
        raise Refused(_("The file holds no rows below its headings."), field="file")
    if len(rows) > MOST_ROWS:
        raise Refused(_("At most %(most)s rows at once. Split the file.") % {"most": f"{MOST_ROWS:,}"}, field="file")
    return Table(headings, rows, encoding, separator)


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its letters: UTF-8, UTF-16, else the letters of Windows (CP1252)."""
    if data.startswith(_BOOKS):
        raise Refused(_("This is an Excel workbook. Save it as “CSV UTF-8” and choose that file."), field="file")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decoded_as(data, name), name.removesuffix("-sig")
    if data[:2000].count(0) > len(data[:2000]) // 4:
        name = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return _decoded_as(data, name), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def _decoded_as(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        raise Refused(_("The letters of this file cannot be read. Save it as “CSV UTF-8”."), field="file") from None


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise Refused(_("The file is no CSV: %(why)s") % {"why": error}, field="file") from error


def _separator(text: str) -> str:
    """The one that cuts most rows into the same number of cells."""
    said = re.match(r"sep=(.)\r?\n", text.lstrip("\ufeff"))
    if said and said[1] in _SEPARATORS:
        return said[1]

    def fit(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row, _n in zip(_rows(text, separator), range(_LOOKED_AT), strict=False))
        width, count = max(((w, n) for w, n in widths.items() if w > 1), key=lambda p: p[0] * p[1], default=(0, 0))
        return width * count, count

    return max(_SEPARATORS, key=fit)


def _records(text: str, separator: str) -> list[Record]:
    found = []
    for number, row in enumerate(_rows(text, separator), 1):
        if len(row) > MOST_COLUMNS:
            raise Refused(_("At most %(most)s columns.") % {"most": MOST_COLUMNS}, field="file")
        found.append(Record(number, tuple(neutral(cell) for cell in row)))
    return found


def neutral(cell: str) -> str:
    """What stands in a cell, as text: what a sheet would compute is kept as it is written."""
    kept = clean(cell)
    as_text = _AS_TEXT.fullmatch(kept)
    return clean(as_text[1]) if as_text else _MARKED.sub("", kept, count=1) if kept.startswith("'") else kept


def _heading_row(records: Sequence[Record]) -> int:
    """LAPOR!'s begins with `Tracking ID`; else the first that fills as many cells as the rows below, and no number."""
    looked_at = records[:_LOOKED_AT]
    for place, record in enumerate(looked_at):
        if record.cells and record.cells[0].casefold() == _FIRST_OF_LAPOR:
            return place
    widest = max((_filled(record) for record in looked_at), default=0)
    for place, record in enumerate(looked_at):
        if _filled(record) >= max(2, widest * 0.6) and not any(cell[:1].isdigit() for cell in record.cells):
            return place
    return 0


def _filled(record: Record) -> int:
    return sum(bool(cell) for cell in record.cells)


def _different(cells: Sequence[str]) -> tuple[str, ...]:
    """Headings in one line each; an empty one is told by its place, one that stands twice by a number."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = re.sub(r"\s+", " ", cell)[:80] or _("Column %(number)d") % {"number": place}
        double, base = 2, name
        while name in names:
            name, double = f"{base} ({double})", double + 1
        names.append(name)
    return tuple(names)
