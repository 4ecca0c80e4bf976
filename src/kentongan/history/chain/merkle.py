"""One hash over many events, and the short proof that an event is among them (the trees of RFC 9162, section 2.1)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kentongan.history.chain.events import joined, moment

_CHECKPOINT = b"kentongan checkpoint 1"


@dataclass(frozen=True, slots=True)
class Seal:
    """A checkpoint: the Merkle root over the events at these positions, chained to the checkpoint before."""

    number: int
    first_position: int
    last_position: int
    root: bytes
    prev_hash: bytes
    hash: bytes
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """That an event is in a checkpoint: its leaf, its place among `size` leaves, the hashes beside its way up."""

    position: int
    event_hash: bytes
    index: int
    size: int
    path: tuple[bytes, ...]
    checkpoint: Seal


def leaf(event_hash: bytes) -> bytes:
    return hashlib.sha256(b"\0" + event_hash).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf and keeps one hash per level."""

    def __init__(self) -> None:
        self._levels: list[tuple[int, bytes]] = []

    def add(self, event_hash: bytes) -> None:
        size, top = 1, leaf(event_hash)
        while self._levels and self._levels[-1][0] == size:
            top = node(self._levels.pop()[1], top)
            size *= 2
        self._levels.append((size, top))

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._levels:
            return hashlib.sha256(b"").digest()
        root = self._levels[-1][1]
        for _, left in reversed(self._levels[:-1]):
            root = node(left, root)
        return root


def merkle_root(hashes: Iterable[bytes]) -> bytes:
    """The root over event hashes in log order; reads them once."""
    tree = Tree()
    for event_hash in hashes:
        tree.add(event_hash)
    return tree.root()


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _taken(hashes: Iterator[bytes], count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield next(hashes)


def inclusion_path(hashes: Iterable[bytes], index: int, size: int) -> tuple[bytes, ...]:
    """The hashes beside the way from leaf `index` (from 0) up to the root over `size` hashes; reads them once."""
    return tuple(_path(iter(hashes), index, size))


def _path(hashes: Iterator[bytes], index: int, size: int) -> list[bytes]:
    if size == 1:
        next(hashes)
        return []
    left = _split(size)
    if index < left:
        path = _path(hashes, index, left)
        return [*path, merkle_root(_taken(hashes, size - left))]
    beside = merkle_root(_taken(hashes, left))
    return [*_path(hashes, index - left, size - left), beside]


def proves(proof: Proof) -> bool:
    """Whether the path leads from the event's hash to the checkpoint's root, and the checkpoint is what it says."""
    seal = proof.checkpoint
    size = seal.last_position - seal.first_position + 1
    if proof.size != size or proof.index != proof.position - seal.first_position or not 0 <= proof.index < size:
        return False
    if checkpoint_hash(seal) != seal.hash:
        return False
    path = list(proof.path)
    try:
        top = _climb(leaf(proof.event_hash), proof.index, size, path)
    except IndexError:
        return False
    return not path and top == seal.root


def _climb(top: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that the path gives; takes its hashes off the end, topmost first."""
    if size == 1:
        return top
    left, beside = _split(size), path.pop()
    if index < left:
        return node(_climb(top, index, left, path), beside)
    return node(beside, _climb(top, index - left, size - left, path))


def checkpoint_hash(seal: Seal) -> bytes:
    """SHA-256 over every field of a checkpoint but its own hash."""
    numbers = (seal.number, seal.first_position, seal.last_position)
    fields = [str(n).encode() for n in numbers]
    return hashlib.sha256(
        joined(_CHECKPOINT, seal.prev_hash, *fields, seal.root, moment(seal.made_at).encode())
    ).digest()
