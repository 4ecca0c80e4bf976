"""A sheet of an older system is read as it comes: letters, separator, headings, days, places, words."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kentongan.core.errors import Refused
from kentongan.intake.importing import moments
from kentongan.intake.importing.lines import Line, Reader
from kentongan.intake.importing.mapping import LAPOR, Ours, Plan, different, guessed, likely
from kentongan.intake.importing.table import MOST_ROWS, Record, neutral, read_table

ZONE = ZoneInfo("Asia/Jakarta")
LAPOR_SHEET = (Path(__file__).parent / "sheets" / "lapor.csv").read_bytes()
OURS = Ours(
    categories={"kesehatan": "kesehatan", "jalan": "jalan"},
    agencies={"dinas kesehatan": 4, "dinas perhubungan": 7},
    villages={("mojoroto", "bandar lor"): "35.71.01.1001", ("pesantren", "ngronggo"): "35.71.03.1010"},
    districts=frozenset({"mojoroto", "pesantren", "kota"}),
)
TEXT = "Nomor;Tanggal;Isi\n1;3 Mei 2026;Lampu “gang” padam † mohon\n2;4 Mei 2026;Jalan rusak\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_the_letters_of_a_file_are_found(encoding: str, found: str) -> None:
    table = read_table(TEXT.encode(encoding))
    assert table.encoding == found
    assert table.headings == ("Nomor", "Tanggal", "Isi")
    assert table.records[0].cells[2] == "Lampu “gang” padam † mohon"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_also_where_others_stand_in_texts(separator: str) -> None:
    rows = [["No", "Isi", "Status"], ["1", 'Satu, dua; "tiga" | empat', "Selesai"], ["2", "Lima, enam", "Proses"]]
    text = "\n".join(separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows)
    table = read_table(text.encode())
    assert table.separator == separator
    assert [record.cells for record in table.records] == [tuple(row) for row in rows[1:]]


def test_the_headings_are_found_below_what_stands_above_them() -> None:
    table = read_table(
        b"Rekap aduan,,\n24 Nov 2026,,\n,,\nNo,Tanggal,Isi aduan\n1,3 Jan 2026,Lampu\n2,4 Jan 2026,Jalan\n"
    )
    assert table.headings == ("No", "Tanggal", "Isi aduan")
    assert [record.number for record in table.records] == [5, 6]


def test_lapors_headings_begin_with_tracking_id_wherever_they_stand() -> None:
    table = read_table(LAPOR_SHEET)
    assert table.headings[0] == "Tracking ID"
    assert len(table.records) == 6
    assert guessed(table.headings).columns == LAPOR.columns
    shuffled = tuple(reversed(table.headings))
    assert guessed(shuffled).columns == LAPOR.columns


def test_headings_that_stand_twice_or_are_empty_get_names_of_their_own() -> None:
    assert read_table(b"No,Isi,Isi,\n1,a,b,c\n2,d,e,f\n").headings == ("No", "Isi", "Isi (2)", "Kolom 4")


def test_a_text_of_several_lines_is_one_cell_and_empty_rows_are_none() -> None:
    table = read_table(b'No,Isi\r\n1,"baris satu\r\nbaris dua"\r\n,\r\n2,x\r\n')
    assert [record.cells for record in table.records] == [("1", "baris satu\nbaris dua"), ("2", "x")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "=1+1"),
        ("'=HYPERLINK(1)", "=HYPERLINK(1)"),
        ('="081100000047"', "081100000047"),
        ("'tanda kutip", "'tanda kutip"),
        (" a\x00b\u202e ", "ab"),
    ],
)
def test_a_cell_is_text_and_never_a_formula(cell: str, text: str) -> None:
    assert neutral(cell) == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04rest", "buku kerja Excel"),
        (b"\xd0\xcf\x11\xe0rest", "buku kerja Excel"),
        (b"", "tidak berisi baris"),
        (b"No,Isi\n", "tidak berisi baris"),
        (b"No,Isi\n" + b"1,x\n" * (MOST_ROWS + 1), "50,000"),
        (b"\xff\xfea", "tidak dapat dibaca"),
    ],
    ids=["xlsx", "xls", "empty", "headings only", "too many", "cut utf-16"],
)
def test_what_is_no_sheet_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_table(data)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("3 Jan 2026", date(2026, 1, 3)),
        ("3 Mei 2026", date(2026, 5, 3)),
        ("17 Agu 2026", date(2026, 8, 17)),
        ("5 Okt 2026", date(2026, 10, 5)),
        ("9 Des 2025", date(2025, 12, 9)),
        ("9 Dec 2025", date(2025, 12, 9)),
        ("3 May 2026", date(2026, 5, 3)),
        ("Senin, 31 Agustus 2026", date(2026, 8, 31)),
        ("Aug 3, 2026", date(2026, 8, 3)),
        ("03-Feb-26", date(2026, 2, 3)),
        ("3/1/2026", date(2026, 1, 3)),
        ("03.01.26", date(2026, 1, 3)),
        ("2026-01-03T09:15:00Z", date(2026, 1, 3)),
        ("2026/01/03", date(2026, 1, 3)),
        ("46025", date(2026, 1, 3)),
    ],
)
def test_days_are_read_as_people_write_them(told: str, day: date) -> None:
    assert moments.read_day(told) == day


@pytest.mark.parametrize("told", ["", "kemarin", "31 Feb 2026", "13/13/2026", "3 Foo 2026", "2026-13-01", "99999999"])
def test_what_is_no_day_is_none(told: str) -> None:
    with pytest.raises(moments.NoMoment):
        moments.read_day(told)


def test_the_order_of_a_day_in_numbers_is_chosen() -> None:
    assert moments.read_day("1/3/2026", "mdy") == date(2026, 1, 3)
    with pytest.raises(moments.NoMoment):
        moments.read_day("17/8/2026", "mdy")


@pytest.mark.parametrize(
    ("told", "time_text", "moment"),
    [
        ("3 Jan 2026", "", "2026-01-03T00:00:00+07:00"),
        ("3 Jan 2026", "09:15", "2026-01-03T09:15:00+07:00"),
        ("9 Des 2025", "11.45 WIB", "2025-12-09T11:45:00+07:00"),
        ("2026-01-03 14:05:09", "", "2026-01-03T14:05:09+07:00"),
        ("2026-01-03T02:15:00Z", "", "2026-01-03T02:15:00+00:00"),
        ("1/3/2026 2:05 PM", "", "2026-03-01T14:05:00+07:00"),
        ("46025,5", "", "2026-01-03T12:00:00+07:00"),
    ],
)
def test_moments_are_the_citys_where_they_name_no_zone(told: str, time_text: str, moment: str) -> None:
    found = moments.read_moment(told, time_text, order="dmy", zone=ZONE)
    assert found == datetime.fromisoformat(moment)


def test_headings_of_other_systems_are_recognised() -> None:
    plan = guessed(("No Tiket", "Tgl", "Uraian", "No. HP", "OPD", "Status", "Lintang", "Bujur"))
    assert plan.columns == {
        "external_id": "No Tiket",
        "text": "Uraian",
        "received_on": "Tgl",
        "state": "Status",
        "lat": "Lintang",
        "lon": "Bujur",
        "agency": "OPD",
        "phone": "No. HP",
    }


def test_a_saved_mapping_is_used_as_far_as_the_headings_bear_it() -> None:
    saved = Plan(columns={"text": "Keluhan", "title": "Hal"}, words={"state": {"Beres": "closed"}}, order="mdy")
    plan = guessed(("ID", "KELUHAN"), saved)
    assert (plan.columns, plan.words, plan.order) == ({"text": "KELUHAN"}, saved.words, "mdy")


def test_words_are_counted_together_however_they_are_written() -> None:
    assert different(["Selesai", "selesai ", "", "Proses"]) == {"Selesai": 2, "Proses": 1}


@pytest.mark.parametrize(
    ("name", "word", "means"),
    [
        ("state", "Ditutup oleh Sistem", "closed_by_system"),
        ("state", "Ditanggapi oleh Pelapor", "in_progress"),
        ("state", "Menunggu Sidang", ""),
        ("classification", "Pengaduan Berkadar Pengawasan", "supervised"),
        ("category", "KESEHATAN", "kesehatan"),
        ("category", "forkominda", ""),
        ("agency", "dinas  perhubungan", "7"),
        ("channel", "SMS 1708", "sms"),
    ],
)
def test_a_word_means_what_the_field_calls_so_and_nothing_where_it_is_unknown(name: str, word: str, means: str) -> None:
    assert likely(name, word, OURS) == means


def lines() -> list[Line]:
    table = read_table(LAPOR_SHEET)
    reader = Reader(table, guessed(table.headings), OURS, ZONE)
    return [reader.line(record) for record in table.records]


def test_lapors_rows_become_ours() -> None:
    closed, by_system, archived, replied, broken, waiting = lines()
    assert (closed.state, closed.lead, closed.area) == ("closed", 7, "35.71.01.1001")
    assert (closed.text, closed.edited) == ("Lampu di gang padam, hubungi 0811-0000-0047", "Lampu di gang padam")
    assert (by_system.state, by_system.is_confidential, by_system.channel) == ("closed_by_system", True, "sms")
    assert by_system.tags == ("Kategori Yang Tidak Dikenal", "OPD: Dinas Antah Berantah")
    assert (archived.state, archived.is_anonymous, archived.answer) == ("archived", True, "Masukan terlalu umum")
    assert (replied.state, replied.lead, replied.classification) == ("in_progress", 4, "information")
    assert [wrong.field for wrong in broken.wrong] == ["received_on"]
    assert (waiting.state, waiting.is_confidential) == ("received", True)
    assert waiting.tags == ("status: Menunggu Sidang", "Kepegawaian")


def read_row(**cells: str) -> Line:
    plan = Plan(columns={name: name for name in cells})
    table = read_table((",".join(cells) + "\n" + ",".join(f'"{c}"' for c in cells.values()) + "\n").encode())
    return Reader(table, plan, OURS, ZONE).line(table.records[0])


FULL = {"external_id": "a", "text": "Lampu padam", "received_on": "3 Jan 2026"}


def test_a_matter_in_work_without_an_agency_of_ours_waits_for_the_coordinator() -> None:
    line = read_row(**FULL, state="Proses", agency="Dinas Antah Berantah")
    assert (line.state, line.lead, line.tags) == ("received", None, ("OPD: Dinas Antah Berantah",))


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"external_id": ""}, "external_id"),
        ({"text": ""}, "text"),
        ({"received_on": ""}, "received_on"),
        ({"received_on": "x"}, "received_on"),
        ({"closed_on": "2 Jan 2025"}, "closed_on"),
        ({"lat": "abc", "lon": "112.0"}, "lat"),
        ({"lat": "-7.8", "lon": "912"}, "lon"),
    ],
)
def test_a_row_tells_the_field_that_is_wrong(cells: dict[str, str], wrong: str) -> None:
    assert [one.field for one in read_row(**{**FULL, **cells}).wrong] == [wrong]


def test_what_says_nothing_is_nothing() -> None:
    line = read_row(**FULL, phone="-", name="N/A", lat="0", lon="0", closed_on="-")
    assert (line.phone, line.name, line.lat, line.closed_at, line.wrong) == ("", "", None, None, [])


def test_a_flag_that_cannot_be_read_is_set() -> None:
    line = read_row(**FULL, is_anonymous="mungkin", is_confidential="Tidak")
    assert (line.is_anonymous, line.is_confidential) == (True, False)


def test_a_row_longer_than_the_headings_is_broken() -> None:
    table = read_table(b"external_id,text,received_on\na,b,3 Jan 2026\n")
    plan = Plan(columns={name: name for name in FULL})
    line = Reader(table, plan, OURS, ZONE).line(Record(2, ("a", "b", "3 Jan 2026", "zu viel")))
    assert len(line.wrong) == 1


def test_names_of_places_are_ours_or_outside() -> None:
    assert read_row(**FULL, village="Kel. Ngronggo", district="Kec. Pesantren").area == "35.71.03.1010"
    assert read_row(**FULL, village="Ngronggo").area == "35.71.03.1010"
    assert read_row(**FULL, village="Bubutan", district="Surabaya").is_outside
    assert not read_row(**FULL, district="Mojoroto").is_outside
