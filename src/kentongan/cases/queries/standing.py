"""With whom a case is: what passing it on would change."""

from dataclasses import dataclass

from kentongan.cases import access
from kentongan.cases.models import Case, CaseParty, Classification
from kentongan.cases.workflow import Need
from kentongan.core.actor import Actor


@dataclass(frozen=True)
class Standing:
    """The state of a case, the agency that leads and those that support."""

    state: str
    lead: int | None
    support: frozenset[int] = frozenset()


def needs_met(case: Case) -> frozenset[Need]:
    """What holds of the case besides its state, for the life cycle's table."""
    met = {
        Need.VERIFIED: case.verified_at is not None,
        Need.QUESTION: case.asked_at is not None,
        Need.DISPUTED: case.disputed_at is not None,
        Need.SETTLED: case.disputed_at is None,
        Need.NO_LEAD: case.lead_id is None,
        Need.EXTENDABLE: case.classification == Classification.INFORMATION and case.extended_at is None,
    }
    return frozenset(need for need, holds in met.items() if holds)


def standing_of(case: Case) -> Standing:
    supports = CaseParty.objects.filter(case=case, until__isnull=True, role=CaseParty.Role.SUPPORT)
    return Standing(case.state, case.lead_id, frozenset(supports.values_list("agency_id", flat=True)))


def standing_now(number: str, *, by: Actor) -> Standing:
    """NotFound where the reader may not know of the case."""
    return standing_of(access.one(number, by))
