"""What those are told who support a public report: its title, what was done, where to read on, how to hear no more."""

import re
from collections.abc import Mapping

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S*", re.IGNORECASE)
_LONGEST = 200

# language -> what happened -> (title, sentence)
TEXTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "id": {
        "support_received": (
            "Dukungan Anda tercatat",
            "Terima kasih. Kami mengabari Anda bila ada perkembangan.",
        ),
        "support_routed": ("Laporan yang Anda dukung diteruskan", "Laporan diteruskan kepada {agency}."),
        "support_followed_up": ("Laporan yang Anda dukung ditindaklanjuti", "{agency} menindaklanjuti laporan ini."),
        "support_answered": ("Laporan yang Anda dukung dijawab", "{agency} memberi tanggapan atas laporan ini."),
        "support_referred": ("Laporan yang Anda dukung diteruskan", "Laporan diteruskan ke instansi di luar kota."),
        "support_closed": ("Laporan yang Anda dukung selesai", "Laporan ini dinyatakan selesai."),
    },
    "en": {
        "support_received": ("Your support is noted", "Thank you. We tell you when something happens."),
        "support_routed": ("The report you support was passed on", "The report was passed on to {agency}."),
        "support_followed_up": ("The report you support is acted on", "{agency} acts on this report."),
        "support_answered": ("The report you support was answered", "{agency} answered this report."),
        "support_referred": ("The report you support was passed on", "The report was passed on outside the city."),
        "support_closed": ("The report you support is solved", "This report is closed as solved."),
    },
}
NAMES = frozenset(TEXTS["id"])
_CLOSING: Mapping[str, tuple[str, ...]] = {
    "id": (
        "Baca selengkapnya: {link}",
        "Tidak ingin kabar lagi? {stop}",
        "Jika darurat telepon 112.",
        "Pesan ini dibuat otomatis oleh layanan pengaduan {city}. Balasan ke alamat ini tidak terbaca.",
    ),
    "en": (
        "Read on: {link}",
        "No more news? {stop}",
        "In an emergency call 112.",
        "This message was made by the complaint service of {city}. Nobody reads answers to this address.",
    ),
}


def write(name: str, language: str, *, subject: str, agency: str, city: str, link: str, stop: str) -> tuple[str, str]:
    """Title and body. `subject` and `agency` are one line each, without addresses: nothing typed becomes a link."""
    language = language if language in TEXTS else "id"
    title, sentence = TEXTS[language][name]
    values = {"agency": _plain(agency) or _plain(city), "city": _plain(city), "link": link, "stop": stop}
    parts = (f"“{_plain(subject)}”", sentence.format_map(values), *(p.format_map(values) for p in _CLOSING[language]))
    return title, "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(_ADDRESS.sub("", shown).split())[:_LONGEST]
