"""What a language brings along: its texts, and how it says days and moments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


@dataclass(frozen=True)
class Wording:
    """`texts`: name → (title, paragraphs). `at` stands between day and time, `dot` between hours and minutes."""

    texts: Mapping[str, tuple[str, tuple[str, ...]]]
    closing: tuple[str, ...]
    months: tuple[str, ...]
    at: str
    dot: str

    def day(self, value: date) -> str:
        """`24 November 2026`"""
        return f"{value.day} {self.months[value.month - 1]} {value.year}"

    def moment(self, value: datetime) -> str:
        """`24 November 2026 pukul 13.05 WIB`; another offset than Indonesia's is written as such."""
        offset = value.utcoffset() or timedelta(0)
        zone = _ZONES.get(round(offset.total_seconds() / 3600), value.strftime("UTC%z"))
        return f"{self.day(value)}{self.at}{value:%H}{self.dot}{value:%M} {zone}"
