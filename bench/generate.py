"""A city's years of complaints, made up: many cases, nearly all of them over, words as frequent as in a language.

`fill(1_000_000)` fills the database of DATABASE_URL (a migrated one), after `django.setup()`.
"""

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from kentongan.agencies.models import Agency
from kentongan.cases import search
from kentongan.cases.models import Case, Category
from kentongan.core.ids import ALPHABET
from kentongan.places.models import Area

END = datetime(2026, 11, 24, 3, tzinfo=UTC)
YEARS = 6
OPEN_SHARE = 0.02
COMMON = """
yang di dan ada jalan tidak sudah untuk ini mohon rusak dari ke dengan lampu air warga saya kami tolong depan
sampah belum segera karena sangat dekat pada juga itu perbaikan lagi bisa rumah sekolah pasar banjir saluran
mati hari malam pagi hujan lubang kota anak dalam pohon tumbang parkir liar macet bau selokan mampet trotoar
jembatan bansos petugas kantor pelayanan antre lama kartu keluarga gratis bantuan terdaftar puskesmas obat
guru seragam pungutan kelas angkutan merah simpang rawan kecelakaan motor truk debu bising tetangga anjing
kucing sungai tepi taman kabel tiang listrik padam gang sempit pipa bocor keruh meteran tagihan izin usaha
warung pedagang dibongkar aspal
"""
CONSONANTS, ENDS = "bcdghjklmnprstw", ("a", "i", "u", "e", "o", "an", "ang", "ar")
SYLLABLES = [begin + end for begin in CONSONANTS for end in ENDS]
CHANNELS = ("web", "web", "whatsapp", "whatsapp", "sms", "phone", "lapor", "walk_in")
CASE_COLUMNS = """
id number state title classification category_id channel area_id district_id place_text lat lon cell is_outside
neighbour road_class is_anonymous is_confidential verified_at received_at received_at_is_estimated routed_at
first_follow_up_at answered_at closed_at closed_by replied_at postponed_at archive_reason tags lead_id returns
report_count due_at due_stage head_seq head_hash
"""
BATCH = 20_000


@dataclass(frozen=True)
class City:
    """What the rows refer to."""

    areas: list[tuple[str, str]]  # village, district
    categories: list[str]
    agencies: list[int]


def vocabulary(size: int = 60_000, seed: int = 1) -> list[str]:
    """Words from the most to the least frequent: the first hundred are real, the rest made of syllables."""
    chance = random.Random(seed)
    found = dict.fromkeys(COMMON.split())
    while len(found) < size:
        found.setdefault("".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3, 3, 4)))))
    return list(found)


def frequencies(size: int) -> list[float]:
    """Zipf's: the n-th word is as likely as 1 / (n + 2.7). Cumulative, for `random.choices`."""
    return list(itertools.accumulate(1 / (rank + 2.7) for rank in range(1, size + 1)))


def city() -> City:
    """The areas, categories and agencies there are; a small invented city where there are none."""
    if not Area.objects.filter(level="village").exists():
        for d in range(1, 4):
            district = Area.objects.create(code=f"00.00.0{d}", name=f"Kecamatan {d}", level="district", lat=0, lon=0)
            for v in range(1, 16):
                code = f"{district.code}.{1000 + v}"
                Area.objects.create(code=code, name=f"Kelurahan {v}", level="village", parent=district, lat=0, lon=0)
    if not Category.objects.exists():
        for n in range(24):
            Category.objects.create(code=f"kategori-{n}", name=f"Kategori {n}", name_en=f"Category {n}")
    if not Agency.objects.exists():
        for n in range(30):
            Agency.objects.create(code=f"opd-{n}", name=f"Dinas {n}", short_name=f"D{n}", kind="department")
    villages = Area.objects.filter(level="village").order_by("code").values_list("code", "parent")
    return City(
        [(village, str(district)) for village, district in villages],
        list(Category.objects.filter(is_sensitive=False).order_by("code").values_list("code", flat=True)),
        list(Agency.objects.order_by("pk").values_list("pk", flat=True)),
    )


def _state(chance: random.Random, age: float) -> str:
    """Nearly all are over; what is open is young. `age` runs from 0 (now) to 1."""
    if chance.random() < min(1.0, OPEN_SHARE * 9 * max(0.0, 1 - age * 1.4) ** 8 + 0.0001):
        states = ("received", "routed", "in_progress", "answered", "postponed", "referred")
        return chance.choices(states, (18, 22, 38, 12, 4, 6))[0]
    return "closed" if chance.random() < 0.88 else "archived"


def rows(count: int, first: int, place: City, seed: int = 1) -> Iterator[tuple[dict[str, Any], str, list[int]]]:
    """Case columns by name, the text, and the agencies that have a part (the lead first)."""
    chance = random.Random(seed)
    known = vocabulary(seed=seed)
    weights = frequencies(len(known))
    rank = frequencies(max(len(place.agencies), len(place.categories), len(place.areas)))
    step = timedelta(days=365 * YEARS) / count
    for n in range(count):
        picked = chance.choices(known, cum_weights=weights, k=chance.randint(12, 60))
        received = END - step * (count - n)
        state = _state(chance, 1 - n / count)
        agencies: list[int] = []
        if state not in {"received", "postponed"}:
            drawn = chance.choices(
                place.agencies, cum_weights=rank[: len(place.agencies)], k=chance.choice((1, 1, 1, 2))
            )
            agencies = list(dict.fromkeys(drawn))
        yield _case(chance, first + n, received, state, picked, place, rank, agencies), " ".join(picked), agencies


