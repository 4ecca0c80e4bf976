"""What a reporter told again, and what a new telling begins with."""

from dataclasses import dataclass

from kentongan.cases.models import Report, Retelling
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Related:
    """Codes of the reports one goes on from and in; empty where there are none."""

    earlier: str = ""
    later: tuple[str, ...] = ()


def related(by: Actor) -> Related:
    """The linked reports of the reporter who proved his report."""
    report = Report.objects.filter(pk=by.report or 0).first()
    if report is None:
        raise NotFound
    before = Retelling.objects.filter(case__number=report.code).values_list("earlier__code", flat=True).first()
    after = Retelling.objects.filter(earlier=report).order_by("id").values_list("case__number", flat=True)
    return Related(before or "", tuple(after))


def beginning(by: Actor) -> dict[str, str]:
    """The inputs a new telling of the same matter begins with: subject, kelurahan, how to find it."""
    report = Report.objects.select_related("case").filter(pk=by.report or 0, exercise=by.exercise).first()
    if report is None:
        raise NotFound
    case = report.case
    told = {"category": case.category_id or "", "area": case.area_id or "", "place": report.place or ""}
    return {name: value for name, value in told.items() if value}
