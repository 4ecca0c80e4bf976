"""Field encryption (AES-256-GCM, the key's id in the value) and blind indexes (HMAC-SHA-256).

The key ring is one file, `ring.json`, in the folder of `KENTONGAN_KEYS` (folder 0700, file 0600), with its own backup:
without it nothing personal in the database can be read again. A running process notices a changed file within
`RECHECK_SECONDS`, and at once where a value names a key it does not know.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

RECHECK_SECONDS = 1.0
_NONCE = 12
_HEAD = 4
_VERSION = 1


class WrongKey(Exception):
    """The ring holds no key that opens this value."""


class BadRing(WrongKey):
    """The key ring cannot be read."""


@dataclass(frozen=True)
class Ring:
    """All data keys by id, the id of the one that encrypts, and the key of the blind index.

    `is_rotating`: a new key was made and not everything is encrypted with it yet.
    """

    current: int
    keys: dict[int, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)
    is_rotating: bool = False
    ciphers: dict[int, AESGCM] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ciphers", {i: AESGCM(k) for i, k in self.keys.items()})

    def dump(self) -> str:
        keys = {str(i): base64.b64encode(k).decode() for i, k in self.keys.items()}
        return json.dumps(
            {
                "version": _VERSION,
                "current": self.current,
                "is_rotating": self.is_rotating,
                "keys": keys,
                "index": base64.b64encode(self.index_key).decode(),
            }
        )

    @classmethod
    def load(cls, text: str) -> "Ring":
        """The ring written by `dump`; BadRing where it is none, without a word of what it holds."""
        try:
            data = json.loads(text)
            keys = {int(i): base64.b64decode(k, validate=True) for i, k in data["keys"].items()}
            index_key = base64.b64decode(data["index"], validate=True)
            ring = cls(data["current"], keys, index_key, is_rotating=bool(data.get("is_rotating")))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            msg = f"the key ring {ring_path()} is damaged"
            raise BadRing(msg) from error
        if ring.current not in keys:
            msg = f"the key ring {ring_path()} lacks its current key"
            raise BadRing(msg)
        return ring

    @classmethod
    def new(cls) -> "Ring":
        return cls(current=1, keys={1: secrets.token_bytes(32)}, index_key=secrets.token_bytes(32))

    def with_new_key(self) -> "Ring":
        """The ring at the start of a rotation: one more key, and it is the one that encrypts."""
        number = max(self.keys) + 1
        return replace(self, current=number, keys={**self.keys, number: secrets.token_bytes(32)}, is_rotating=True)

    def settled(self) -> "Ring":
        """The ring at the end of a rotation. The old keys stay: backups need them."""
        return replace(self, is_rotating=False)


def ring_path() -> Path:
    return Path(settings.KENTONGAN_KEYS) / "ring.json"


def write_ring(ring: Ring) -> None:
    """Put the ring in the place of the one that was there, whole, readable by its owner alone."""
    with _written(ring) as (temporary, path):
        temporary.replace(path)
    _held.forget()


def _make_ring() -> None:
    """The first ring of an empty folder. Of two processes that start at once one makes it and both use it."""
    with _written(Ring.new()) as (temporary, path):
        try:
            os.link(temporary, path)
        except FileExistsError:
            return


@contextmanager
def _written(ring: Ring) -> Iterator[tuple[Path, Path]]:
    """The ring in a file of its own beside its place; the file is gone afterwards, the folder on the disk."""
    path = ring_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".ring.{secrets.token_hex(6)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(ring.dump())
            file.flush()
            os.fsync(file.fileno())
        yield temporary, path
    finally:
        temporary.unlink(missing_ok=True)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


class _Held:
    """The ring as last read, read again when its file has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ring: Ring | None = None
        self._folder: object = None
        self._stamp: tuple[int, int] = (0, 0)
        self._checked_at = float("-inf")

    def get(self) -> Ring:
        is_fresh = time.monotonic() - self._checked_at < RECHECK_SECONDS and self._folder == settings.KENTONGAN_KEYS
        ring = self._ring
        return ring if ring is not None and is_fresh else self._read()

    def forget(self) -> None:
        self._checked_at = float("-inf")

    def _read(self) -> Ring:
        with self._lock:
            path, folder = ring_path(), settings.KENTONGAN_KEYS
            if not path.exists():
                _make_ring()
            state = path.stat()
            stamp = (state.st_ino, state.st_mtime_ns)
            if self._ring is None or self._folder != folder or self._stamp != stamp:
                self._ring = Ring.load(path.read_text())
                self._stamp, self._folder = stamp, folder
            self._checked_at = time.monotonic()
            return self._ring


_held = _Held()


def ring_in_use() -> Ring:
    """The ring of this process; made on the first use of an empty data folder."""
    return _held.get()


def open_modes() -> list[str]:
    """In words, who besides us may read the keys; empty where nobody may."""
    path = ring_path()
    wanted = ((path.parent, 0o700), (path, 0o600))
    return [
        f"{place} may be read by others (mode {place.stat().st_mode & 0o777:o}): chmod {mode:o} {place}"
        for place, mode in wanted
        if place.exists() and place.stat().st_mode & 0o077
    ]


def encrypt(text: str) -> bytes:
    """A text, as `encrypt_bytes` makes it unreadable."""
    return encrypt_bytes(text.encode())


def decrypt(value: bytes) -> str:
    """The text; raises WrongKey where the ring cannot open it."""
    return decrypt_bytes(value).decode()


def encrypt_bytes(data: bytes) -> bytes:
    """Key id (4 bytes), nonce (12), ciphertext with tag."""
    ring = ring_in_use()
    nonce, start = os.urandom(_NONCE), head(ring.current)
    return start + nonce + ring.ciphers[ring.current].encrypt(nonce, data, start)


def decrypt_bytes(value: bytes) -> bytes:
    """What was encrypted; raises WrongKey where the ring cannot open it."""
    cipher = _cipher(key_id(value))
    try:
        return cipher.decrypt(value[_HEAD : _HEAD + _NONCE], value[_HEAD + _NONCE :], value[:_HEAD])
    except (InvalidTag, ValueError) as error:
        msg = "a value was made with another key than the ring's, or is damaged"
        raise WrongKey(msg) from error


def _cipher(number: int) -> AESGCM:
    cipher = ring_in_use().ciphers.get(number)
    if cipher is None:  # perhaps made by another process a moment ago
        _held.forget()
        cipher = ring_in_use().ciphers.get(number)
    if cipher is None:
        msg = f"the ring has no key {number}"
        raise WrongKey(msg)
    return cipher


def head(key: int) -> bytes:
    """The first bytes of every value made with this key."""
    return key.to_bytes(_HEAD, "big")


def key_id(value: bytes) -> int:
    """Which key a value was made with."""
    return int.from_bytes(value[:_HEAD], "big")


def blind_index(kind: str, value: str) -> bytes:
    """A fixed 32-byte mark of a value, for equality search without the value. No rotation changes it."""
    return hmac.digest(ring_in_use().index_key, f"{kind}\0{value}".encode(), hashlib.sha256)
