"""One line of a file of reports, as other systems export them: read, checked, put into our words. Pure."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Annotated

import msgspec

LONGEST_LINE = 1_000_000  # bytes
_CODE = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")


class Row(msgspec.Struct, kw_only=True):
    """What is read of a line; other fields are passed over. `area` is a Kemendagri code, the rest are names."""

    id: str | int
    text: str
    source: Annotated[str, msgspec.Meta(max_length=33)] = "file"
    title: str | None = None
    category: str | None = None
    area: str | None = None
    kecamatan: str | None = None
    kelurahan: str | None = None
    lat: float | None = None
    lon: float | None = None
    created_at: datetime | None = None
    lang: str | None = None

    @property
    def client(self) -> str:
        """The sender the report is known by, once and only once together with its id."""
        return f"import:{self.source}"

    @property
    def told_at(self) -> datetime | None:
        """The row's own date; one without a zone is UTC."""
        if self.created_at is None or self.created_at.tzinfo is not None:
            return self.created_at
        return self.created_at.replace(tzinfo=UTC)

    @property
    def place_text(self) -> str:
        """The names as told: `Wonorejo, Tegalsari`."""
        return ", ".join(name.strip() for name in (self.kelurahan, self.kecamatan) if name and name.strip())

    @property
    def language(self) -> str:
        return "en" if (self.lang or "").lower().startswith("en") else "id"


_decoder = msgspec.json.Decoder(Row)


class BadLine(Exception):
    """A line that holds no report; the text says why."""


def parsed(line: bytes) -> Row:
    """The row of a line; BadLine where it is none."""
    if len(line) > LONGEST_LINE:
        msg = f"longer than {LONGEST_LINE} bytes"
        raise BadLine(msg)
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadLine(str(error)) from None


@cache
def known_words() -> Mapping[str, str]:
    """Words of other systems for categories of ours, as seen in their exports."""
    text = resources.files("kentongan.intake").joinpath("data/source_categories.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text)
    return words


def category_of(word: str | None, codes: frozenset[str]) -> str:
    """Our category for another system's word, or "" where there is none: then the word is kept as a tag."""
    folded = (word or "").strip().casefold()
    for candidate in (folded, re.sub(r"[^a-z0-9]+", "-", folded).strip("-"), known_words().get(folded, "")):
        if candidate in codes:
            return candidate
    return ""


def tags_of(row: Row, category: str) -> tuple[str, ...]:
    """The source's word for the category, where we have no category for it."""
    word = (row.category or "").strip()[:60]
    return (word,) if word and not category else ()


def area_of(row: Row, villages: Mapping[tuple[str, str], str], districts: frozenset[str]) -> tuple[str, bool]:
    """The code of the area a row names, and whether it lies outside the city.

    A code is believed. Names are only where kecamatan and kelurahan together are exactly ours; any other name is
    outside, except where it is too little to tell. `villages`: (kecamatan, kelurahan) folded → code.
    """
    if row.area and _CODE.fullmatch(row.area.strip()):
        return row.area.strip(), False
    district, village = (row.kecamatan or "").strip().casefold(), (row.kelurahan or "").strip().casefold()
    if code := villages.get((district, village)):
        return code, False
    if not district and not village:
        return "", False
    is_ours_perhaps = not village and district in districts
    return "", not is_ours_perhaps
