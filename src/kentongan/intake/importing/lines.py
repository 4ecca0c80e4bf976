"""One row of an older system's sheet as what we would make of it, or what is wrong with it. Pure."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import TypeVar

from django.utils.translation import gettext as _

from kentongan.core.text import redacted
from kentongan.intake.importing import mapping, moments
from kentongan.intake.importing.mapping import KEPT, Ours, Plan
from kentongan.intake.importing.table import Record, Table

T = TypeVar("T")
LONGEST_TAG, MOST_TAGS = 40, 10
LONGEST_ANSWER = 10_000
_NOTHING = re.compile(r"[-\u2013\u2014.0\s]*|n/?a|null|none|tidak ada|nihil", re.IGNORECASE)
_NO = frozenset({"", "tidak", "no", "n", "0", "false", "salah", "bukan", "t", "f", "-"})
_CODE = re.compile(r"\d\d\.\d\d\.\d\d(\.\d{4})?")
_WITH_LEAD = frozenset({"routed", "in_progress", "answered", "closed", "closed_by_system", "closed_by_reporter"})
_NEEDS_LEAD = frozenset({"routed", "in_progress"})
_ANSWERED = frozenset({"answered", "closed", "closed_by_system", "closed_by_reporter", "archived", "referred"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a row is not taken: the field, and the reason in words that hold nothing of the row."""

    field: str
    reason: str


@dataclass(slots=True)
class Line:
    """A row as it would become. `wrong` empty: it can be taken. `raw`: its cells by field, as mapped.

    `kept`: fields whose word we do not know and that stays as text among the tags.
    """

    number: int
    raw: Mapping[str, str]
    external_id: str = ""
    title: str = ""
    text: str = ""
    edited: str = ""
    received_at: datetime | None = None
    occurred_on: date | None = None
    classification: str = ""
    category: str = ""
    state: str = "received"
    lead: int | None = None
    outside: str = ""
    place_text: str = ""
    area: str = ""
    is_outside: bool = False
    lat: float | None = None
    lon: float | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    is_anonymous: bool = False
    is_confidential: bool = False
    answer: str = ""
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    tags: tuple[str, ...] = ()
    channel: str = "import"
    kept: tuple[str, ...] = ()
    wrong: list[Wrong] = field(default_factory=list)


