"""Codes of an authenticator app (RFC 6238) and recovery codes. Pure, but for the chance in new ones."""

import base64
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from django_otp.oath import TOTP

from kentongan.agencies.passwords import LENGTH, new_password

STEP = 30  # seconds
_TOLERANCE = 1  # a code of the step before or after, for clocks that differ
RECOVERY_CODES = 10


def new_secret() -> bytes:
    return secrets.token_bytes(20)


def as_text(secret: bytes) -> str:
    """The secret as people type it: base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def address_for(secret: bytes, *, username: str, issuer: str) -> str:
    """What the app reads from the picture."""
    name = quote(f"{issuer}:{username}")
    values = {"secret": base64.b32encode(secret).decode(), "issuer": issuer, "digits": "6", "period": str(STEP)}
    return f"otpauth://totp/{name}?{urlencode(values, quote_via=quote)}"


def code_at(secret: bytes, at: datetime) -> str:
    """The code the app shows at a moment."""
    totp = TOTP(secret, step=STEP)
    totp.time = at.timestamp()
    return f"{totp.token():06}"


def matching_step(secret: bytes, code: str, *, at: datetime, after: int) -> int | None:
    """The step whose code this is, later than `after`; None where it is none of these minutes."""
    digits = "".join(code.split())
    if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return None
    totp = TOTP(secret, step=STEP)
    totp.time = at.timestamp()
    return totp.t() if totp.verify(int(digits), tolerance=_TOLERANCE, min_t=after + 1) else None


def new_recovery_codes() -> list[str]:
    """Ten codes like `k7mw-p3xd-9fha`, as easy to read and as hard to guess as a given password."""
    return [new_password() for _ in range(RECOVERY_CODES)]


def plain_recovery(code: str) -> str:
    """A recovery code as typed, without signs and spaces; empty where it cannot be one."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return plain if len(plain) == LENGTH else ""
