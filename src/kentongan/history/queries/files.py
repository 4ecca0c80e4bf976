"""A history in a file: checked alone, without the database, or compared with another."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kentongan.history.chain import (
    Finding,
    Head,
    Link,
    OrderCheck,
    Seal,
    Trouble,
    Verdict,
    check_link,
    checkpoint_hash,
    lines,
    marks_of,
)
from kentongan.history.queries.streaming import Progress, unseen


class _Heads:
    """The head of every stream, on disk: a million streams take no more memory than ten."""

    def __init__(self, scratch: sqlite3.Connection) -> None:
        self._scratch = scratch
        scratch.execute("pragma journal_mode = off")
        scratch.execute("begin")
        scratch.execute("create table head (stream text primary key, seq int, hash blob) without rowid")

    def get(self, stream: str) -> Head:
        row = self._scratch.execute("select seq, hash from head where stream = ?", [stream]).fetchone()
        return Head(*row) if row else Head()

    def put(self, stream: str, head: Head) -> None:
        self._scratch.execute("insert or replace into head values (?, ?, ?)", [stream, head.seq, head.hash])

    def count(self) -> int:
        return int(self._scratch.execute("select count(*) from head").fetchone()[0])


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        yield from enumerate(file, 1)


def read_file(path: Path, verdict: Verdict) -> Iterator[tuple[int, Link] | Seal]:
    """Events and checkpoints of an export or of a file of checkpoints. What is no such line is noted as broken."""
    events = checkpoints = 0
    end = None
    for number, text in _lines(path):
        try:
            line = lines.read_line(text)
        except ValueError:
            verdict.note([Finding(Trouble.FILE, f"line {number}")])
            continue
        if isinstance(line, dict):
            end = (line.get("events"), line.get("checkpoints"))
            continue
        checkpoints += isinstance(line, Seal)
        events += not isinstance(line, Seal)
        yield line
    if end != (events, checkpoints):
        verdict.note([Finding(Trouble.FILE, "end of file")])


class Outside:
    """A copy kept elsewhere (an export, or checkpoints alone), read in step with the history it speaks of."""

    def __init__(self, path: Path, verdict: Verdict) -> None:
        self._seals: dict[int, Seal] = {}
        for line in read_file(path, verdict):
            if isinstance(line, Seal):
                self._seals[line.number] = line
                if line.hash != checkpoint_hash(line):
                    verdict.note([Finding(Trouble.FILE, f"checkpoint {line.number}")])
        self._events = (line for line in read_file(path, Verdict()) if not isinstance(line, Seal))
        self._next = next(self._events, None)

    def event(self, position: int, digest: bytes) -> Iterator[Finding]:
        """What the copy says of the event at this position."""
        while self._next is not None and self._next[0] <= position:
            kept_position, link = self._next
            if kept_position < position or link.hash != digest:
                yield Finding(Trouble.OUTSIDE, f"{link.stream} seq {link.seq}")
            self._next = next(self._events, None)

    def seal(self, seal: Seal) -> Iterator[Finding]:
        """What the copy says of this checkpoint."""
        kept = self._seals.pop(seal.number, None)
        if kept is not None and kept.hash != seal.hash:
            yield Finding(Trouble.OUTSIDE, f"checkpoint {seal.number}")

    def rest(self) -> Iterator[Finding]:
        """What only the copy has."""
        for number in sorted(self._seals):
            yield Finding(Trouble.OUTSIDE, f"checkpoint {number}")
        while self._next is not None:
            yield Finding(Trouble.OUTSIDE, f"{self._next[1].stream} seq {self._next[1].seq}")
            self._next = next(self._events, None)


def verify_file(
    path: Path, *, against: Path | None = None, sought: bytes = b"", progress: Progress = unseen
) -> Verdict:
    """Check an export alone: chains, order, checkpoints. `against`: a copy kept elsewhere; `sought`: a hash."""
    verdict, order = Verdict(), OrderCheck(sought)
    outside = Outside(against, verdict) if against else None
    with closing(sqlite3.connect("", isolation_level=None)) as scratch:
        heads = _Heads(scratch)
        for line in read_file(path, verdict):
            if isinstance(line, Seal):
                verdict.checkpoints += 1
                verdict.note(order.seal(line))
                verdict.note(outside.seal(line) if outside else ())
                continue
            position, link = line
            progress(1)
            verdict.events += 1
            verdict.unread += len(marks_of(link.body))
            verdict.note(check_link(link, heads.get(link.stream)))
            heads.put(link.stream, link.head)
            verdict.note(order.event(position, link.hash))
            verdict.note(outside.event(position, link.hash) if outside else ())
        verdict.streams = heads.count()
    verdict.note(outside.rest() if outside else ())
    order.finish(verdict)
    return verdict
