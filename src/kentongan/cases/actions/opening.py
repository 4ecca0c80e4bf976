"""Opening a case: an agency's part counts as opened, and a read that must be logged is."""

from django.db import transaction

from kentongan.agencies.actions import record_on_user
from kentongan.cases import access, privacy
from kentongan.cases.models import CaseParty
from kentongan.core import clock
from kentongan.core.actor import Actor, Role


@transaction.atomic
def open_case(number: str, *, is_printed: bool = False, by: Actor) -> None:
    """Note that this reader opened the case, or printed it; of a confidential one in the reader's own history."""
    case = access.one(number, by)
    if by.agency is not None and by.has(Role.OFFICER):
        parts = CaseParty.objects.filter(case=case, agency=by.agency, until__isnull=True, opened_at__isnull=True)
        parts.update(opened_at=clock.now())
    if privacy.sight_of(by, access.facts_of(case)).is_logged:
        record_on_user(by, "cases.printed" if is_printed else "cases.opened", {"case": case.pk})


@transaction.atomic
def print_list(queue: str, *, rows: int, by: Actor) -> None:
    """Note that he took a list on paper: which queue, how many rows."""
    record_on_user(by, "cases.list_printed", {"queue": queue, "rows": rows})
