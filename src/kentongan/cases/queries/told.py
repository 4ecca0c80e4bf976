"""What was told and said, with its salt, for the proof that it is still what the history marks."""

from collections.abc import Mapping

from kentongan.cases.models import Entry, Note, Report

EDITIONS = 1_000  # more wordings than ten minutes hold; a note's mark is its id times this, and its edition
SaltedText = tuple[bytes, str] | None


def report_texts(ids: list[int]) -> Mapping[int, SaltedText]:
    """Salt and text as first told of these reports; None where they were erased."""
    rows = Report.objects.filter(pk__in=ids).values_list("pk", "salt", "text")
    return {pk: _salted(salt, text) for pk, salt, text in rows}


def entry_texts(ids: list[int]) -> Mapping[int, SaltedText]:
    """Salt and words of these entries; None where they were erased. The reporter's lie in `told`."""
    rows = Entry.objects.filter(pk__in=ids).values_list("pk", "salt", "text", "told")
    return {pk: _salted(salt, text if told is None else told) for pk, salt, text, told in rows}


def note_texts(marks: list[int]) -> Mapping[int, SaltedText]:
    """Salt and words of the wordings these marks name; nothing of former ones, of which the mark alone is left."""
    rows = Note.objects.filter(pk__in={mark // EDITIONS for mark in marks})
    found = {note.pk * EDITIONS + note.edition: (bytes(note.salt), note.text) for note in rows}
    return {mark: found[mark] for mark in marks if mark in found}


def referred_to(text: str) -> tuple[str, str]:
    """The body outside and how to reach it, as the word of a referral holds them: a line each."""
    outside, contact, _reference, _said_by = referral_lines(text)
    return outside, contact


def referral_lines(text: str) -> tuple[str, str, str, str]:
    """The body outside, how to reach it, the number of the letter, and who said that it is theirs; blank: not told."""
    outside, contact, reference, said_by = (text.split("\n") + [""] * 4)[:4]
    return outside, contact, reference, said_by


def _salted(salt: bytes | memoryview | None, text: str | None) -> SaltedText:
    return None if salt is None or text is None else (bytes(salt), text)
