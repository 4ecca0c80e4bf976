"""Telephone numbers come into one form, quickly for the usual ones and no differently."""

import random

import phonenumbers
import pytest

from kentongan.core.phone import masked, normal


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0811-0000-047", "+628110000047"),
        ("0811 0000 047", "+628110000047"),
        ("+62 811-0000-047", "+628110000047"),
        ("+628110000047", "+628110000047"),
        ("62 811 0000 047", "+628110000047"),
        ("(0354) 000047", "+62354000047"),
        ("112", None),
        ("08", None),
        ("bukan nomor", None),
        ("", None),
        ("+62811000004712345678", None),
        ("٠٨١١٠٠٠٠٠٤٧", "+628110000047"),
    ],
)
def test_a_number_has_one_form(typed: str, stored: str | None) -> None:
    assert normal(typed) == stored


def test_the_quick_way_gives_what_the_library_gives() -> None:
    chance = random.Random(1)
    for _ in range(3_000):
        digits = "8" + "".join(chance.choices("0123456789", k=chance.randint(5, 14)))
        typed = chance.choice(["0", "+62", "+62 ", "0 "]) + "".join(
            digit + chance.choice(["", "", "", " ", "-", "."]) for digit in digits
        ).rstrip(" -.")
        try:
            number = phonenumbers.parse(typed, "ID")
        except phonenumbers.NumberParseException:
            assert normal(typed) is None
            continue
        is_number = phonenumbers.is_possible_number(number)
        kept = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert normal(typed) == (kept if is_number else None), typed


def test_a_masked_number_can_be_recognised_and_not_called() -> None:
    assert masked("+628110000047") == "+62 811-••••-•47"
    assert masked("+62") == "•••"
