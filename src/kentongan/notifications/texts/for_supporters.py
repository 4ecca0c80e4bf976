"""What those are told who support a public report: its title, what was done, where to read on, how to hear no more."""

from collections.abc import Mapping

from kentongan.notifications.texts import LANGUAGES, NO_OWN, Own, Written, filled, kept_ending

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
_WAYS: Mapping[str, tuple[str, str]] = {
    "id": ("Baca selengkapnya: {link}", "Tidak ingin kabar lagi? {stop}"),
    "en": ("Read on: {link}", "No more news? {stop}"),
}


def write(
    name: str, language: str, *, subject: str, agency: str, city: str, link: str, stop: str, own: Own = NO_OWN
) -> Written:
    """The text in the supporter's language (Indonesian where it is not ours), ended as reporters' texts are."""
    language = language if language in TEXTS else "id"
    wording, (title, sentence) = LANGUAGES[language], TEXTS[language][name]
    title, sentences = own.get((name, language)) or (title, (sentence,))
    values = {"subject": subject, "agency": agency or city, "city": city}
    parts = ("“{subject}”", *sentences, *_WAYS[language], *kept_ending(language, own))
    return filled(title, parts, values, wording, links={"link": link, "stop": stop})
