"""One event: its canonical body, its hash over the one before, and the mark it keeps of a text."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

_EVENT = b"kentongan event 1"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a stream. It lies on the aggregate's row; `Head()` is the stream that has no event yet."""

    seq: int = 0
    hash: bytes = b""


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it is stored: body as text, hashed as it stands."""

    stream: str
    seq: int
    kind: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    exercise: int | None
    body: str
    prev_hash: bytes
    hash: bytes

    @property
    def head(self) -> Head:
        return Head(self.seq, self.hash)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it is read. `position` is its place in the one order; 0 while it has none yet."""

    position: int
    id: int
    stream: str
    seq: int
    kind: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    exercise: int | None
    body: dict[str, Any]
    hash: bytes = b""


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    msg = f"the body of an event holds no {type(value).__name__}"
    raise TypeError(msg)


_written = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
).encode


def canonical(body: Mapping[str, Any]) -> str:
    """The body as JSON text: keys sorted, no spaces, UTF-8; the same mapping always gives the same text."""
    return _written(body)


def parsed(body: str) -> dict[str, Any]:
    """The body of a stored event."""
    value = json.loads(body)
    if not isinstance(value, dict):
        msg = "the body of an event is a JSON object"
        raise TypeError(msg)
    return value


def marks_of(body: str) -> dict[str, str]:
    """The marks of texts in a stored body: `{"report:12": "<hex>"}`; empty where it has none or is no body."""
    if '"texts":' not in body:
        return {}
    try:
        texts = parsed(body).get("texts")
    except (TypeError, ValueError):
        return {}
    return texts if isinstance(texts, dict) else {}


def moment(at: datetime) -> str:
    """`2026-08-17T03:00:00.000000Z`: UTC, always with microseconds."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def joined(*parts: bytes) -> bytes:
    """Parts with their lengths before them (4 bytes, big-endian), so that no two lists give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def event_hash(
    *,
    prev_hash: bytes,
    stream: str,
    seq: int,
    kind: str,
    actor: str,
    occurred_at: datetime,
    recorded_at: datetime,
    exercise: int | None,
    body: str,
) -> bytes:
    """SHA-256 over the previous hash and every field of the event (32 bytes)."""
    fields = (
        stream,
        str(seq),
        kind,
        actor,
        moment(occurred_at),
        moment(recorded_at),
        "" if exercise is None else str(exercise),
        body,
    )
    return hashlib.sha256(joined(_EVENT, prev_hash, *(field.encode() for field in fields))).digest()


def sealed(
    stream: str,
    kind: str,
    *,
    actor: str,
    body: Mapping[str, Any],
    head: Head,
    occurred_at: datetime,
    recorded_at: datetime,
    exercise: int | None = None,
) -> Link:
    """The event that follows `head`, ready to be inserted."""
    text = canonical(body)
    seq = head.seq + 1
    digest = event_hash(
        prev_hash=head.hash,
        stream=stream,
        seq=seq,
        kind=kind,
        actor=actor,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        exercise=exercise,
        body=text,
    )
    return Link(stream, seq, kind, actor, occurred_at, recorded_at, exercise, text, head.hash, digest)


def text_mark(salt: bytes, text: str) -> str:
    """What an event keeps of a text: HMAC-SHA-256 by the text's own salt, in hex. Without the salt it says nothing."""
    return hmac.digest(salt, text.encode(), hashlib.sha256).hex()
