"""Who speaks to us, by key."""

import hashlib
import re
import time
from dataclasses import dataclass

from kentongan.core import actor
from kentongan.core.actor import Actor
from kentongan.partners.models import ApiClient

CACHE_SECONDS = 30.0
_CACHE_SIZE = 10_000  # a flood of invented keys must not fill the memory
_KEY = re.compile(r"ktg_[a-z2-7]{52}")


@dataclass(frozen=True, slots=True)
class Client:
    """An API client as the machine door needs it. `sender` stands on each report it sent."""

    id: int
    name: str
    channel: str
    scopes: frozenset[str]
    rate_per_minute: int
    actor: Actor

    @property
    def sender(self) -> str:
        return self.actor.label


_known: dict[bytes, tuple[float, Client | None]] = {}


def key_hash(key: str) -> bytes:
    """What is stored of a key. It is random, 256 bits: a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(key.encode()).digest()


def client_of(key: str) -> Client | None:
    """The active client with this key, or None. Remembered for 30 s, the unknown too: a closed key dies that late."""
    if not _KEY.fullmatch(key):
        return None
    digest = key_hash(key)
    held = _known.get(digest)
    if held is not None and time.monotonic() - held[0] < CACHE_SECONDS:
        return held[1]
    client = _load(digest)
    if len(_known) >= _CACHE_SIZE:
        _known.clear()
    _known[digest] = (time.monotonic(), client)
    return client


def forget() -> None:
    """Read every client anew on its next request, in this process."""
    _known.clear()


def clients() -> list[Client]:
    """The active clients by name."""
    return [_client(row) for row in ApiClient.objects.filter(is_active=True).order_by("name")]


def _load(digest: bytes) -> Client | None:
    row = ApiClient.objects.filter(key_hash=digest, is_active=True).first()
    return None if row is None else _client(row)


def _client(row: ApiClient) -> Client:
    return Client(
        id=row.pk,
        name=row.name,
        channel=row.channel,
        scopes=frozenset(row.scopes),
        rate_per_minute=row.rate_per_minute,
        actor=actor.partner(row.pk),
    )
