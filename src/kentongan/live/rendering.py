"""From an event of a case to the messages of those who may see it: judged by pure rules, each kind rendered once."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection
from django.template.loader import render_to_string
from django.urls import set_urlconf
from django.utils import translation

from kentongan.cases.privacy import facts_of_event, may_see
from kentongan.cases.queries.membership import queues_holding
from kentongan.cases.queries.queues import is_of_agency, is_of_desk
from kentongan.cases.queries.shapes import Row
from kentongan.cases.queries.watching import Broadcast, broadcast, counters_told
from kentongan.core.actor import Actor
from kentongan.history.chain import Recorded
from kentongan.history.queries import event_of, tail
from kentongan.live.stream import Audience, message

_STREAM = "case:"
_MOST_MISSED = 200  # events; after a longer absence the page is loaded again
_PAGES = "config.urls"  # rows link to pages of the web process


def is_of_case(event: Recorded) -> bool:
    return event.stream.startswith(_STREAM) and event.kind.startswith("cases.")


def written_for(event: Recorded, audiences: Collection[Audience]) -> dict[Audience, bytes]:
    """The message of an event for each audience that may see its case and has it in a list. Keeps no connection."""
    try:
        case = broadcast(int(event.stream.removeprefix(_STREAM)), seq=event.seq)
        if case is None:
            return {}
        writer = _Writer(event.position)
        found = {}
        for audience in audiences:
            row = case.row(audience.actor) if _concerns(event, case, audience.actor) else None
            if row is not None:
                found[audience] = writer.message(row, audience.actor)
        return found | _withdrawn(event, case, [a for a in audiences if a not in found], writer)
    finally:
        _release()


def _withdrawn(
    event: Recorded, case: Broadcast, audiences: Collection[Audience], writer: "_Writer"
) -> dict[Audience, bytes]:
    """For those whose list may still show what they may no longer see: the row as little as it is now, or that it is
    gone. Whether they could see it the event before says, so nothing must be remembered."""
    now = facts_of_event(event.body, exercise=event.exercise)
    blind = [a for a in audiences if a.has_lists and not may_see(now, a.actor)]
    before = event_of(event.stream, event.seq - 1) if blind and event.seq > 1 else None
    if before is None:
        return {}
    facts = facts_of_event(before.body, exercise=before.exercise)
    found = {}
    for audience in blind:
        if may_see(facts, audience.actor):
            row = case.row(audience.actor)
            found[audience] = writer.message(row, audience.actor) if row is not None else writer.gone(case.number)
    return found


def missed(audience: Audience, after: int) -> list[bytes] | None:
    """What this audience would have heard after a position; None where it is too much to tell again."""
    try:
        events = tail(after, _MOST_MISSED + 1)
    finally:
        _release()
    if len(events) > _MOST_MISSED:
        return None
    written = (written_for(event, [audience]) for event in events if is_of_case(event))
    return [told[audience] for told in written if told]


def _concerns(event: Recorded, case: Broadcast, actor: Actor) -> bool:
    """By the facts the event itself carries; for an agency, only cases it has or had just now a part in."""
    facts = facts_of_event(event.body, exercise=event.exercise)
    if is_of_desk(actor):
        return may_see(facts, actor)
    if not is_of_agency(actor):
        return False
    return actor.agency in case.left or (actor.agency in facts.agencies and may_see(facts, actor))


@dataclass
class _Writer:
    """Writes each distinct fragment once."""

    position: int
    _written: dict[tuple[Row, tuple[str, ...], str], bytes] = field(default_factory=dict)

    def message(self, row: Row, actor: Actor) -> bytes:
        queues = queues_holding(row, by=actor)
        key = row, queues, actor.language
        if key not in self._written:
            html = self._fragment(row, queues, actor.language)
            told = {"number": row.number, "seq": row.seq, "position": self.position, "html": html}
            self._written[key] = message("row", told)
        return self._written[key]

    def gone(self, number: str) -> bytes:
        return message("gone", {"number": number, "position": self.position})

    def _fragment(self, row: Row, queues: tuple[str, ...], language: str) -> str:
        set_urlconf(_PAGES)
        try:
            with translation.override(language):
                return render_to_string("desk/row.html", {"row": row, "queues": queues}).strip()
        finally:
            set_urlconf(None)


def counted_for(audiences: Collection[Audience]) -> dict[Audience, bytes]:
    """The counters of each audience, as a message. Keeps no connection."""
    try:
        return {a: message("counters", counters_told(a.actor)) for a in audiences if a.has_counters}
    finally:
        _release()


def _release() -> None:
    if not connection.in_atomic_block:
        connection.close()
