"""Who is told news of a case."""

from collections.abc import Iterable
from dataclasses import dataclass

from kentongan.cases.models import Report


@dataclass(frozen=True, slots=True)
class Addressee:
    """A reporter who wants news and can perhaps be reached; `agency` is who owns the case now, for the text."""

    report: int
    case: int
    code: str
    person: int
    language: str
    agency: str
    exercise: int | None


def addressees(case_ids: Iterable[int]) -> dict[int, list[Addressee]]:
    """The reporters to tell, by case, in one query."""
    rows = Report.objects.filter(case__in=set(case_ids), wants_news=True, person__isnull=False).order_by("id")
    found: dict[int, list[Addressee]] = {}
    for row in rows.values_list(
        "id", "case_id", "code", "person_id", "language", "case__lead__name", "exercise", named=False
    ):
        report, case, code, person, language, agency, exercise = row
        found.setdefault(case, []).append(Addressee(report, case, code, person, language, agency or "", exercise))
    return found
