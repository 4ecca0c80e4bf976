"""What is looked at before an answer goes out: four questions, and what in the text could be personal data. Pure.

Nothing is changed by itself: what could be personal is marked; who answers says that there is none, or that it must be.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kentongan.core.errors import Refused
from kentongan.core.text import identifying, words

PERSONAL = ("none", "needed")
EVIDENCE = ("attached", "earlier", "not_needed")
_PLATE = re.compile(r"\b(?!RT|RW|NO)[A-Z]{1,2}[ .-]?\d{2,4}[ .-]?[A-Z]{1,3}\b")
_LANDLINE = re.compile(r"(?<![\d.])\(?0\d{2,3}\)?[ .-]?\d{5,8}(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_TITLES = frozenset(("bapak", "ibu", "pak", "saudara", "saudari", "kak", "mas", "mbak", "haji", "bin", "binti", "dan"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text that could be personal data. `kind`: nik, phone, email, plate, name."""

    kind: str
    begin: int
    end: int


def marks(text: str, names: Iterable[str] = ()) -> tuple[Mark, ...]:
    """What could be personal, in the order of the text; where two overlap, the first and longer one."""
    found = [Mark(*span) for span in identifying(text)]
    found += [Mark("plate", m.start(), m.end()) for m in _PLATE.finditer(text)]
    found += [Mark("phone", m.start(), m.end()) for m in _LANDLINE.finditer(text)]
    found += _named(text, names)
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.begin, -mark.end)):
        if not kept or mark.begin >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def _named(text: str, names: Iterable[str]) -> Iterator[Mark]:
    known = {word for name in names for word in words(name) if len(word) > 2} - _TITLES
    for found in _WORD.finditer(text):
        if known & set(words(found[0])):
            yield Mark("name", found.start(), found.end())


def parts(text: str, found: Iterable[Mark]) -> list[tuple[str, str]]:
    """The text cut at its marks: each piece with its kind, blank where it is nothing."""
    pieces, at = [], 0
    for mark in found:
        pieces += [(text[at : mark.begin], ""), (text[mark.begin : mark.end], mark.kind)]
        at = mark.end
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


@dataclass(frozen=True, slots=True)
class Checks:
    """The four answers: it answers the question, personal data, evidence, words everyone understands."""

    is_answering: bool
    personal: str
    evidence: str
    is_plain: bool


def checked(checks: Checks, text: str, *, names: Iterable[str] = (), files: int = 0) -> dict[str, Any]:
    """What the event says of them, without a word of the text; Refused where one of the four is open."""
    if not checks.is_answering:
        raise Refused(_("Read it once more: does it answer what was asked?"), field="is_answering")
    found = marks(text, names)
    if checks.personal not in PERSONAL:
        raise Refused(_("Say whether there is personal data in it."), field="personal")
    if found and checks.personal == "none":
        raise Refused(_("Something in it looks personal. Take it out, or say that it is needed."), field="personal")
    if checks.evidence not in EVIDENCE:
        raise Refused(_("Say where the evidence is."), field="evidence")
    if checks.evidence == "attached" and not files:
        raise Refused(_("No file is attached. Attach the evidence, or say where it is."), field="evidence")
    if not checks.is_plain:
        raise Refused(_("Write it so that everyone understands it."), field="is_plain")
    kinds = sorted({mark.kind for mark in found})
    return {"personal": checks.personal, "marked": kinds, "evidence": checks.evidence}
