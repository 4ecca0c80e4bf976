"""What is written to people: by name and language, filled in safely. Pure.

A text is a title and paragraphs. A paragraph one of whose values is empty is left out, so that "answer by …" stands
only where there is a day. Values are single lines without addresses: nothing a citizen or clerk typed becomes a link.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter

from kentongan.notifications.texts import english, indonesian
from kentongan.notifications.texts.wording import Wording

Value = str | date | datetime
Text = tuple[str, tuple[str, ...]]  # title and paragraphs
Own = Mapping[tuple[str, str], Text]  # what a city says instead, by name and language

LANGUAGES: Mapping[str, Wording] = {"id": indonesian.WORDING, "en": english.WORDING}
NAMES = frozenset(indonesian.WORDING.texts)
NO_OWN: Own = {}
CLOSING = "closing"  # the name of the common ending of what reporters are told
GIVEN_BY_THE_HOUSE = frozenset({"city", "link"})
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S*", re.IGNORECASE)
_BLANK = re.compile(r"\s+")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it goes out."""

    title: str
    body: str


def values_of(name: str) -> frozenset[str]:
    """The values a caller gives for this text, all of them, empty where there is nothing to say."""
    title, paragraphs = LANGUAGES["id"].texts[name]
    used = {field for part in (title, *paragraphs) for _, field, _, _ in Formatter().parse(part) if field}
    return frozenset(used - GIVEN_BY_THE_HOUSE)


def write(name: str, language: str, values: Mapping[str, Value], *, city: str, link: str, own: Own = NO_OWN) -> Written:
    """The text in the person's language (Indonesian where it is not ours). Moments are in the city's time zone.

    KeyError for an unknown name, ValueError where the values are not exactly those of `values_of`,
    or one of the title's is empty.
    """
    language = language if language in LANGUAGES else "id"
    wording = LANGUAGES[language]
    title, paragraphs = own.get((name, language)) or wording.texts[name]
    if set(values) != values_of(name):
        msg = f"the text {name} needs exactly {', '.join(sorted(values_of(name)))}"
        raise ValueError(msg)
    return filled(title, (*paragraphs, *ending(language, own)), {**values, "city": city}, wording, links={"link": link})


def ending(language: str, own: Own = NO_OWN) -> tuple[str, ...]:
    """What every text to a reporter ends with."""
    said = own.get((CLOSING, language))
    return said[1] if said else LANGUAGES[language].closing


def kept_ending(language: str, own: Own = NO_OWN) -> tuple[str, ...]:
    """The same for those who have no tracking page: without the paragraphs that lead there."""
    return tuple(part for part in ending(language, own) if "{link}" not in part)


def filled(
    title: str,
    paragraphs: Iterable[str],
    values: Mapping[str, Value],
    wording: Wording,
    *,
    links: Mapping[str, str] | None = None,
) -> Written:
    """A title and paragraphs with their values; a paragraph one of whose values is empty is left out.

    `links` are the house's own: nothing else is an address in what goes out. ValueError where one of the title's values
    is empty.
    """
    said = {key: _said(value, wording) for key, value in values.items()} | dict(links or {})
    if not _is_complete(title, said):
        msg = f"the title “{title}” has an empty value"
        raise ValueError(msg)
    kept = [part.format_map(said) for part in paragraphs if _is_complete(part, said)]
    return Written(title=title.format_map(said), body="\n\n".join(kept) + "\n")


def _is_complete(part: str, said: Mapping[str, str]) -> bool:
    return all(said[field] for _, field, _, _ in Formatter().parse(part) if field)


def _said(value: Value, wording: Wording) -> str:
    if isinstance(value, datetime):
        return wording.moment(value)
    return wording.day(value) if isinstance(value, date) else _plain(value)


def _plain(text: str) -> str:
    return _BLANK.sub(" ", _ADDRESS.sub("", "".join(c if c.isprintable() else " " for c in text))).strip()[:_LONGEST]
