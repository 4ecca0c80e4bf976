"""Which column is which of our fields, and which of their words means which of ours. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

FIELDS = (
    "external_id",
    "title",
    "text",
    "edited",
    "received_on",
    "received_time",
    "occurred_on",
    "classification",
    "category",
    "state",
    "reason",
    "place_text",
    "village",
    "district",
    "area",
    "lat",
    "lon",
    "agency",
    "name",
    "contact",
    "phone",
    "email",
    "flags",
    "is_anonymous",
    "is_confidential",
    "answer",
    "answered_on",
    "closed_on",
    "tags",
    "channel",
)
NEEDED = ("external_id", "text", "received_on")
WITH_WORDS = ("state", "classification", "category", "agency", "channel")
MOST_WORDS = 300  # different ones in a column: more, and it is another column
STATES = (
    "received",
    "routed",
    "in_progress",
    "answered",
    "closed",
    "closed_by_system",
    "closed_by_reporter",
    "archived",
    "referred",
)
CLASSIFICATIONS = ("supervised", "unsupervised", "aspiration", "information")
CHANNELS = ("web", "phone", "counter", "letter", "whatsapp", "sms", "instagram", "lapor", "partner", "import")
KEPT = ""  # their word stays as text beside the case


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """A mapping. `columns`: field → heading. `words`: field → their word → ours (`KEPT`: stays text).

    `order` of days written in numbers alone; `default_state` of rows that tell none.
    """

    columns: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    order: str = "dmy"
    default_state: str = "received"


@dataclass(frozen=True, slots=True)
class Ours:
    """What this city has. `categories`: every name → code; `agencies`: every name → id; names are folded.

    `villages`: (kecamatan, kelurahan) → code.
    """

    categories: Mapping[str, str]
    agencies: Mapping[str, int]
    villages: Mapping[tuple[str, str], str] = field(default_factory=dict)
    districts: frozenset[str] = frozenset()


LAPOR = Plan(
    columns={
        "external_id": "Tracking ID",
        "received_on": "Tanggal Laporan Masuk",
        "received_time": "Waktu Laporan Masuk",
        "name": "Nama Pelapor",
        "classification": "Klasifikasi Laporan",
        "category": "Kategori",
        "title": "Judul Laporan",
        "text": "Isi Laporan Awal",
        "edited": "Isi Laporan Akhir",
        "flags": "Tipe Laporan (Anonim/Rahasia)",
        "channel": "Sumber Laporan",
        "agency": "Instansi Terdisposisi",
        "state": "Status Laporan",
        "reason": "Alasan Tunda/Arsip",
        "district": "Kecamatan",
        "village": "Kelurahan",
    }
)
READY: Mapping[str, Plan] = {"lapor": LAPOR}

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "external_id": (
        "id",
        "nomor",
        "no tiket",
        "nomor tiket",
        "tiket",
        "kode",
        "nomor laporan",
        "no laporan",
        "no aduan",
    ),
    "title": ("judul", "subjek", "perihal", "title", "subject", "judul aduan"),
    "text": ("isi", "isi aduan", "isi laporan", "aduan", "laporan", "uraian", "keluhan", "deskripsi", "text", "pesan"),
    "edited": ("isi akhir", "isi setelah verifikasi"),
    "received_on": ("tanggal", "tgl", "tanggal masuk", "tanggal lapor", "tanggal aduan", "waktu lapor", "created at"),
    "received_time": ("jam", "waktu", "pukul", "jam masuk", "jam lapor"),
    "occurred_on": ("tanggal kejadian",),
    "classification": ("klasifikasi", "jenis laporan", "jenis aduan"),
    "category": ("kategori", "topik", "category", "bidang", "kategori aduan"),
    "state": ("status", "keadaan", "status aduan"),
    "reason": ("alasan",),
    "place_text": ("lokasi", "alamat kejadian", "alamat lokasi", "tempat", "alamat", "lokasi kejadian"),
    "village": ("kelurahan", "desa", "kelurahan/desa", "desa/kelurahan"),
    "district": ("kecamatan",),
    "area": ("kode wilayah", "kode kelurahan"),
    "lat": ("lat", "latitude", "lintang"),
    "lon": ("lon", "lng", "long", "longitude", "bujur"),
    "agency": ("opd", "instansi", "dinas", "skpd", "agency", "opd tujuan", "instansi tujuan"),
    "name": ("nama", "pelapor", "nama pengadu", "pengadu", "name"),
    "contact": ("kontak", "kontak pelapor", "contact"),
    "phone": ("telepon", "no hp", "hp", "nomor hp", "no telepon", "no telp", "whatsapp", "phone", "nomor telepon"),
    "email": ("email", "e-mail", "surel"),
    "is_anonymous": ("anonim", "anonymous"),
    "is_confidential": ("rahasia", "confidential"),
    "answer": ("tanggapan", "jawaban", "tindak lanjut", "answer", "respon", "balasan"),
    "answered_on": ("tanggal tanggapan", "tanggal jawab", "tanggal tindak lanjut", "responded at"),
    "closed_on": ("selesai", "tanggal selesai", "tanggal ditutup", "closed at"),
    "tags": ("tag", "tags", "label"),
    "channel": ("kanal", "sumber", "media", "channel"),
}
_STATES: Mapping[str, str] = {
    "belum terverifikasi": "received",
    "baru": "received",
    "menunggu": "received",
    "diterima": "received",
    "ditunda": "received",
    "tertunda": "received",
    "ditunda oleh admin": "received",
    "open": "received",
    "new": "received",
    "belum ditindaklanjuti": "routed",
    "disposisi": "routed",
    "terdisposisi": "routed",
    "didisposisikan": "routed",
    "diteruskan": "routed",
    "proses": "in_progress",
    "diproses": "in_progress",
    "dalam proses": "in_progress",
    "sedang diproses": "in_progress",
    "ditindaklanjuti": "in_progress",
    "ditanggapi oleh pelapor": "in_progress",
    "in progress": "in_progress",
    "sudah ditanggapi": "answered",
    "dijawab": "answered",
    "ditanggapi": "answered",
    "selesai": "closed",
    "tutup": "closed",
    "ditutup": "closed",
    "closed": "closed",
    "done": "closed",
    "ditutup oleh admin": "closed",
    "ditutup oleh sistem": "closed_by_system",
    "ditutup oleh pelapor": "closed_by_reporter",
    "diarsipkan": "archived",
    "arsip": "archived",
    "diarsipkan oleh admin": "archived",
    "diarsipkan oleh sistem": "archived",
    "ditolak": "archived",
    "diteruskan ke luar": "referred",
}
_CLASSES: Mapping[str, str] = {
    "pengaduan berkadar pengawasan": "supervised",
    "berkadar pengawasan": "supervised",
    "whistle blowing system": "supervised",
    "pengaduan": "unsupervised",
    "pengaduan tidak berkadar pengawasan": "unsupervised",
    "tidak berkadar pengawasan": "unsupervised",
    "keluhan": "unsupervised",
    "aspirasi": "aspiration",
    "saran": "aspiration",
    "permintaan informasi": "information",
    "informasi": "information",
}
_CHANNELS: Mapping[str, str] = {
    "website": "web",
    "web": "web",
    "situs": "web",
    "aplikasi": "web",
    "telepon": "phone",
    "call center": "phone",
    "112": "phone",
    "loket": "counter",
    "tatap muka": "counter",
    "datang langsung": "counter",
    "surat": "letter",
    "whatsapp": "whatsapp",
    "wa": "whatsapp",
    "sms": "sms",
    "sms 1708": "sms",
    "instagram": "instagram",
    "ig": "instagram",
    "lapor": "lapor",
    "lapor!": "lapor",
    "sp4n-lapor!": "lapor",
    "sp4n lapor": "lapor",
}


def folded(word: str) -> str:
    """A word as it is compared: small letters, one space between."""
    return re.sub(r"\s+", " ", word.strip()).casefold()


def _heading(name: str) -> str:
    return re.sub(r"[\s_.:*]+", " ", name).strip().casefold()


def guessed(headings: Sequence[str], base: Plan | None = None) -> Plan:
    """The mapping of `base` as far as these headings bear it, and what the headings themselves say of the rest."""
    known = {_heading(name): name for name in headings}
    start = base or (LAPOR if _heading("Tracking ID") in known else Plan())
    columns = {f: known[_heading(name)] for f, name in start.columns.items() if _heading(name) in known}
    if base is None:
        for name, likely in _HEADINGS.items():
            free = {h: told for h, told in known.items() if told not in columns.values()}
            found = next((free[word] for word in (_heading(name), *likely) if word in free), None)
            if name not in columns and found:
                columns[name] = found
    return msgspec.structs.replace(start, columns={name: columns[name] for name in FIELDS if name in columns})


def meaning(name: str, word: str, plan: Plan, ours: Ours) -> str:
    """Ours for their word of a field: as mapped, else as guessed; `KEPT` where it stays text."""
    mapped = {folded(theirs): own for theirs, own in plan.words.get(name, {}).items()}
    told = folded(word)
    return mapped[told] if told in mapped else likely(name, told, ours)


def likely(name: str, word: str, ours: Ours) -> str:
    """What a word most likely means; `KEPT` where nothing is known of it."""
    told = folded(word)
    if name == "category":
        return ours.categories.get(told, ours.categories.get(re.sub(r"[^a-z0-9]+", "-", told).strip("-"), KEPT))
    if name == "agency":
        return str(ours.agencies.get(told, KEPT))
    tables: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
        "state": (_STATES, STATES),
        "classification": (_CLASSES, CLASSIFICATIONS),
        "channel": (_CHANNELS, CHANNELS),
    }
    table, own = tables[name]
    return told if told in own else table.get(told, KEPT)


def different(words: Iterable[str]) -> dict[str, int]:
    """The different words of a column, folded alike counted together, the most frequent first."""
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for word in words:
        if word.strip():
            key = first.setdefault(folded(word), word.strip())
            counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
