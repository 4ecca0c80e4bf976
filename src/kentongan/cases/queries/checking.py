"""The answer that waits to be checked, and what in a text could be personal, as far as its reader may know."""

from dataclasses import dataclass
from datetime import datetime

from kentongan.cases import access
from kentongan.cases.checklist import Mark, marks
from kentongan.cases.models import Case, Report
from kentongan.cases.privacy import Identity, of_report, sight_of
from kentongan.cases.workflow import State
from kentongan.core.actor import Actor
from kentongan.people.queries import name_of


@dataclass(frozen=True, slots=True)
class HandedIn:
    """`id` of the word; `seq` of its event, which says what was answered of the four questions."""

    id: int
    seq: int
    at: datetime
    text: str


def handed_in(number: str, *, by: Actor) -> HandedIn | None:
    """The answer that waits, for those who read the whole history; None where none does. Three queries at most."""
    case = access.one(number, by)
    if case.handed_in_at is None or case.state != State.IN_PROGRESS:
        return None
    entry = case.entries.filter(kind="handed_in").order_by("-seq").first()
    if entry is None:
        return None
    return HandedIn(entry.pk, entry.seq, entry.created_at, entry.text)


def names_for(case: Case, by: Actor) -> list[str]:
    """The names of those who told it, where this reader may know them without asking: a mark would tell a name.

    Of an anonymous report no name is compared with anything.
    """
    facts = access.facts_of(case)
    told = Report.objects.filter(case=case, person__isnull=False)
    open_ones = [
        report.person_id
        for report in told
        if sight_of(
            by, of_report(facts, is_anonymous=report.is_anonymous, is_confidential=report.is_confidential)
        ).identity
        is Identity.YES
    ]
    return [name for name in map(name_of, filter(None, open_ones)) if name]


def personal_marks(number: str, text: str, *, by: Actor) -> tuple[Mark, ...]:
    """What in a text could be personal. NotFound where the reader may not know of the case."""
    case = access.one(number, by)
    return marks(text, names_for(case, by))
