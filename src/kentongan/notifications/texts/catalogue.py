"""All texts by name, whoever is told: their defaults, the variables they may and must name. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from string import Formatter

from kentongan.notifications.texts import (
    CLOSING,
    LANGUAGES,
    Text,
    Value,
    Written,
    filled,
    for_mailboxes,
    for_staff,
    for_supporters,
)

LONGEST_TITLE, LONGEST_BODY = 120, 2000
_OF_THE_HOUSE = frozenset({"city"})
_NEEDED = frozenset({"code", "number", "username", "link"})
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
# What a preview says: an invented matter, an invented hour.
_SAMPLE: Mapping[str, Value] = {
    "code": "KTG-7M4Q-9XWR",
    "number": "KD-2026-001",
    "agency": "Dinas Pekerjaan Umum",
    "city": "Pemerintah Kota Contoh",
    "reason": "tempatnya belum jelas",
    "contact": "telepon 0800-0000-001",
    "subject": "Lampu gang padam",
    "username": "petugas.contoh",
    "device": "Firefox di Linux",
    "place": "203.0.113.0",
    "due_why": "3 hari kerja",
    "minutes": "30",
    "link": "https://lapor.example.id/lacak",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the house in one language. `group`: reporter, staff, supporter, mailbox, closing."""

    name: str
    group: str
    language: str
    title: str
    body: str

    @property
    def variables(self) -> frozenset[str]:
        """What may stand in it."""
        return fields_of(f"{self.title} {self.body}") | _OF_THE_HOUSE

    @property
    def needed(self) -> frozenset[str]:
        """What must stand in it: without these nobody knows which matter is meant, or where to go."""
        return self.variables & _NEEDED

    @property
    def mark(self) -> str:
        """Of its words: another one when a new version of the house says it otherwise."""
        return sha256(f"{self.title}\n{self.body}".encode()).hexdigest()[:16]


class Unreadable(ValueError):
    """Braces that are no variable."""


def entries() -> dict[tuple[str, str], Entry]:
    """Every text by name and language."""
    found: list[Entry] = []
    for language, wording in LANGUAGES.items():
        found += [_entry(name, "reporter", language, text) for name, text in wording.texts.items()]
        found += [_entry(name, "staff", language, text) for name, text in for_staff.TEXTS[language].items()]
        found += [_entry(name, "mailbox", language, text) for name, text in for_mailboxes.TEXTS[language].items()]
        for name, (title, sentence) in for_supporters.TEXTS[language].items():
            found.append(_entry(name, "supporter", language, (title, (sentence,))))
        found.append(_entry(CLOSING, "closing", language, ("", wording.closing)))
    return {(entry.name, entry.language): entry for entry in found}


def _entry(name: str, group: str, language: str, text: Text) -> Entry:
    return Entry(name, group, language, text[0], "\n\n".join(text[1]))


def fields_of(text: str) -> frozenset[str]:
    """The variables a text names. Unreadable where a brace is no variable."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise Unreadable(str(error)) from error
    names = [(name, spec, conversion) for _before, name, spec, conversion in parts if name is not None]
    if any(not name.isidentifier() or spec or conversion for name, spec, conversion in names):
        raise Unreadable(text)
    return frozenset(name for name, _spec, _conversion in names)


def paragraphs_of(body: str) -> tuple[str, ...]:
    """The paragraphs of a typed body: between blank lines."""
    return tuple(" ".join(part.split()) for part in _BLANK_LINE.split(body.strip()) if part.strip())


def sample_of(entry: Entry, title: str, body: str, *, now: datetime) -> Written:
    """The text with invented values, as it would go out, its common ending left out."""
    used = entry.variables | fields_of(f"{title} {body}")
    values = {name: _value(name, now) for name in used}
    links = {"link": str(_SAMPLE["link"])} if "link" in used else {}
    kept = {name: value for name, value in values.items() if name not in links}
    return filled(title, paragraphs_of(body), kept, LANGUAGES[entry.language], links=links)


def _value(name: str, now: datetime) -> Value:
    if name in _SAMPLE:
        return _SAMPLE[name]
    if name in {"received_at", "at"}:
        return now
    later: date = (now + timedelta(days=7)).date()
    return later


_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")


def sms_parts(text: str) -> tuple[int, int]:
    """Signs and parts of a text as SMS (3GPP TS 23.038): 160 or 153 each, 70 or 67 where a sign is none of GSM 7."""
    if all(sign in _GSM or sign in _GSM_TWICE for sign in text):
        length = sum(2 if sign in _GSM_TWICE else 1 for sign in text)
        whole, part = 160, 153
    else:
        length, whole, part = len(text.encode("utf-16-le")) // 2, 70, 67
    return length, 1 if length <= whole else -(-length // part)
