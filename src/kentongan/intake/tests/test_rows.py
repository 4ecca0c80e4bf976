"""Lines of other systems are read, or refused with a reason."""

from datetime import UTC, datetime

import pytest

from kentongan.intake.rows import BadLine, area_of, category_of, parsed, tags_of

VILLAGES = {("mojoroto", "bandar lor"): "35.71.01.1001"}
DISTRICTS = frozenset({"mojoroto"})


def test_a_row_knows_its_sender_its_moment_and_its_place() -> None:
    row = parsed(
        b'{"id": "sby-1", "source": "surabaya_mediacenter", "text": "Trotoar jadi parkir", "kecamatan": "Tegalsari",'
        b' "kelurahan": "Wonorejo", "created_at": "2023-01-23T13:09:00", "lang": "id-jv", "topic": "Parkir"}'
    )
    assert (row.client, row.id) == ("import:surabaya_mediacenter", "sby-1")
    assert row.told_at == datetime(2023, 1, 23, 13, 9, tzinfo=UTC)
    assert row.place_text == "Wonorejo, Tegalsari"
    assert row.language == "id"


def test_a_moment_with_a_zone_keeps_it() -> None:
    row = parsed(b'{"id": 1, "text": "x", "created_at": "2023-01-23T20:09:00+07:00"}')
    assert row.told_at == datetime(2023, 1, 23, 13, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "truncated"),
        (b"[]", "Expected `object`"),
        (b'{"id": 1}', "missing required field `text`"),
        (b'{"text": "x"}', "missing required field `id`"),
        (b'{"id": 1, "text": 5}', "Expected `str`"),
        (b'{"id": 1, "text": "x", "created_at": "kemarin"}', "Invalid RFC3339"),
        (b'{"id": 1, "text": "' + b"x" * 1_000_000 + b'"}', "longer than"),
        (b'{"id": 1, "text": "\xff"}', "utf-8"),
        (b'{"id": 1, "text": "x", "source": "' + b"s" * 40 + b'"}', "length <= 33"),
    ],
)
def test_a_line_that_is_no_report_says_why(line: bytes, reason: str) -> None:
    with pytest.raises(BadLine, match=reason):
        parsed(line)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("parkir", "parkir"),
        ("Infrastruktur", "infrastruktur"),
        ("bencana ", "bencana"),
        ("pohon_taman", "pohon"),
        ("Budaya & Olahraga", "budaya-olahraga"),
        ("forkominda", ""),
        (None, ""),
    ],
)
def test_a_word_for_a_category_becomes_ours_or_none(word: str | None, code: str) -> None:
    codes = frozenset({"parkir", "infrastruktur", "bencana", "pohon", "budaya-olahraga"})
    assert category_of(word, codes) == code


def test_a_category_this_city_does_not_have_is_kept_as_a_tag() -> None:
    row = parsed(b'{"id": 1, "text": "x", "category": "pohon_taman"}')
    assert category_of(row.category, frozenset()) == ""
    assert tags_of(row, "") == ("pohon_taman",)
    assert tags_of(row, "pohon") == ()


@pytest.mark.parametrize(
    ("names", "area", "is_outside"),
    [
        ('"kecamatan": "Mojoroto", "kelurahan": "BANDAR LOR"', "35.71.01.1001", False),
        ('"kecamatan": "Tegalsari", "kelurahan": "Bandar Lor"', "", True),
        ('"kecamatan": "Mojoroto", "kelurahan": "Wonorejo"', "", True),
        ('"kecamatan": "Mojoroto"', "", False),
        ('"kecamatan": "Bubutan"', "", True),
        ('"area": "35.06.01"', "35.06.01", False),
        ('"source": "x"', "", False),
    ],
)
def test_names_are_a_place_only_where_both_are_exactly_ours(names: str, area: str, is_outside: bool) -> None:
    row = parsed(f'{{"id": 1, "text": "x", {names}}}'.encode())
    assert area_of(row, VILLAGES, DISTRICTS) == (area, is_outside)
