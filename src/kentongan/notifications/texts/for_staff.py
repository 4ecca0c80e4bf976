"""What is written to those who work here: a title and paragraphs by name and language. Pure."""

from collections.abc import Mapping

from kentongan.notifications.texts import LANGUAGES, NO_OWN, Own, Value, Written, filled

_CLOSING = {
    "id": "Pesan ini dibuat otomatis oleh Kentongan, {city}. Balasan ke alamat ini tidak terbaca.",
    "en": "This message was made by Kentongan, {city}. Replies to this address are not read.",
}

LISTED = 15  # agencies in the list of the day; the rest is on the screen
_AGENCIES = tuple(f"{{agency_{n}}}" for n in range(1, LISTED + 1))

_limits_id: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "limit_before": (
        "Tenggat {stage} {code} segera berakhir",
        ("Tenggat {stage} aduan {code} berakhir {due_at}.", "Buka Kentongan dan cari kode itu."),
    ),
    "limit_due": (
        "Hari ini berakhir: {stage} {code}",
        ("Tenggat {stage} aduan {code} berakhir hari ini, {due_at}.", "Buka Kentongan dan cari kode itu."),
    ),
    "limit_late": (
        "Lewat tenggat: {stage} {code}",
        (
            "Tenggat {stage} aduan {code} berakhir {due_at} dan belum dipenuhi.",
            "Tindak lanjuti sekarang; koordinator dan penyelia diberi tahu bila tetap terlambat.",
        ),
    ),
    "limit_coordinator": (
        "Masih lewat tenggat: {stage} {code}",
        ("Tenggat {stage} aduan {code} berakhir {due_at}. Instansinya sudah diingatkan.",),
    ),
    "overdue": (
        "Eskalasi: {code} lewat tenggat {stage}",
        (
            "Tenggat {stage} aduan {code} berakhir {due_at}. Petugas dan koordinator sudah diingatkan.",
            "Aduan ini ada pada antrean Dinaikkan ke penyelia.",
        ),
    ),
    "daily_list": (
        "Aduan lewat tenggat: {late}; berakhir hari ini: {today}",
        ("Keadaan {on}, menurut instansi yang memimpin:", *_AGENCIES, "Rinciannya pada Kentongan."),
    ),
}
_limits_en: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "limit_before": (
        "The limit of {stage} of {code} ends soon",
        ("The limit of {stage} of the case {code} ends {due_at}.", "Open Kentongan and look for that code."),
    ),
    "limit_due": (
        "Ends today: {stage} of {code}",
        ("The limit of {stage} of the case {code} ends today, {due_at}.", "Open Kentongan and look for that code."),
    ),
    "limit_late": (
        "Overdue: {stage} of {code}",
        (
            "The limit of {stage} of the case {code} ended {due_at} and was not kept.",
            "Act on it now; the coordinator and the supervisor are told if it stays overdue.",
        ),
    ),
    "limit_coordinator": (
        "Still overdue: {stage} of {code}",
        ("The limit of {stage} of the case {code} ended {due_at}. Its agency was reminded.",),
    ),
    "overdue": (
        "Escalation: {code} is overdue ({stage})",
        (
            "The limit of {stage} of the case {code} ended {due_at}. Officers and coordinator were reminded.",
            "The case is in the queue Escalated to the supervisor.",
        ),
    ),
    "daily_list": (
        "Overdue cases: {late}; ending today: {today}",
        ("On {on}, by leading agency:", *_AGENCIES, "Kentongan shows them one by one."),
    ),
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
        **_limits_id,
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
        **_limits_en,
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
