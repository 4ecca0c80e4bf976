"""Days and times as sheets write them: `2026-01-03 14:05`, `3 Jan 2026`, `03/01/26`, `3 Mei 2026 14.05 WIB`, 46025.

Month names are Indonesian or English, whole or shortened (docs/parts/intake.md). Pure.
"""

import re
from datetime import date, datetime, time, timedelta, tzinfo

_MONTHS = (
    ("jan", "januari", "january"),
    ("feb", "peb", "februari", "pebruari", "february"),
    ("mar", "maret", "march"),
    ("apr", "april"),
    ("mei", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("agu", "ags", "agt", "aug", "agustus", "august"),
    ("sep", "sept", "september"),
    ("okt", "oct", "oktober", "october"),
    ("nov", "nop", "november", "nopember"),
    ("des", "dec", "desember", "december"),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[\s\-/.]*([a-z]+)\.?[\s\-/.,']*(\d{4}|\d{2})", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_TIME = re.compile(r"(?:T|pukul|jam)?\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(am|pm)?", re.IGNORECASE)
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})", re.IGNORECASE)
_LOCAL = re.compile(r"(?:wib|wita|wit)", re.IGNORECASE)
_WEEKDAY = re.compile(r"^[a-z']+\s*,\s*", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
_EPOCH = date(1899, 12, 30)  # day 0 of sheets
ORDERS = ("dmy", "mdy")


class NoMoment(ValueError):
    """What stands there is no day, or no time."""


def read_day(text: str, order: str = "dmy") -> date:
    """The day a cell names; a time behind it is passed over."""
    return _split(text, order)[0]


def read_moment(text: str, time_text: str, *, order: str, zone: tzinfo) -> datetime:
    """The moment two cells name, aware; the second may be empty, and so may the time. A day alone begins it."""
    day, rest = _split(text, order)
    told = time_text.strip() or rest
    if not told:
        return datetime.combine(day, time(0), zone)
    found = _TIME.match(told)
    if found is None:
        raise NoMoment(told)
    return _placed(datetime.combine(day, _time(found)), told[found.end() :].strip(), zone)


def _placed(moment: datetime, rest: str, zone: tzinfo) -> datetime:
    if not rest or _LOCAL.fullmatch(rest):
        return moment.replace(tzinfo=zone)
    if _ZONE.fullmatch(rest) is None:
        raise NoMoment(rest)
    return datetime.fromisoformat(f"{moment.isoformat()}{rest.upper()}")


def _time(found: re.Match[str]) -> time:
    hour, half = int(found[1]), (found[4] or "").lower()
    if half and not 1 <= hour <= 12:
        raise NoMoment(found[0])
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError as error:
        raise NoMoment(found[0]) from error


def _split(text: str, order: str) -> tuple[date, str]:
    """The day at the beginning of a cell, and what stands behind it."""
    told = _WEEKDAY.sub("", text.strip())
    serial = _SERIAL.fullmatch(told)
    if serial:
        return _of_serial(int(serial[1]), serial[2])
    for pattern, read in ((_ISO, _iso), (_NUMBERS, _numbers), (_DAY_FIRST, _named), (_MONTH_FIRST, _named_first)):
        found = pattern.match(told)
        if found:
            return _day(*read(found, order)), told[found.end() :].strip(" ,-")
    raise NoMoment(text)


def _of_serial(number: int, part: str | None) -> tuple[date, str]:
    moment = datetime.combine(_EPOCH, time(0)) + timedelta(days=number + float(f"0.{part or 0}"))
    return moment.date(), f"{moment:%H:%M}" if part else ""


def _iso(found: re.Match[str], order: str) -> tuple[int, int, int]:
    return int(found[1]), int(found[2]), int(found[3])


def _numbers(found: re.Match[str], order: str) -> tuple[int, int, int]:
    first, second = int(found[1]), int(found[2])
    day, month = (first, second) if order == "dmy" else (second, first)
    return _year(found[3]), month, day


def _named(found: re.Match[str], order: str) -> tuple[int, int, int]:
    return _year(found[3]), _month(found[2]), int(found[1])


def _named_first(found: re.Match[str], order: str) -> tuple[int, int, int]:
    return _year(found[3]), _month(found[1]), int(found[2])


def _month(name: str) -> int:
    try:
        return MONTHS[name.casefold()]
    except KeyError:
        raise NoMoment(name) from None


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoMoment(f"{year}-{month}-{day}") from error
