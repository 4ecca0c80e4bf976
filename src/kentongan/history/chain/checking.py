"""Checking a history piece by piece: each event in its stream, the order, the checkpoints."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kentongan.history.chain.events import Head, Link, event_hash
from kentongan.history.chain.merkle import Seal, Tree, checkpoint_hash

_SHOWN = 200


class Trouble(StrEnum):
    """What can be wrong."""

    HASH = "hash"  # an event is not what its hash was made of
    CHAIN = "chain"  # an event does not follow the one before it in its stream
    ORDER = "order"  # a place in the order is missing, doubled, or before that of an earlier event
    LOST = "lost"  # an event has no place in the order and waits for none
    CHECKPOINT = "checkpoint"  # a checkpoint does not seal the events it names
    TEXT = "text"  # a text is not the one that was told
    OUTSIDE = "outside"  # the copy kept elsewhere says otherwise
    FILE = "file"  # the file is not a whole export
    ABSENT = "absent"  # no event has the hash that was asked for


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is broken. `subject`: `case:12 seq 3`, `position 17`, `checkpoint 4`, `line 9`."""

    trouble: Trouble
    subject: str


@dataclass(slots=True)
class Verdict:
    """What a verification counted and found. `findings` holds the first 200 of `broken`."""

    events: int = 0
    streams: int = 0
    waiting: int = 0  # recorded, without a position yet
    checkpoints: int = 0
    unsealed: int = 0  # events since the last checkpoint
    texts: int = 0
    erased: int = 0  # texts whose words or salt are gone, as the law may demand
    unread: int = 0  # marks of texts that were not looked at
    found_position: int | None = None  # of the event whose hash was asked for
    found_checkpoint: int | None = None  # that seals it
    broken: int = 0
    findings: list[Finding] = field(default_factory=list)

    def note(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.broken += 1
            if len(self.findings) < _SHOWN:
                self.findings.append(finding)


def check_link(link: Link, before: Head) -> Iterator[Finding]:
    """Whether an event is what its hash says and follows `before`, the event before it in its stream."""
    subject = f"{link.stream} seq {link.seq}"
    if link.seq != before.seq + 1 or link.prev_hash != before.hash:
        yield Finding(Trouble.CHAIN, subject)
    if link.hash != event_hash(
        prev_hash=link.prev_hash,
        stream=link.stream,
        seq=link.seq,
        kind=link.kind,
        actor=link.actor,
        occurred_at=link.occurred_at,
        recorded_at=link.recorded_at,
        exercise=link.exercise,
        body=link.body,
    ):
        yield Finding(Trouble.HASH, subject)


class OrderCheck:
    """Takes events in their order, and after the last event of each checkpoint the checkpoint.

    `sought` is the hash of one event, as a receipt shows it; the verdict tells where it stands.
    """

    def __init__(self, sought: bytes = b"") -> None:
        self._position = 0
        self._seal: Seal | None = None
        self._tree = Tree()
        self._sought = sought
        self._found_position: int | None = None
        self._found_checkpoint: int | None = None

    def event(self, position: int, digest: bytes) -> Iterator[Finding]:
        """The event at the next position."""
        if position != self._position + 1:
            yield Finding(Trouble.ORDER, f"position {self._position + 1}")
        self._position = position
        self._tree.add(digest)
        if digest == self._sought:
            self._found_position = position

    def seal(self, seal: Seal) -> Iterator[Finding]:
        """The checkpoint over all events since the last one."""
        before = self._seal
        number, end, digest = (before.number, before.last_position, before.hash) if before else (0, 0, b"")
        is_whole = (
            (seal.number, seal.first_position, seal.prev_hash) == (number + 1, end + 1, digest)
            and seal.last_position == self._position
            and seal.root == self._tree.root()
            and seal.hash == checkpoint_hash(seal)
        )
        if not is_whole:
            yield Finding(Trouble.CHECKPOINT, f"checkpoint {seal.number}")
        if seal.first_position <= (self._found_position or 0) <= seal.last_position:
            self._found_checkpoint = seal.number
        self._seal, self._tree = seal, Tree()

    def finish(self, verdict: Verdict) -> None:
        """Tell the verdict what came after the last checkpoint, and where the sought event stands."""
        verdict.unsealed = self._position - (self._seal.last_position if self._seal else 0)
        verdict.found_position, verdict.found_checkpoint = self._found_position, self._found_checkpoint
        if self._sought and self._found_position is None:
            verdict.note([Finding(Trouble.ABSENT, self._sought.hex())])
