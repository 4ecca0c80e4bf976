"""Text as people type it becomes words, clean and without what identifies."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.core.text import clean, first_line, redacted, words


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Jalan rusak, JALAN licin!", ["jalan", "rusak", "licin"]),
        ("Café Dhoho…", ["cafe", "dhoho"]),
        ("air² 10.000", ["air2", "10", "000"]),
        ("lampu_mati 🔥 di-gang", ["lampu", "mati", "di", "gang"]),
        ("", []),
    ],
)
def test_words_are_folded_and_each_once(typed: str, found: list[str]) -> None:
    assert words(typed) == found


@given(st.text(max_size=60))
def test_no_word_keeps_an_accent(text: str) -> None:
    for word in words(text):
        assert not any(unicodedata.combining(sign) for sign in word)


@given(st.text(max_size=80))
def test_clean_text_stays_clean_and_holds_no_nul(text: str) -> None:
    cleaned = clean(text)
    assert "\0" not in cleaned
    assert clean(cleaned) == cleaned


def test_addresses_and_numbers_are_hidden() -> None:
    text = "Hubungi sari@example.id atau 0811-0000-047, NIK 3571010101010001, RT 05"
    assert redacted(text) == "Hubungi [surel] atau [nomor], NIK [NIK], RT 05"


@pytest.mark.parametrize(
    "number", ["081100000", "+62 811 000 00", "0811-000-0047", "62.811.000.0047", "081 100 000 047"]
)
def test_a_number_is_hidden_however_it_is_typed(number: str) -> None:
    assert redacted(f"telepon {number} saja") == "telepon [nomor] saja"


def test_a_title_is_the_first_sentence_cut_at_a_word() -> None:
    assert first_line("Lampu mati. Sudah lama.") == "Lampu mati"
    assert first_line("satu dua tiga empat", limit=10) == "satu dua…"
