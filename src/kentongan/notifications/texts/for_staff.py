"""What is written to those who work here: a title and paragraphs by name and language. Pure."""

from collections.abc import Mapping

from kentongan.notifications.texts import LANGUAGES, NO_OWN, Own, Value, Written, filled

_CLOSING = {
    "id": "Pesan ini dibuat otomatis oleh Kentongan, {city}. Balasan ke alamat ini tidak terbaca.",
    "en": "This message was made by Kentongan, {city}. Replies to this address are not read.",
}

TEXTS: Mapping[str, Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "id": {
        "new_device": (
            "Akun Anda dipakai masuk dari peranti baru",
            (
                "Akun {username} masuk pada {at} dari peranti yang belum pernah dipakai.",
                "Peranti: {device}",
                "Alamat jaringan (disingkat): {place}",
                "Jika itu Anda, tidak ada yang perlu dilakukan. Jika bukan: buka Sesi saya, akhiri sesi itu, ganti kata"
                " sandi, dan beri tahu administrator.",
            ),
        ),
        "mentioned": (
            "Anda disebut dalam catatan internal aduan {code}",
            (
                "Seorang rekan menyebut Anda dalam catatan internal pada aduan {code}.",
                "Isinya tidak dikirim lewat surel. Buka Kentongan, menu Sebutan.",
            ),
        ),
        "breach_entered": (
            "Kegagalan pelindungan data {number} dicatat",
            (
                "Kegagalan pelindungan data pribadi {number} masuk ke register.",
                "Lembaga dan orang yang terdampak harus diberi tahu secara tertulis paling lambat {due_at}.",
                "Buka Kentongan, menu Kegagalan data, untuk suratnya.",
            ),
        ),
        "breach_reminded": (
            "Batas 3 x 24 jam: {number}",
            (
                "Kegagalan pelindungan data pribadi {number} belum diberitahukan kepada semua pihak.",
                "Batasnya {due_at}.",
                "Buka Kentongan, menu Kegagalan data, cetak suratnya, dan catat kapan disampaikan.",
            ),
        ),
    },
    "en": {
        "new_device": (
            "Your account was signed in to from a new device",
            (
                "The account {username} was signed in to on {at} from a device not used before.",
                "Device: {device}",
                "Network address (shortened): {place}",
                "If it was you, there is nothing to do. If not: open My sessions, end that session, change your"
                " password, and tell the administrator.",
            ),
        ),
        "mentioned": (
            "You are mentioned in an internal note on case {code}",
            (
                "A colleague mentions you in an internal note on case {code}.",
                "What it says is not sent by e-mail. Open Kentongan, Mentions.",
            ),
        ),
        "breach_entered": (
            "Breach {number} was entered",
            (
                "The failure of protecting personal data {number} is in the register.",
                "The authority and the persons concerned must be told in writing by {due_at}.",
                "Open Kentongan, Breaches, for its letters.",
            ),
        ),
        "breach_reminded": (
            "Limit of 3 x 24 hours: {number}",
            (
                "Not everyone was told of the failure of protecting personal data {number}.",
                "The limit is {due_at}.",
                "Open Kentongan, Breaches, print its letter, and note when it was handed over.",
            ),
        ),
    },
}


def write(name: str, language: str, values: Mapping[str, Value], *, city: str, own: Own = NO_OWN) -> Written:
    """The text in the user's language (Indonesian where it is not ours); a paragraph without its value is left out."""
    language = language if language in TEXTS else "id"
    title, paragraphs = own.get((name, language)) or TEXTS[language][name]
    return filled(title, (*paragraphs, _CLOSING[language]), {**values, "city": city}, LANGUAGES[language])