def _case(
    chance: random.Random,
    case_id: int,
    received: datetime,
    state: str,
    picked: list[str],
    place: City,
    rank: list[float],
    agencies: list[int],
) -> dict[str, Any]:
    village, district = chance.choices(place.areas, cum_weights=rank[: len(place.areas)])[0]
    is_over = state in {"closed", "archived"}
    verified = received + timedelta(hours=9) if agencies or (state == "received" and chance.random() < 0.2) else None
    followed = received + timedelta(days=2) if state in {"in_progress", "answered", "closed"} else None
    return {
        "id": case_id,
        "number": f"BCH-{_signs(case_id)}",
        "state": state,
        "title": " ".join(picked[:6]).capitalize(),
        "classification": chance.choices(("unsupervised", "supervised", "aspiration", "information"), (80, 2, 8, 10))[
            0
        ],
        "category_id": chance.choices(place.categories, cum_weights=rank[: len(place.categories)])[0],
        "channel": chance.choice(CHANNELS),
        "area_id": village,
        "district_id": district,
        "place_text": "Jl. " + picked[-1].capitalize(),
        "lat": -7.8 + chance.random() / 10,
        "lon": 112.0 + chance.random() / 10,
        "cell": None,
        "is_outside": False,
        "neighbour": "",
        "road_class": "",
        "is_anonymous": chance.random() < 0.1,
        "is_confidential": chance.random() < 0.03,
        "verified_at": verified,
        "received_at": received,
        "received_at_is_estimated": False,
        "routed_at": received + timedelta(hours=10) if agencies else None,
        "first_follow_up_at": followed,
        "answered_at": received + timedelta(days=4) if state in {"answered", "closed"} else None,
        "closed_at": received + timedelta(days=9) if state == "closed" else None,
        "closed_by": "system" if state == "closed" else "",
        "replied_at": received + timedelta(days=5) if state == "in_progress" and chance.random() < 0.1 else None,
        "postponed_at": received + timedelta(days=1) if state == "postponed" else None,
        "archive_reason": "not_relevant" if state == "archived" else "",
        "tags": "[]",
        "lead_id": agencies[0] if agencies else None,
        "returns": 1 if chance.random() < 0.02 else 0,
        "report_count": chance.choices((1, 2, 3, 6), (90, 6, 3, 1))[0],
        "due_at": None if is_over else received + timedelta(days=chance.choice((3, 5, 14, 20))),
        "due_stage": "" if is_over else "resolve",
        "head_seq": 5,
        "head_hash": b"",
    }


def _signs(number: int) -> str:
    signs = "".join(ALPHABET[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{signs[:4]}-{signs[4:]}"


def fill(count: int, *, seed: int = 1) -> None:
    """Write `count` cases with text, parties and reports. The search index is built at the end, which is faster."""
    newest = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    place = city()
    with connection.cursor() as cursor:
        cursor.execute("select indexdef from pg_indexes where indexname = 'cases_casetext_terms'")
        definition = cursor.fetchone()[0]
        cursor.execute("drop index cases_casetext_terms")
        made = rows(count, newest + 1, place, seed)
        while batch := list(itertools.islice(made, BATCH)):
            _copy(cursor, batch)
        cursor.execute("set maintenance_work_mem = '512MB'")
        cursor.execute(definition)
        for table in ("case", "report"):
            cursor.execute(
                f"select setval(pg_get_serial_sequence('cases_{table}', 'id'), (select max(id) from cases_{table}))"
            )
        cursor.execute("vacuum analyze")


def _copy(cursor: Any, batch: list[tuple[dict[str, Any], str, list[int]]]) -> None:
    with cursor.copy(f"copy cases_case ({', '.join(CASE_COLUMNS.split())}) from stdin") as copy:
        for case, _, _ in batch:
            copy.write_row([case[name] for name in CASE_COLUMNS.split()])
    with cursor.copy("copy cases_casetext (case_id, text, is_edited, terms) from stdin") as copy:
        for case, text, agencies in batch:
            copy.write_row((case["id"], text, False, _vector(case, text, agencies)))
    with cursor.copy(
        "copy cases_caseparty (case_id, agency_id, role, note, passage, reason, shares_identity, since, first_seq, "
        "case_state, case_received_at, due_at) from stdin"
    ) as copy:
        for case, _, agencies in batch:
            for agency in agencies:
                role = "lead" if agency == agencies[0] else "support"
                beginning = (case["id"], agency, role, "", "", "", False, case["routed_at"], 3)
                copy.write_row((*beginning, case["state"], case["received_at"], case["due_at"]))
    with cursor.copy(
        "copy cases_report (code, case_id, client, external_id, channel, is_anonymous, is_confidential, wants_news, "
        "language, received_at, recorded_at, pin_failures) from stdin"
    ) as copy:
        for case, _, _ in batch:
            known_as = (case["number"], case["id"], "bench", str(case["id"]), case["channel"])
            flags = (case["is_anonymous"], case["is_confidential"])
            copy.write_row((*known_as, *flags, False, "id", case["received_at"], case["received_at"], 0))


def _vector(case: dict[str, Any], text: str, agencies: list[int]) -> str:
    """The terms in the text form of a tsvector."""
    terms = search.terms_of(
        case["id"],
        case["title"],
        text,
        agencies,
        place=case["place_text"],
        area=case["area_id"],
        category=case["category_id"],
        is_open=case["state"] not in {"closed", "archived"},
        is_public=case["verified_at"] is not None and not case["is_confidential"],
    )
    return " ".join(f"'{term}'" for term in terms if re.fullmatch(r"[\w:@.-]+", term))
