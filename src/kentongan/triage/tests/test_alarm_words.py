"""Emergency words alarm where someone is in danger and stay quiet on complaints."""

import json
import os
from pathlib import Path

import pytest

from kentongan.triage.alarm_words import found

ROOT = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("KENTONGAN_SHARED") or ROOT.parent / "shared")

IN_DANGER = [
    ("Tolong, ada kebakaran di pasar Setono Betek", "kebakaran"),
    ("KEBAKARANNN!! rumah tetangga saya", "kebakaran"),
    ("kebakran di gang 3", "kebakaran"),
    ("omahe tanggaku kobongan, tulung", "kebakaran"),
    ("my neighbour's house on fire", "kebakaran"),
    ("rumah pak RT terbakar api sudah membesar", "terbakar"),
    ("tabung gas meledak di warung", "ledakan"),
    ("bau menyengat, gas elpiji bocor", "gas bocor"),
    ("Ada kecelakaan di perempatan Semampir, dua motor", "kecelakaan"),
    ("tabrakan parah depan stasiun", "tabrakan"),
    ("anak saya tertabrak mobil", "tabrakan"),
    ("bapak saya pingsan di kamar mandi", "pingsan"),
    ("simbah semaput nang latar", "pingsan"),
    ("ayah kena serangan jantung", "serangan jantung"),
    ("bayi saya kejang", "kejang"),
    ("ibu hamil mau melahirkan, ketuban sudah pecah", "melahirkan"),
    ("bojoku arep babaran", "melahirkan"),
    ("anak tenggelam di Sungai Brantas", "tenggelam"),
    ("bocah kelelep nang kali", "tenggelam"),
    ("ditemukan mayat di bawah jembatan", "orang meninggal"),
    ("ada orang mau bunuh diri di jembatan lama", "gantung diri"),
    ("perampokan di minimarket Jalan Dhoho", "perampokan"),
    ("saya barusan dibegal", "begal"),
    ("ada maling masuk rumah", "maling"),
    ("suami saya ngamuk, saya dipukuli", "KDRT"),
    ("tetangga KDRT sekarang, tolong", "KDRT"),
    ("tanah longsor menutup jalan", "longsor"),
    ("banjir bandang di Mojoroto", "banjir bandang"),
    ("gempa bumi barusan", "gempa"),
    ("tembok sekolah ambruk menimpa anak", "bangunan roboh"),
    ("kabel listrik putus di tengah jalan", "kabel putus"),
    ("ular masuk rumah", "ular masuk rumah"),
    ("ono ulo mlebu omah", "ular masuk rumah"),
    ("orang gila ngamuk bawa parang", "orang mengamuk"),
    ("anak terjebak di lift", "terjebak"),
    ("butuh ambulans segera", "ambulans"),
    ("tolong tolong tolong", "minta tolong"),
    ("saya takut, ada perampokan di rumah sebelah", "perampokan"),
]

COMPLAINTS = [
    "Lampu jalan mati sejak seminggu, jalan gelap dan rawan kecelakaan",
    "Mohon pohon dipangkas agar tidak terjadi kecelakaan",
    "Kapan lowongan pemadam kebakaran dibuka?",
    "Mobil pemadam kebakaran kantor parkir di trotoar",
    "Mohon penyuluhan kebakaran untuk warga RW 5",
    "Tidak ada korban tenggelam di kolam itu, hanya pagarnya rusak",
    "Rumah saya kena kebakaran tahun lalu, bantuan belum turun",
    "Kalau ada kebakaran mobil damkar tidak bisa lewat",
    "Jalan berlubang di depan pasar, berpotensi kecelakaan",
    "Sampah menumpuk, baunya tidak enak",
    "Sering terjadi kecelakaan di tikungan itu",
    "I want to complain about the rubbish in my street",
    "Tolong perbaiki jalan, tolong juga lampunya",
    "Layanan KTP lambat, saya sudah menunggu dua bulan",
    "Apa syarat pendaftaran sekolah negeri?",
    "",
]


@pytest.mark.parametrize(("text", "label"), IN_DANGER)
def test_a_call_for_help_is_heard(text: str, label: str) -> None:
    assert label in found(text)


@pytest.mark.parametrize("text", COMPLAINTS)
def test_a_complaint_does_not_alarm(text: str) -> None:
    assert found(text) == ()


def test_each_danger_is_named_once() -> None:
    assert found("kebakaran! kebakaran! ada kebakaran dan orang pingsan") == ("kebakaran", "pingsan")


def test_a_word_inside_another_word_is_not_that_word() -> None:
    assert found("kelindungan lindungi begalan2an apian") == ()


def test_real_complaints_seldom_alarm() -> None:
    path = SHARED / "data" / "complaints_dev.jsonl"
    if not path.exists():
        pytest.skip(f"no real complaint texts: {path} is absent")
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    alarms = sum(bool(found(text)) for text in texts)
    assert alarms / len(texts) <= 0.04
