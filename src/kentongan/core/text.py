"""Text as people type it: cleaning, hiding what identifies, words for searching."""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
_PHONE = re.compile(r"(?<![\d.])(?:\+?62|0)[\s.-]?8\d(?:[\s.-]?\d){6,11}(?!\d)")
_DIGITS = re.compile(r"\d(?:[\s.-]?\d){7}")  # fewer in a row hide nobody
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_RARE = re.compile(r"[^\x00-\u02ff]")  # accents that stand alone begin at U+0300
_LONG_WORD = 40


def clean(text: str) -> str:
    """NFC, no control or direction-changing characters, unix line ends, trimmed. NUL never reaches the database."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", text).strip()


def redacted(text: str) -> str:
    """The text with e-mail addresses, identity numbers (NIK) and mobile numbers hidden."""
    if "@" in text:
        text = _EMAIL.sub("[surel]", text)
    if not _DIGITS.search(text):
        return text
    return _PHONE.sub("[nomor]", _NIK.sub("[NIK]", text))


def identifying(text: str) -> list[tuple[str, int, int]]:
    """What `redacted` would hide: kind (email, nik, phone), begin and end."""
    kinds = (("email", _EMAIL), ("nik", _NIK), ("phone", _PHONE))
    return [(kind, found.start(), found.end()) for kind, pattern in kinds for found in pattern.finditer(text)]


def _without_accent(found: re.Match[str]) -> str:
    return "" if unicodedata.combining(found[0]) else found[0]


def words(text: str) -> list[str]:
    """The distinct words of a text in order of appearance: folded, without accents; what search finds by."""
    folded = text.casefold()
    if not folded.isascii():
        folded = _RARE.sub(_without_accent, unicodedata.normalize("NFKD", folded))
    return list(dict.fromkeys(w[:_LONG_WORD] for w in _WORD.findall(folded)))


def first_line(text: str, limit: int = 80) -> str:
    """A title made from a text: its first sentence or line, cut at a word."""
    line = re.split(r"[\n.!?]", text.strip(), maxsplit=1)[0].strip() or text.strip()
    line = re.sub(r"\s+", " ", line)
    if len(line) <= limit:
        return line
    return line[: limit + 1].rsplit(" ", 1)[0].rstrip(",;:-") + "…" if " " in line[:limit] else line[: limit - 1] + "…"
