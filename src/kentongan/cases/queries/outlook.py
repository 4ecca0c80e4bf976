"""What an act would do to many cases: for each what it becomes, or why it is refused. Asked before a bulk act."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kentongan.cases import access, workflow
from kentongan.cases.models import Case
from kentongan.cases.privacy import sight_of, viewers_of
from kentongan.cases.queries.case import acts_of
from kentongan.cases.queries.rows import parties_of, row_of
from kentongan.cases.queries.shapes import Row
from kentongan.cases.queries.standing import needs_met
from kentongan.cases.workflow import Act
from kentongan.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Outlook:
    """`target`: the state it would be in; `refusal`: why not, empty where nothing stands against it."""

    row: Row
    target: str
    refusal: str


def outlooks(numbers: Collection[str], act: Act | None, *, by: Actor) -> dict[str, Outlook]:
    """By number; those he may not know of are left out. Three queries, whatever their number.

    `act` None: something every reader may do, like watching.
    """
    cases = list(access.visible_to(by).filter(number__in=numbers))
    parties = parties_of(case.pk for case in cases)
    reports = access.reports_of((case.pk for case in cases), by=by)
    found = {}
    for case in cases:
        facts = access.facts_with(case, parties[case.pk], reports[case.pk])
        row = row_of(case, parties[case.pk], sight_of(by, facts), by=by)
        line = workflow.find(case.state, act) if act else None
        refusal = _refusal(case, act, acts_of(case, viewers_of(by, facts), by=by), by) if act else ""
        found[case.number] = Outlook(row, (line.target if line else None) or case.state, refusal)
    return found


def _refusal(case: Case, act: Act, acts: Collection[Act], by: Actor) -> str:
    if act in acts:
        return ""
    if case.merged_into_id is not None:
        return _("Its reports belong to another case now.")
    told = workflow.why_not(case.state, act, by=by, holds=needs_met(case))
    return told or _("Only the leading agency may do this.")
