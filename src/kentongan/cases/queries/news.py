"""Who is told news of a case, and which case news was about."""

from collections.abc import Iterable
from dataclasses import dataclass

from kentongan.cases import access
from kentongan.cases.models import Case, Entry, Report
from kentongan.cases.queries.told import referred_to
from kentongan.core.actor import Actor

_REPORT = "report:"


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


def referral(case: int, seq: int) -> tuple[str, str]:
    """The body outside to which this event handed the case, and how to reach it; blank where it did not."""
    found = Entry.objects.filter(case=case, seq=seq, kind=Entry.Kind.REFERRAL).values_list("text", flat=True).first()
    return referred_to(found or "")


def numbers_of(subject_refs: Iterable[str], *, by: Actor) -> dict[str, str]:
    """The number of the case a message is about, by its subject, where it is a report this reader may know of."""
    reports = {int(ref.removeprefix(_REPORT)): ref for ref in subject_refs if ref.startswith(_REPORT)}
    rows = Report.objects.filter(pk__in=reports, case__in=access.visible_to(by))
    return {reports[pk]: number for pk, number in rows.values_list("pk", "case__number")}


def numbers_of_cases(case_ids: Iterable[int]) -> dict[int, str]:
    """The numbers of cases by their ids, for words to those who work on them."""
    return dict(Case.objects.filter(pk__in=set(case_ids)).values_list("pk", "number"))
