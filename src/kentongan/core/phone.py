"""Telephone numbers: one stored form (E.164), one way to hide them."""

import re

import phonenumbers

# An Indonesian mobile number as it is usually typed: nine to twelve digits from the 8 on. The library takes 100 times
# as long for the same answer.
_USUAL = re.compile(r"(?:\+62|0)[ .-]?(8\d\d(?:[ .-]?\d){6,9})", re.ASCII)


def normal(typed: str, *, region: str = "ID") -> str | None:
    """`0812-3456-789` → `+628123456789`; None if it cannot be a number."""
    if region == "ID" and (usual := _USUAL.fullmatch(typed)):
        return "+62" + re.sub(r"\D", "", usual[1])
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked(number: str) -> str:
    """`+628110000047` → `+62 811-••••-•47`: enough to recognise one's own, too little to call."""
    if len(number) < 8:
        return "•" * len(number)
    return f"{number[:3]} {number[3:6]}-••••-•{number[-2:]}"
