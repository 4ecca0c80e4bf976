"""What goes to a mailbox on its own asking: a link, or the letter of a kelurahan; nothing typed becomes a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kentongan.notifications.texts import LANGUAGES, NO_OWN, Own, Value, Written, filled, kept_ending

# language -> name -> (title, paragraphs)
TEXTS: Mapping[str, Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "id": {
        "report_link": (
            "Tautan ke laporan Anda",
            (
                "Seseorang, semoga Anda, meminta daftar laporan yang memakai alamat surel ini.",
                "Buka daftar laporan: {link}",
                "Tautan berlaku {minutes} menit dan hanya sekali. Bila bukan Anda yang meminta, abaikan pesan ini.",
            ),
        ),
        "follow_confirm": (
            "Setujui: kabar Kelurahan {area}",
            (
                "Seseorang, semoga Anda, ingin menerima kabar laporan dan tanggapan di Kelurahan {area} lewat surel.",
                "Setujui di sini: {link}",
                "Tanpa persetujuan tidak ada yang dikirim, dan alamat ini dihapus setelah tujuh hari.",
            ),
        ),
    },
    "en": {
        "report_link": (
            "The link to your reports",
            (
                "Somebody, hopefully you, asked for the list of reports that name this e-mail address.",
                "Open the list: {link}",
                "The link holds for {minutes} minutes and works once. If it was not you, ignore this message.",
            ),
        ),
        "follow_confirm": (
            "Confirm: letters of Kelurahan {area}",
            (
                "Somebody, hopefully you, wants to get what is reported and answered in Kelurahan {area} by e-mail.",
                "Confirm it: {link}",
                "Without that nothing is sent, and the address is forgotten after seven days.",
            ),
        ),
    },
}
NAMES = frozenset(TEXTS["id"])


@dataclass(frozen=True, slots=True)
class LetterWords:
    """How a language says the letter of a kelurahan."""

    title: str
    opening: str
    new: str
    older: str
    answered: str
    more: str
    stop: str


LETTERS: Mapping[str, LetterWords] = {
    "id": LetterWords(
        "Kabar Kelurahan {area}",
        "Yang terbit dan dijawab di Kelurahan {area} sejak {since}:",
        "Baru: “{%(t)s}”\n{%(l)s}",
        "Dijawab: “{%(t)s}”\nTanggapan: {%(a)s}\n{%(l)s}",
        "Baru: “{%(t)s}”\nTanggapan: {%(a)s}\n{%(l)s}",
        "Dan {more} laporan lain: {list}",
        "Tidak ingin kabar ini lagi? {stop}",
    ),
    "en": LetterWords(
        "News of Kelurahan {area}",
        "Published and answered in Kelurahan {area} since {since}:",
        "New: “{%(t)s}”\n{%(l)s}",
        "Answered: “{%(t)s}”\nAnswer: {%(a)s}\n{%(l)s}",
        "New: “{%(t)s}”\nAnswer: {%(a)s}\n{%(l)s}",
        "And {more} more: {list}",
        "No more of these letters? {stop}",
    ),
}


def write_letter(
    language: str,
    items: Sequence[tuple[str, str, bool, str]],
    *,
    area: str,
    since: date,
    more: int,
    city: str,
    links: Mapping[str, str],
) -> Written:
    """The letter of a kelurahan. `items`: title, answer (may be empty), whether it is new, its address."""
    language = language if language in LETTERS else "id"
    said, wording = LETTERS[language], LANGUAGES[language]
    values: dict[str, Value] = {"area": area, "since": since, "more": str(more) if more else "", "city": city}
    own, parts = dict(links), [said.opening]
    for n, (title, answer, is_new, address) in enumerate(items):
        names = {"t": f"title{n}", "a": f"answer{n}", "l": f"link{n}"}
        values |= {names["t"]: title, names["a"]: answer}
        own[names["l"]] = address
        parts.append((said.answered if answer else said.new) % names if is_new else said.older % names)
    _follow, *closing = wording.closing
    return filled(said.title, (*parts, said.more, said.stop, *closing), values, wording, links=own)


def write(
    name: str,
    language: str,
    values: Mapping[str, Value],
    *,
    city: str,
    links: Mapping[str, str],
    own: Own = NO_OWN,
) -> Written:
    """The text in the asker's language (Indonesian where it is not ours), ended as reporters' texts are."""
    language = language if language in TEXTS else "id"
    wording = LANGUAGES[language]
    title, parts = own.get((name, language)) or TEXTS[language][name]
    closing = kept_ending(language, own)
    return filled(title, (*parts, *closing), {**values, "city": city}, wording, links=links)
