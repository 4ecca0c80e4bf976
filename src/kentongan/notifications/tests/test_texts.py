"""Texts say the same in both languages, nothing personal but the code, and nothing a stranger put in."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from kentongan.notifications import texts

WIB = ZoneInfo("Asia/Jakarta")
CODE = "KTG-9F3K-TW6E"
LINK = "https://lapor.example.id/lacak"


def values(name: str, **given: texts.Value) -> dict[str, texts.Value]:
    return {key: f"<{key}>" for key in texts.values_of(name)} | {"code": CODE} | given


def written(name: str, language: str = "id", **given: texts.Value) -> texts.Written:
    return texts.write(name, language, values(name, **given), city="Pemerintah Kota Kediri", link=LINK)


@pytest.mark.parametrize("name", sorted(texts.NAMES))
def test_both_languages_have_the_text_with_the_same_values(name: str) -> None:
    both = [texts.LANGUAGES[language].texts[name] for language in ("id", "en")]
    assert len(both[0][1]) == len(both[1][1])
    for language in ("id", "en"):
        text = written(name, language)
        assert CODE in text.title
        assert CODE in text.body
        for key in texts.values_of(name) - {"code"}:
            assert f"<{key}>" in text.title + text.body


def test_no_language_has_a_text_the_other_lacks() -> None:
    assert len({frozenset(wording.texts) for wording in texts.LANGUAGES.values()}) == 1


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", sorted(texts.NAMES))
def test_every_text_names_112_and_the_tracking_page_without_a_code_in_the_address(name: str, language: str) -> None:
    body = written(name, language).body
    assert "112" in body
    links = [word for word in body.split() if "://" in word]
    assert links == [LINK]
    assert "<" not in texts.write(name, language, dict.fromkeys(texts.values_of(name), "x"), city="x", link=LINK).body


def test_the_receipt_tells_code_time_limit_and_why() -> None:
    body = written(
        "receipt",
        received_at=datetime(2026, 11, 24, 13, 5, tzinfo=WIB),
        due_at=datetime(2026, 11, 27, 16, 0, tzinfo=WIB),
        due_why="3 hari kerja",
    ).body
    assert "24 November 2026 pukul 13.05 WIB" in body
    assert "27 November 2026 pukul 16.00 WIB" in body
    assert "3 hari kerja" in body
    assert "Jika darurat telepon 112." in body


def test_a_paragraph_without_its_value_is_left_out() -> None:
    with_day, without = (written("answered", reply_by=day).body for day in (date(2026, 12, 8), ""))
    assert "8 Desember 2026" in with_day
    assert "balasan melalui halaman lacak paling lambat" not in without
    assert "  " not in without


def test_moments_are_said_as_each_language_does() -> None:
    at = datetime(2026, 5, 3, 9, 7, tzinfo=ZoneInfo("Asia/Jayapura"))
    assert texts.LANGUAGES["id"].moment(at) == "3 Mei 2026 pukul 09.07 WIT"
    assert texts.LANGUAGES["en"].moment(at) == "3 May 2026 at 09:07 WIT"
    assert texts.LANGUAGES["en"].moment(at.astimezone(ZoneInfo("Asia/Makassar"))) == "3 May 2026 at 08:07 WITA"
    assert texts.LANGUAGES["en"].moment(at.astimezone(timezone(timedelta(0)))).endswith("UTC+0000")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Dinas PUPR\r\nBcc: x", "Dinas PUPR Bcc: x"),
        ("klik http://evil.example.com/x sekarang", "klik sekarang"),
        ("klik WWW.evil.example.com", "klik"),
        ("{code.__class__} {link}", "{code.__class__} {link}"),
        ("a\u202eb\x00c", "a b c"),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_value_is_one_line_and_never_a_link_or_a_command(value: str, shown: str) -> None:
    text = written("archived", reason=value)
    assert f"Alasan: {shown}." in text.body


def test_a_title_without_its_value_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="title"):
        written("routed", agency="http://evil.example.com/")


@pytest.mark.parametrize("wrong", [{"more": "x"}, None])
def test_the_values_must_be_those_of_the_text(wrong: dict[str, str] | None) -> None:
    given = values("receipt") | wrong if wrong else {"code": CODE}
    with pytest.raises(ValueError, match="receipt needs exactly"):
        texts.write("receipt", "id", given, city="Kota", link=LINK)


def test_an_unknown_text_is_a_mistake_and_an_unknown_language_is_indonesian() -> None:
    with pytest.raises(KeyError):
        written("sent_back")
    assert written("verified", "jv") == written("verified", "id")
