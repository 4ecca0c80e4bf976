"""With whom a case is: what passing it on would change."""

from dataclasses import dataclass

from kentongan.cases import access
from kentongan.cases.models import Case, CaseParty
from kentongan.core.actor import Actor


@dataclass(frozen=True)
class Standing:
    """The state of a case, the agency that leads and those that support."""

    state: str
    lead: int | None
    support: frozenset[int] = frozenset()


def standing_of(case: Case) -> Standing:
    supports = CaseParty.objects.filter(case=case, until__isnull=True, role=CaseParty.Role.SUPPORT)
    return Standing(case.state, case.lead_id, frozenset(supports.values_list("agency_id", flat=True)))


def standing_now(number: str, *, by: Actor) -> Standing:
    """NotFound where the reader may not know of the case."""
    return standing_of(access.one(number, by))
