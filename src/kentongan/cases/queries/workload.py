"""How much an agency still has in its hands."""

from kentongan.cases.models import CaseParty
from kentongan.cases.workflow import OPEN_STATES


def open_cases_of(agency: int) -> int:
    """How many open cases an agency leads; those of exercises are not counted."""
    leading = CaseParty.objects.filter(agency=agency, role=CaseParty.Role.LEAD, until__isnull=True)
    return leading.filter(case_state__in=OPEN_STATES, exercise__isnull=True).count()
