"""A form that comes twice, by a double click or a weak line, is one act; one that comes late can be told so."""

from kentongan.cases import access
from kentongan.cases.actions.base import kind_of
from kentongan.cases.models import Entry
from kentongan.cases.workflow import Act
from kentongan.core.actor import Actor
from kentongan.history.queries import stream_of

_ALSO = {Act.ANSWER: ("cases.handed_in",)}  # an answer that waits to be checked was given too


def was_done(number: str, act: Act, *, since: int, text: str = "", by: Actor) -> bool:
    """Whether this actor has done this act, with this word, after the event the form was shown at.

    Call it in the transaction that does the act: it locks the case, so that of two forms at once one waits here.
    """
    case = access.locked(number, by)
    events = [
        event
        for event in stream_of(f"case:{case.pk}", after_seq=since)
        if event.kind in {kind_of(act), *_ALSO.get(act, ())} and event.actor == by.label
    ]
    if not events or not text:
        return bool(events)
    return Entry.objects.filter(case=case, seq__in=[event.seq for event in events], text=text).exists()


_MOVES = frozenset(kind_of(act) for act in Act)


def moved_since(number: str, *, seq: int, by: Actor) -> bool:
    """Whether anybody took an act on the case after the event it was shown at. Call it in the act's transaction."""
    case = access.locked(number, by)
    return case.head_seq > seq and any(e.kind in _MOVES for e in stream_of(f"case:{case.pk}", after_seq=seq))