class Reader:
    """Reads the rows of one sheet by one plan; zone: the city's."""

    def __init__(self, table: Table, plan: Plan, ours: Ours, zone: tzinfo) -> None:
        places = {name: table.column(heading) for name, heading in plan.columns.items()}
        self._places = {name: place for name, place in places.items() if place is not None}
        self._width, self._plan, self._ours, self._zone = len(table.headings), plan, ours, zone

    def line(self, record: Record) -> Line:
        """The row as it would become, with all that is wrong with it."""
        cells = record.cells
        raw = {name: cells[place] if place < len(cells) else "" for name, place in self._places.items()}
        line = Line(record.number, raw)
        if any(cells[self._width :]):
            line.wrong.append(Wrong("", _("The row has more cells than there are headings.")))
        for part in (self._told, self._days, self._person, self._meanings, self._place):
            part(line)
        return line

    def _told(self, line: Line) -> None:
        raw = line.raw
        line.external_id, line.title, line.text = raw.get("external_id", ""), raw.get("title", ""), raw.get("text", "")
        line.edited = raw.get("edited", "")
        line.text = line.text or line.edited
        line.edited = "" if line.edited == line.text else line.edited
        for name in ("external_id", "text"):
            if not getattr(line, name):
                line.wrong.append(Wrong(name, _("This must not be empty.")))
        line.answer = "\n\n".join(filter(None, (raw.get("answer", ""), raw.get("reason", ""))))
        if len(line.answer) > LONGEST_ANSWER:
            line.wrong.append(Wrong("answer", _("At most %(limit)s characters, please.") % {"limit": LONGEST_ANSWER}))

    def _days(self, line: Line) -> None:
        raw, order = line.raw, self._plan.order
        line.received_at = self._moment(line, "received_on", raw.get("received_time", ""))
        if not raw.get("received_on"):
            line.wrong.append(Wrong("received_on", _("This must not be empty.")))
        occurred = raw.get("occurred_on", "")
        line.occurred_on = _tried(line, "occurred_on", lambda: moments.read_day(occurred, order)) if occurred else None
        line.answered_at = self._moment(line, "answered_on")
        line.closed_at = self._moment(line, "closed_on")
        for name in ("answered_at", "closed_at"):
            told = getattr(line, name)
            if told is not None and line.received_at is not None and told.date() < line.received_at.date():
                line.wrong.append(Wrong(name.replace("_at", "_on"), _("This lies before the day it was received.")))

    def _moment(self, line: Line, name: str, time_text: str = "") -> datetime | None:
        told = line.raw.get(name, "")
        if not told or _NOTHING.fullmatch(told):
            return None
        return _tried(line, name, lambda: moments.read_moment(told, time_text, order=self._plan.order, zone=self._zone))

    def _person(self, line: Line) -> None:
        raw = {name: "" if _NOTHING.fullmatch(cell) else cell for name, cell in line.raw.items()}
        line.name, line.phone, line.email = raw.get("name", ""), raw.get("phone", ""), raw.get("email", "")
        contact = raw.get("contact", "")
        if "@" in contact:
            line.email = line.email or contact
        else:
            line.phone = line.phone or contact
        flags = mapping.folded(raw.get("flags", ""))
        line.is_anonymous = "anonim" in flags or _is_set(raw.get("is_anonymous", ""))
        line.is_confidential = "rahasia" in flags or _is_set(raw.get("is_confidential", ""))

    def _meanings(self, line: Line) -> None:
        """Our words for theirs; what we do not know stays, as a tag that names its column."""
        tags = [tag.strip() for tag in re.split(r"[,;|]", line.raw.get("tags", "")) if tag.strip()]
        own = {name: self._meaning(line, name) for name in mapping.WITH_WORDS}
        line.classification, line.category = own["classification"], own["category"]
        line.channel = own["channel"] or "import"
        line.state = own["state"] or ("received" if line.raw.get("state") else self._plan.default_state)
        agency = int(own["agency"]) if own["agency"] else None
        if line.state in _WITH_LEAD:
            line.lead = agency
        if line.state in _NEEDS_LEAD and agency is None:
            line.state = "received"  # nobody of ours has it: the coordinator passes it on
        if line.state == "referred":
            line.outside = line.raw.get("agency", "") or _("Outside the city")
        line.is_confidential = line.is_confidential or line.classification == "supervised"
        line.kept = tuple(name for name in mapping.WITH_WORDS if line.raw.get(name) and own[name] == KEPT)
        tags += [_kept_word(name, line.raw[name]) for name in line.kept]
        if line.raw.get("agency") and line.lead is None and "agency" not in line.kept and line.state != "referred":
            tags.append(_kept_word("agency", line.raw["agency"]))
        line.tags = tuple(dict.fromkeys(_as_tag(tag) for tag in tags))[:MOST_TAGS]

    def _meaning(self, line: Line, name: str) -> str:
        word = line.raw.get(name, "")
        return mapping.meaning(name, word, self._plan, self._ours) if word else KEPT

    def _place(self, line: Line) -> None:
        raw = line.raw
        village, district = raw.get("village", ""), raw.get("district", "")
        told = [
            part for part in (raw.get("place_text", ""), village, district) if part and not _NOTHING.fullmatch(part)
        ]
        line.place_text = ", ".join(dict.fromkeys(told))
        line.area, line.is_outside = self._area(raw.get("area", ""), village, district)
        lat, lon = raw.get("lat", ""), raw.get("lon", "")
        if lat or lon:
            line.lat, line.lon = _degrees(line, "lat", lat, 90), _degrees(line, "lon", lon, 180)
            if not line.lat and not line.lon:
                line.lat = line.lon = None  # 0,0 is where nobody looked

    def _area(self, code: str, village: str, district: str) -> tuple[str, bool]:
        if _CODE.fullmatch(code):
            return code, False
        names = _without_kind(district), _without_kind(village)
        if found := self._ours.villages.get(names):
            return found, False
        alone = {c for (_d, v), c in self._ours.villages.items() if v == names[1]} if not names[0] else set()
        if len(alone) == 1:
            return alone.pop(), False
        is_ours_perhaps = not any(names) or (not names[1] and names[0] in self._ours.districts)
        return "", not is_ours_perhaps and bool(names[0])


def _without_kind(name: str) -> str:
    return re.sub(r"^(kel\.?|kelurahan|desa|kec\.?|kecamatan)\s+", "", mapping.folded(name))


def _kept_word(name: str, word: str) -> str:
    """Their word as a tag: a category by itself, as ever; the others say what they are."""
    return word if name == "category" else f"{_LABELS[name]}: {word}"


def _as_tag(word: str) -> str:
    """In one line, without a comma, which parts tags where they are typed."""
    return " ".join(redacted(word).replace(",", " ").split())[:LONGEST_TAG].strip()


_LABELS = {"state": "status", "classification": "klasifikasi", "agency": "OPD", "channel": "kanal"}


def _is_set(word: str) -> bool:
    """Whether a flag is set; what cannot be read is: closed is the side to err on."""
    return mapping.folded(word) not in _NO


def _tried(line: Line, name: str, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except (moments.NoMoment, OverflowError):
        reason = _("This is no day or time we can read. Write it like 2026-01-31 or 31 Jan 2026.")
        line.wrong.append(Wrong(name, reason))
        return None


def _degrees(line: Line, name: str, told: str, most: int) -> float | None:
    try:
        value = float(told.replace(",", ".") if "." not in told else told)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > most:
        line.wrong.append(Wrong(name, _("This is no position. Write degrees, like -7.8166 and 112.0119.")))
        return None
    return value


def fields_that_differ(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The fields both know and whose mark is another."""
    return [name for name in now if name in before and before[name] != now[name]]
