"""The whole history checked in the database: chains, order, checkpoints, and the texts it keeps marks of."""

import hmac
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kentongan.history.chain import (
    Finding,
    Head,
    OrderCheck,
    Trouble,
    Verdict,
    check_link,
    marks_of,
    text_mark,
)
from kentongan.history.queries.checkpoints import checkpoints
from kentongan.history.queries.exporting import link_of
from kentongan.history.queries.files import Outside
from kentongan.history.queries.streaming import Progress, snapshot, streamed, unseen

TextReader = Callable[[list[int]], Mapping[int, tuple[bytes, str] | None]]
"""Gives salt and text of the ids asked for; None, or nothing at all, where they were erased."""

_STREAMS = """select e.stream, e.seq, e.kind, e.actor, e.occurred_at, e.recorded_at, e.exercise, e.body, e.prev_hash,
       e.hash, l.position, p.event_id is not null
  from history_event e left join history_log l on l.event_id = e.id left join history_pending p on p.event_id = e.id
 order by e.stream, e.seq"""

_ORDER = """select l.position, e.hash from history_log l left join history_event e on e.id = l.event_id
 order by l.position"""

_TEXTS_AT_ONCE = 500


class _Texts:
    """Compares marks with the texts they were made of, some hundred at a time."""

    def __init__(self, readers: Mapping[str, TextReader], verdict: Verdict) -> None:
        self._readers = readers
        self._verdict = verdict
        self._marks: dict[str, list[tuple[int, str, str]]] = {kind: [] for kind in readers}

    def add(self, subject: str, body: str) -> None:
        for name, mark in marks_of(body).items():
            kind, _, number = name.partition(":")
            if kind not in self._readers or not number.isdecimal():
                self._verdict.unread += 1
                continue
            self._marks[kind].append((int(number), mark, subject))
            if len(self._marks[kind]) >= _TEXTS_AT_ONCE:
                self._compare(kind)

    def finish(self) -> None:
        for kind in self._marks:
            self._compare(kind)

    def _compare(self, kind: str) -> None:
        marks, self._marks[kind] = self._marks[kind], []
        found = self._readers[kind]([number for number, _, _ in marks]) if marks else {}
        for number, mark, subject in marks:
            self._verdict.texts += 1
            kept = found.get(number)
            if kept is None:
                self._verdict.erased += 1
            elif not hmac.compare_digest(text_mark(*kept), str(mark)):
                self._verdict.note([Finding(Trouble.TEXT, f"{subject} ({kind}:{number})")])


def verify(
    *,
    texts: Mapping[str, TextReader],
    against: Path | None = None,
    sought: bytes = b"",
    progress: Progress = unseen,
) -> Verdict:
    """Check every event of the database as of one moment, in little memory.

    `texts` reads the texts that marks speak of, by the word before the colon. `against` is an export or a file of
    checkpoints kept elsewhere; `sought` the hash of one event, as a receipt shows it. `progress` counts every event
    twice: once in its stream, once in the order.
    """
    verdict = Verdict()
    with snapshot():
        _check_streams(verdict, _Texts(texts, verdict), progress)
        _check_order(verdict, OrderCheck(sought), Outside(against, verdict) if against else None, progress)
    return verdict


def _check_streams(verdict: Verdict, texts: _Texts, progress: Progress) -> None:
    stream, head, last = "", Head(), 0
    for *row, position, is_waiting in streamed(_STREAMS):
        link = link_of(tuple(row))
        subject = f"{link.stream} seq {link.seq}"
        if link.stream != stream:
            stream, head, last = link.stream, Head(), 0
            verdict.streams += 1
        verdict.events += 1
        verdict.waiting += is_waiting
        verdict.note(check_link(link, head))
        verdict.note(_check_place(subject, position, is_waiting, last))
        texts.add(subject, link.body)
        head, last = link.head, position or last
        progress(1)
    texts.finish()


def _check_place(subject: str, position: int | None, is_waiting: bool, last: int) -> Iterator[Finding]:
    """An event has a place after the one before it in its stream, or waits for one; never both, never neither."""
    if (position is None) != is_waiting:
        yield Finding(Trouble.LOST, subject)
    elif position is not None and position <= last:
        yield Finding(Trouble.ORDER, subject)


def _check_order(verdict: Verdict, order: OrderCheck, outside: Outside | None, progress: Progress) -> None:
    seals = checkpoints()
    verdict.checkpoints = len(seals)
    seals.reverse()
    for position, digest in streamed(_ORDER):
        if digest is None:
            verdict.note([Finding(Trouble.LOST, f"position {position}")])
        verdict.note(order.event(position, bytes(digest or b"")))
        verdict.note(outside.event(position, bytes(digest or b"")) if outside else ())
        while seals and seals[-1].last_position <= position:
            _seal(verdict, order, outside, seals.pop())
        progress(1)
    while seals:
        _seal(verdict, order, outside, seals.pop())
    verdict.note(outside.rest() if outside else ())
    order.finish(verdict)


def _seal(verdict: Verdict, order: OrderCheck, outside: Outside | None, seal: Any) -> None:
    verdict.note(order.seal(seal))
    verdict.note(outside.seal(seal) if outside else ())
