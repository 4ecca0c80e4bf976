"""Who had a case for how long: computed from its events, so that the spans add up to the whole (R10)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from kentongan.cases.queries.shapes import Holding
from kentongan.core import clock
from kentongan.core.workdays import Calendar, working_days_between
from kentongan.history.chain import Recorded

COORDINATOR, AGENCY, REPORTER, OUTSIDE, NOBODY = "coordinator", "agency", "reporter", "outside", ""

_TO_COORDINATOR = ("submitted", "sent_back", "completed", "taken_back", "restored", "handed_in")
_TO_LEAD = ("routed", "decided", "replied", "given_back", "answered", "referral_answered")
_TO_NOBODY = ("closed", "closed_by_system", "archived", "expired")


@dataclass(frozen=True, slots=True)
class Span:
    """One owner's time; `agency` where an agency held it."""

    holder: str
    agency: int | None
    begin: datetime
    end: datetime
    was_sent_back: bool = False


def spans(events: Iterable[Recorded], *, until: datetime) -> list[Span]:
    """The owners one after another, from the first event to `until`; nobody's time is left out.

    A reply gives the case back to the agency that leads, an answer leaves it there; the coordinator has it where none
    does, and while an answer waits to be checked.
    """
    found: list[Span] = []
    holder, agency, begin = NOBODY, None, until
    for event in events:
        kind = event.kind.rpartition(".")[2]
        owner = _owner_after(kind, event)
        if owner is None or owner == (holder, agency):
            continue
        if holder:
            found.append(Span(holder, agency, begin, event.occurred_at, was_sent_back=kind == "sent_back"))
        (holder, agency), begin = owner, event.occurred_at
    if holder and until > begin:
        found.append(Span(holder, agency, begin, until))
    return found


def _owner_after(kind: str, event: Recorded) -> tuple[str, int | None] | None:
    """Who owns the case after this event; None where it changes nothing."""
    if kind in _TO_COORDINATOR:
        return COORDINATOR, None
    if kind in _TO_NOBODY:
        return NOBODY, None
    if kind in _TO_LEAD:
        lead = event.body.get("facts", {}).get("lead")
        return (COORDINATOR, None) if lead is None else (AGENCY, lead)
    return {"postponed": (REPORTER, None), "referred": (OUTSIDE, None)}.get(kind)


def holdings(
    events: Sequence[Recorded], *, calendar: Calendar, name_of: Callable[[int | None], str]
) -> tuple[Holding, ...]:
    """The spans of one owner added up, in the order they first had it."""
    gathered: dict[tuple[str, int | None], list[Span]] = {}
    for span in spans(events, until=clock.now()):
        gathered.setdefault((span.holder, span.agency), []).append(span)
    return tuple(_holding(holder, name_of(agency), own, calendar) for (holder, agency), own in gathered.items())


def _holding(holder: str, name: str, own: Sequence[Span], calendar: Calendar) -> Holding:
    return Holding(
        holder=holder,
        name=name,
        seconds=sum((span.end - span.begin).total_seconds() for span in own),
        working_days=sum(_days(own, calendar)),
        was_sent_back=any(span.was_sent_back for span in own),
    )


def _days(own: Sequence[Span], calendar: Calendar) -> Iterator[int]:
    for span in own:
        yield working_days_between(clock.local(span.begin).date(), clock.local(span.end).date(), calendar)
