"""Checkpoints, and the proof that an event is in one."""

from collections.abc import Iterator

from django.db import transaction

from kentongan.history.chain import Proof, Seal, inclusion_path
from kentongan.history.models import Checkpoint, Event
from kentongan.history.queries.streaming import streamed

_HASHES = """select e.hash from history_log l join history_event e on e.id = l.event_id
 where l.position between %s and %s order by l.position"""


def _seal(row: Checkpoint) -> Seal:
    return Seal(
        row.number,
        row.first_position,
        row.last_position,
        bytes(row.root),
        bytes(row.prev_hash),
        bytes(row.hash),
        row.made_at,
    )


def checkpoints() -> list[Seal]:
    """All checkpoints, oldest first: one a day."""
    return [_seal(row) for row in Checkpoint.objects.order_by("number")]


def latest_checkpoint() -> Seal | None:
    """The newest checkpoint; None before the first."""
    row = Checkpoint.objects.order_by("-number").first()
    return None if row is None else _seal(row)


def hashes_between(first: int, last: int) -> Iterator[bytes]:
    """The hashes of the events at these positions, in order; inside a transaction."""
    return (bytes(digest) for (digest,) in streamed(_HASHES, [first, last]))


def proof_of(event_id: int) -> Proof | None:
    """The proof that an event is in a checkpoint; None while it is in none."""
    found = Event.objects.filter(pk=event_id).values_list("log__position", "hash").first()
    if found is None or found[0] is None:
        return None
    position, digest = found[0], bytes(found[1])
    row = Checkpoint.objects.filter(first_position__lte=position, last_position__gte=position).first()
    if row is None:
        return None
    seal = _seal(row)
    size, index = seal.last_position - seal.first_position + 1, position - seal.first_position
    with transaction.atomic():
        path = inclusion_path(hashes_between(seal.first_position, seal.last_position), index, size)
    return Proof(position, digest, index, size, path, seal)
