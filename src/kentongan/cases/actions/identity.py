"""*Buka identitas*: reading who told, logged in the reader's own history with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.agencies.actions import record_on_user
from kentongan.cases import access, privacy, reasons
from kentongan.cases.models import Report
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.people.queries import Identity, identity_of


@transaction.atomic
def read_identity(number: str, code: str, *, reason: str, by: Actor) -> Identity:
    """Name and contacts of the report's teller, where R6 lets this reader see them behind a logged act."""
    case = access.one(number, by)
    report = Report.objects.filter(code=code, case=case).first()
    if report is None or report.person_id is None:
        raise NotFound
    facts = privacy.of_report(
        access.facts_of(case), is_anonymous=report.is_anonymous, is_confidential=report.is_confidential
    )
    if privacy.sight_of(by, facts).identity == privacy.Identity.NO:
        raise Refused(_("Your role may not see who told this."))
    if reason not in reasons.READ_IDENTITY:
        raise Refused(_("Choose why you need to know."), field="reason")
    record_on_user(by, "cases.identity_read", {"case": case.pk, "report": report.pk, "why": reason})
    return identity_of(report.person_id)
