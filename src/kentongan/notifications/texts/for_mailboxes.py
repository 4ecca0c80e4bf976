"""What goes to a mailbox on its own asking: a link, and nothing else that could be clicked."""

from collections.abc import Mapping

from kentongan.notifications.texts import LANGUAGES, Value, Written, filled

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
    },
}
NAMES = frozenset(TEXTS["id"])


def write(name: str, language: str, values: Mapping[str, Value], *, city: str, links: Mapping[str, str]) -> Written:
    """The text in the asker's language (Indonesian where it is not ours), ended as reporters' texts are."""
    language = language if language in TEXTS else "id"
    wording, (title, parts) = LANGUAGES[language], TEXTS[language][name]
    _follow, *closing = wording.closing
    return filled(title, (*parts, *closing), {**values, "city": city}, wording, links=links)
