"""Field encryption (AES-256-GCM, the key's id in the value) and blind indexes (HMAC-SHA-256).

The key ring is one file, `ring.json`, in `$KENTONGAN_DATA/keys` (folder 0700, file 0600), with its own backup.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12
_VERSION = 1


class WrongKey(Exception):
    """The ring holds no key that opens this value."""


@dataclass(frozen=True)
class Ring:
    """All data keys by id, the id of the one that encrypts, and the key of the blind index."""

    current: int
    keys: dict[int, bytes]
    index_key: bytes
    ciphers: dict[int, AESGCM] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ciphers", {i: AESGCM(k) for i, k in self.keys.items()})

    def dump(self) -> str:
        keys = {str(i): base64.b64encode(k).decode() for i, k in self.keys.items()}
        return json.dumps(
            {
                "version": _VERSION,
                "current": self.current,
                "keys": keys,
                "index": base64.b64encode(self.index_key).decode(),
            }
        )

    @classmethod
    def load(cls, text: str) -> "Ring":
        data = json.loads(text)
        keys = {int(i): base64.b64decode(k) for i, k in data["keys"].items()}
        return cls(current=data["current"], keys=keys, index_key=base64.b64decode(data["index"]))

    @classmethod
    def new(cls) -> "Ring":
        return cls(current=1, keys={1: secrets.token_bytes(32)}, index_key=secrets.token_bytes(32))

    def with_new_key(self) -> "Ring":
        """The ring after a rotation: one more key, and it is the one that encrypts."""
        number = max(self.keys) + 1
        return Ring(current=number, keys={**self.keys, number: secrets.token_bytes(32)}, index_key=self.index_key)


def ring_path() -> Path:
    return Path(settings.KENTONGAN_KEYS) / "ring.json"


def write_ring(ring: Ring, path: Path | None = None) -> None:
    """Write the ring atomically, readable by its owner alone."""
    path = path or ring_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(ring.dump())
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    ring_in_use.cache_clear()


@lru_cache(maxsize=1)
def ring_in_use() -> Ring:
    """The ring of this process; made on the first use of an empty data folder."""
    path = ring_path()
    if not path.exists():
        write_ring(Ring.new(), path)
    return Ring.load(path.read_text())


def encrypt(text: str) -> bytes:
    """Key id (4 bytes), nonce (12), ciphertext with tag."""
    ring = ring_in_use()
    nonce = os.urandom(_NONCE)
    head = ring.current.to_bytes(4, "big")
    return head + nonce + ring.ciphers[ring.current].encrypt(nonce, text.encode(), head)


def decrypt(value: bytes) -> str:
    """The text; raises WrongKey where the ring cannot open it."""
    head = bytes(value[:4])
    cipher = ring_in_use().ciphers.get(int.from_bytes(head, "big"))
    if cipher is None:
        msg = f"no key {int.from_bytes(head, 'big')} in the ring"
        raise WrongKey(msg)
    try:
        return cipher.decrypt(value[4 : 4 + _NONCE], value[4 + _NONCE :], head).decode()
    except InvalidTag as error:
        msg = "the value was made with another key"
        raise WrongKey(msg) from error


def key_id(value: bytes) -> int:
    """Which key a value was made with."""
    return int.from_bytes(value[:4], "big")


def blind_index(kind: str, value: str) -> bytes:
    """A fixed 32-byte mark of a value, for equality search without the value."""
    return hmac.digest(ring_in_use().index_key, f"{kind}\0{value}".encode(), hashlib.sha256)
