"""The reports of one who proved that he reads a mailbox. Weaker than a PIN: a mailbox may be shared.

So of confidential and sensitive reports only code and state are in the list, and what was told asks for the PIN.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kentongan.cases.models import Report
from kentongan.cases.queries.categories import category_facts
from kentongan.core import actor
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.core.text import first_line

PAGE = 20


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A line of the list. Where `is_closed_off` the title is None and the PIN is asked."""

    report: int
    code: str
    state: str
    is_verified: bool
    received_at: datetime
    is_closed_off: bool
    title: str | None


def has_reports(persons: Iterable[int]) -> bool:
    """Whether any of these persons told something outside exercises."""
    return _told_by(set(persons)).exists()


def own_reports(persons: Collection[int], *, before: int | None = None) -> tuple[tuple[OwnReport, ...], int | None]:
    """The newest reports first, twenty at a time, and the key the next page begins `before`."""
    reports = _told_by(persons).select_related("case").order_by("-pk")
    if before is not None:
        reports = reports.filter(pk__lt=before)
    found = list(reports[: PAGE + 1])
    after = found[PAGE - 1].pk if len(found) > PAGE else None
    return tuple(_line(report) for report in found[:PAGE]), after


def open_by_mailbox(code: str, persons: Collection[int], *, language: str = "id") -> Actor:
    """The reporter of an ordinary report of these persons; NotFound for any other, as for one that asks the PIN."""
    report = _told_by(persons).select_related("case").filter(code=code).first()
    if report is None or _is_closed_off(report):
        raise NotFound
    return actor.reporter(report.pk, exercise=None, language=language)


def stays_open(report_id: int) -> bool:
    """Whether a report that was opened by mailbox is still an ordinary one."""
    report = Report.objects.select_related("case").filter(pk=report_id).first()
    return report is not None and not _is_closed_off(report)


def _told_by(persons: Collection[int]) -> QuerySet[Report]:
    return Report.objects.filter(person__in=persons, exercise__isnull=True)


def _is_closed_off(report: Report) -> bool:
    facts = category_facts().get(report.case.category_id or "")
    return report.is_confidential or report.case.is_confidential or bool(facts and facts.is_sensitive)


def _line(report: Report) -> OwnReport:
    is_closed_off = _is_closed_off(report)
    title = None if is_closed_off else report.title or (first_line(report.text) if report.text else None)
    return OwnReport(
        report=report.pk,
        code=report.code,
        state=report.case.state,
        is_verified=report.case.verified_at is not None,
        received_at=report.received_at,
        is_closed_off=is_closed_off,
        title=title,
    )
