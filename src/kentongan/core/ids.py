"""Tracking codes, PINs and ids in addresses. Pure but for chance."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs, no 0 O 1 I: 8 of them are 40 bits
_CODE = re.compile(rf"^[A-Z]{{2,5}}-?[{ALPHABET}]{{4}}-?[{ALPHABET}]{{4}}$")


def tracking_code(prefix: str = "KTG") -> str:
    """A code nobody can guess, 40 random bits, e.g. `KTG-9F3K-TW6E` (R7)."""
    bits = secrets.randbits(40)
    signs = "".join(ALPHABET[(bits >> shift) & 31] for shift in range(35, -1, -5))
    return f"{prefix}-{signs[:4]}-{signs[4:]}"


def normal_code(typed: str) -> str | None:
    """The code as stored, from what a person typed (case, spaces, missing dashes), or None if it is no code."""
    compact = re.sub(r"[^0-9A-Za-z]", "", typed).upper()
    prefix, signs = compact[:-8], compact[-8:]
    code = f"{prefix}-{signs[:4]}-{signs[4:]}"
    return code if _CODE.match(code) else None


def pin() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def row_id(typed: str) -> int:
    """The id of a row, from an address or a form; 0, which no row has, where it cannot be one."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
