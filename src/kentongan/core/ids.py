"""Codes and numbers: tracking codes, PINs, ids taken from a sequence in blocks."""

import re
import secrets
import threading
from collections import deque

from django.db import connection

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


class IdBlock:
    """Ids of a table's own sequence, fetched many at a time, so that a row's id is known before its insert.

    Gaps are harmless: ids carry no meaning.
    """

    def __init__(self, sequence: str, size: int = 100) -> None:
        self._sequence, self._size = sequence, size
        self._ids: deque[int] = deque()
        self._lock = threading.Lock()

    def next(self) -> int:
        with self._lock:
            if not self._ids:
                self._ids.extend(self._fetch(self._size))
            return self._ids.popleft()

    def take(self, count: int) -> list[int]:
        """`count` ids in one go, for imports."""
        return self._fetch(count)

    def _fetch(self, count: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("select nextval(%s::regclass) from generate_series(1, %s)", [self._sequence, count])
            return [row[0] for row in cursor.fetchall()]
