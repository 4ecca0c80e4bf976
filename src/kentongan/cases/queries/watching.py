"""What watchers of lists need: one case read once for many kinds of readers, and counters as they are written."""

from collections.abc import Callable
from dataclasses import dataclass

from kentongan.cases import access
from kentongan.cases.models import Case
from kentongan.cases.privacy import Facts, sight_of
from kentongan.cases.queries.inbox import counters
from kentongan.cases.queries.queues import CAPPED
from kentongan.cases.queries.rows import parties_of, row_of
from kentongan.cases.queries.shapes import Row
from kentongan.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`left`: agencies whose part ended with this event; `row` gives what one kind of reader may see, or None."""

    number: str
    facts: Facts
    left: frozenset[int]
    row: Callable[[Actor], Row | None]


def broadcast(case_id: int, *, seq: int) -> Broadcast | None:
    """The case as it is now, for the event `seq` of its stream. Three queries, whatever the number of readers."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return None
    parties = parties_of([case.pk])[case.pk]
    facts = access.facts_of(case)
    left = frozenset(party.agency_id for party in parties if party.until is not None and party.last_seq == seq)

    def row(by: Actor) -> Row | None:
        sight = sight_of(by, facts)
        return row_of(case, parties, sight, by=by) if sight.exists else None

    return Broadcast(case.number, facts, left, row)


def counters_told(by: Actor) -> dict[str, str]:
    """The counters of his queues as they are written."""
    return {name: told_count(n) for name, n in counters(by).items()}


def told_count(count: int) -> str:
    """A counter as it is written: `1.000+` where counting stopped."""
    return f"{CAPPED // 1000}.000+" if count >= CAPPED else str(count)
