"""Who had a case for how long: computed from its events, so that the spans add up to the whole (R10)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from kentongan.cases.queries.shapes import Holding
from kentongan.core import clock
from kentongan.core.workdays import Calendar, working_days_between
from kentongan.history.chain import Recorded

COORDINATOR, AGENCY, REPORTER, OUTSIDE, CLOSED = "coordinator", "agency", "reporter", "outside", "closed"

_TO_COORDINATOR = ("submitted", "sent_back", "completed", "taken_back", "restored", "handed_in", "referral_answered")
_TO_AGENCY = ("replied", "given_back", "answered")
_TO_LEAD = ("routed", "decided")
_TO_NOBODY = ("closed", "closed_by_system", "archived", "expired")
_WITHOUT_LEAD = ("sent_back", "referred")
Owner = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Span:
    """One owner's time; `agency` where an agency held it."""

    holder: str
    agency: int | None
    begin: datetime
    end: datetime
    was_sent_back: bool = False


def spans(events: Iterable[Recorded], *, until: datetime) -> list[Span]:
    """The owners one after another without a gap, from the first event to `until`, or to the end of the case.

    A reply gives the case back to the agency that leads, an answer leaves it there; while an answer waits to be
    checked, or came from outside, the coordinator has it. While a question to the reporter stands, the time is his.
    What lay between an end and a reply is nobody's (`closed`), so that all spans add up to the whole.
    """
    found: list[Span] = []
    owner: Owner | None = None
    shown, begin, lead, is_asked = owner, until, None, False
    for event in events:
        kind, at = event.kind.rpartition(".")[2], event.occurred_at
        lead = _lead_after(kind, event, lead)
        owner = _owner_after(kind, lead) or owner
        is_asked = kind == "asked" or (is_asked and kind not in _TO_NOBODY and "paused_since" not in event.body)
        now = (REPORTER, None) if is_asked else owner
        if now == shown:
            continue
        if shown is not None:
            at = max(at, begin)
            found.append(Span(*shown, begin, at, was_sent_back=kind == "sent_back"))
        shown, begin = now, at
    if shown is not None and shown[0] != CLOSED and until > begin:
        found.append(Span(*shown, begin, until))
    return found


def _lead_after(kind: str, event: Recorded, lead: int | None) -> int | None:
    if kind in _TO_LEAD:
        return event.body.get("lead")
    return None if kind in _WITHOUT_LEAD else lead


def _owner_after(kind: str, lead: int | None) -> Owner | None:
    """Who owns the case after this event; None where it changes nothing."""
    if kind in _TO_COORDINATOR:
        return COORDINATOR, None
    if kind in _TO_NOBODY:
        return CLOSED, None
    if kind in _TO_LEAD:
        return AGENCY, lead
    if kind in _TO_AGENCY:
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
