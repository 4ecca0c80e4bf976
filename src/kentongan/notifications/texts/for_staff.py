"""What is written to those who work here: a title and paragraphs by name and language. Pure."""

from collections.abc import Mapping

from kentongan.notifications.texts import LANGUAGES, Value, Written, filled

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
    },
}


def write(name: str, language: str, values: Mapping[str, Value], *, city: str) -> Written:
    """The text in the user's language (Indonesian where it is not ours); a paragraph without its value is left out."""
    language = language if language in TEXTS else "id"
    title, paragraphs = TEXTS[language][name]
    return filled(title, (*paragraphs, _CLOSING[language]), {**values, "city": city}, LANGUAGES[language])
