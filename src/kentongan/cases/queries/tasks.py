"""Tasks and questions for advice: of one case, and those that wait for an agency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kentongan.agencies.queries import agency_names
from kentongan.cases import access
from kentongan.cases.models import Case, CaseParty, Task
from kentongan.cases.privacy import History, Sight
from kentongan.cases.queries.paging import Order, walk
from kentongan.cases.queries.rows import rows_for
from kentongan.cases.queries.shapes import Page, TaskView
from kentongan.cases.workflow import State
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound

_MOST_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in the list of its agency."""

    task: TaskView
    number: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A case on which the agency's advice is asked; `answer_on`: the day it was asked for."""

    number: str
    title: str | None
    passage: str
    since: datetime
    answer_on: date | None


def tasks_of(case: Case, *, by: Actor, sight: Sight) -> tuple[TaskView, ...]:
    """The tasks of a case in the order they were given; of a passage's reader, those of his agency. One query."""
    if sight.history < History.OWN_ACTS or sight.history is History.OWN_TIME:
        return ()
    found = Task.objects.filter(case=case).select_related("entry", "settled").order_by("id")
    if sight.history is not History.ALL:
        found = found.filter(agency=by.agency or 0)
    return tuple(views(found, by=by))


def views(tasks: Iterable[Task], *, by: Actor) -> list[TaskView]:
    names, now = agency_names(), clock.now()
    return [
        TaskView(
            id=task.pk,
            agency=task.agency_id,
            name=names[task.agency_id],
            given_by=names.get(task.given_by_id or 0, ""),
            text=task.entry.text,
            state=task.state,
            due_at=task.due_at,
            settled_at=task.settled_at,
            settled_text=task.settled.text if task.settled else "",
            is_own=_is_officer_of(task.agency_id, by),
            is_late=task.state == Task.State.OPEN and task.due_at < now,
        )
        for task in tasks
    ]


def _is_officer_of(agency: int, by: Actor) -> bool:
    return agency == by.agency and by.has(Role.OFFICER)


def task_list(*, is_open: bool, by: Actor, after: str | None = None, limit: int = 40) -> Page[TaskRow]:
    """The tasks of the reader's agency: open ones by their day, others the newest first. Four queries."""
    own = Task.objects.filter(agency=_agency(by), exercise=by.exercise)
    rows = own.filter(state=Task.State.OPEN) if is_open else own.exclude(state=Task.State.OPEN)
    order = Order("due_at") if is_open else Order("created_at", is_descending=True)
    ids, token = walk(rows, order, after=after, limit=limit)
    found = Task.objects.select_related("entry", "settled").in_bulk(ids)
    cases = rows_for([task.case_id for task in found.values()], by=by)
    told = [
        TaskRow(view, cases[found[view.id].case_id].number, cases[found[view.id].case_id].title)
        for view in views((found[pk] for pk in ids), by=by)
        if found[view.id].case_id in cases
    ]
    return Page(tuple(told), token)


def questions(by: Actor) -> list[Question]:
    """The cases on which the agency's advice is asked and not given, those with the nearest day first."""
    parts = CaseParty.objects.filter(
        agency=_agency(by),
        role=CaseParty.Role.CONSULTED,
        until__isnull=True,
        advised_at__isnull=True,
        case_state__in=(State.ROUTED, State.IN_PROGRESS),
        exercise=by.exercise,
    )
    found = list(parts.order_by("answer_on", "since", "id")[:_MOST_QUESTIONS])
    cases = rows_for([party.case_id for party in found], by=by)
    return [
        Question(cases[p.case_id].number, cases[p.case_id].title, p.passage, p.since, p.answer_on)
        for p in found
        if p.case_id in cases
    ]


def _agency(by: Actor) -> int:
    return by.agency or 0 if by.has(Role.OFFICER, Role.FIELD_OFFICER) else 0


def task_one(number: str, task_id: int, *, by: Actor) -> TaskView:
    """One task of a case the reader may know of. NotFound where there is none he may see."""
    case = access.one(number, by)
    sight = access.sight_on(case, by)
    found = next((task for task in tasks_of(case, by=by, sight=sight) if task.id == task_id), None)
    if found is None:
        raise NotFound(str(task_id))
    return found
