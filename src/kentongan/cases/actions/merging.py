"""Many tellings, one matter: a report moves to another case, and back. Both codes live.

A flag goes along: where one of the tellings is anonymous or confidential, the one matter is.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases import access
from kentongan.cases.actions.base import begin, finish
from kentongan.cases.actions.flags import raised
from kentongan.cases.models import Attachment, Case, Report
from kentongan.cases.workflow import OPEN_STATES, Act
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused


@transaction.atomic
def merge(code: str, *, into: str, by: Actor) -> None:
    """Move the report of this code to the case `into`.

    A case without reports points to the one its own report is in now, and nothing is joined to it.
    """
    report, source, target = _both(code, into, by=by)
    if target.merged_into_id is not None:
        raise Refused(_("There is no open case with this number."), field="into")
    if source.pk == target.pk:
        raise Refused(_("The report belongs to this case already."))
    _move(report, source, target, act=Act.MERGE, by=by)


@transaction.atomic
def unmerge(code: str, *, by: Actor) -> None:
    """Move the report of this code back to the case it began."""
    report, source, target = _both(code, code, by=by)
    if source.pk == target.pk:
        raise Refused(_("The report is in the case it began."))
    _move(report, source, target, act=Act.UNMERGE, by=by)


def _both(code: str, number: str, *, by: Actor) -> tuple[Report, Case, Case]:
    """The report, where it is, where it goes; both cases, and the one it began, locked in the order of their ids."""
    report = Report.objects.select_related("case").filter(code=code).first()
    if report is None:
        raise Refused(_("There is no report with this code."), field="code")
    wanted = {report.case.number, number}
    known = access.visible_to(by).filter(number__in={*wanted, code}).order_by("pk").values_list("number", flat=True)
    cases = {n: begin(n, Act.MERGE, by=by) if n in wanted else access.locked(n, by) for n in known}
    if number not in cases or report.case.number not in cases:
        raise Refused(_("There is no open case with this number."), field="into")
    report.refresh_from_db()
    return report, cases[report.case.number], cases[number]


def _where(number: str) -> Case:
    """The case in which the report is that began the one of this number."""
    return Case.objects.get(reports__code=number)


def _move(report: Report, source: Case, target: Case, *, act: Act, by: Actor) -> None:
    at = clock.now()
    if target.state not in OPEN_STATES:
        raise Refused(_("There is no open case with this number."), field="into")
    Report.objects.filter(pk=report.pk).update(case=target)
    source.report_count -= 1
    target.report_count += 1
    Attachment.objects.filter(report=report.pk, entry__isnull=True).update(case=target)
    source.merged_into = _where(source.number) if source.report_count == 0 else None
    target.merged_into = None
    Case.objects.filter(number=report.code, report_count=0).exclude(pk__in=[source.pk, target.pk]).update(
        merged_into=target
    )
    told = (report, source) if act is Act.MERGE else (report,)  # parted, it has the flags it had and its own
    body = {"report": report.pk, "from_case": source.pk, "fields": raised(target, *told)}
    finish(source, act, by=by, at=at, body={"report": report.pk, "to": target.pk})
    finish(target, act, by=by, at=at, body=body)
