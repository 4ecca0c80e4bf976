"""Tasks: the lead divides a case among those who have a part in it. Each step is an event; the reporter sees none."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kentongan.cases import access
from kentongan.cases.actions.base import begin, finish, handling_party, own_lead, record, required
from kentongan.cases.actions.entries import say
from kentongan.cases.deadlines import LAST_MOMENT
from kentongan.cases.models import Case, CaseParty, Deadline, DeadlineRule, Entry, Task
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused

_LONGEST = 1000


@transaction.atomic
def give_task(number: str, *, agency: int, text: str, due_on: date, by: Actor) -> None:
    """Give an agency that leads or supports a piece of the work, until a day within the reporter's limit."""
    case = begin(number, Act.GIVE_TASK, by=by)
    own_lead(case, by=by)
    _has_part(case, agency)
    text = required(text, field="text", limit=_LONGEST)
    _within(case, due_on)
    at = clock.now()
    texts = say(case, Entry.Kind.TASK, text, by=by, at=at)
    task = Task.objects.create(
        case=case,
        agency_id=agency,
        given_by_id=None if by.has(Role.COORDINATOR) else by.agency,
        entry=_last_entry(case),
        due_at=datetime.combine(due_on, LAST_MOMENT, tzinfo=clock.zone()),
        created_at=at,
        exercise=case.exercise,
    )
    body = {"task": task.pk, "for": agency, "on": due_on.isoformat()}
    finish(case, Act.GIVE_TASK, by=by, at=at, body=body, texts=texts)


def _has_part(case: Case, agency: int) -> None:
    now = CaseParty.objects.filter(case=case, agency_id=agency, until__isnull=True)
    if not now.exclude(role=CaseParty.Role.CONSULTED).exists():
        raise Refused(
            _("Only an agency that leads or supports the case can be given a task. Ask the coordinator to add it."),
            field="agency",
        )


def _within(case: Case, due_on: date) -> None:
    """Not before today, and not after the reporter's limit while that has not passed."""
    if due_on < clock.today():
        raise Refused(_("This day has passed."), field="due_on")
    last = latest_day(case)
    if last is not None and due_on > last:
        said = {"day": date_format(last, "j F Y")}
        raise Refused(_("At the latest on %(day)s: the reporter's limit ends then.") % said, field="due_on")


def latest_day(case: Case) -> date | None:
    """The day the reporter's limit ends; None where none runs or it has passed already."""
    limit = Deadline.objects.filter(
        case=case, stage=DeadlineRule.Stage.RESOLVE, met_at__isnull=True, dropped_at__isnull=True
    ).first()
    last = clock.local(limit.due_at).date() if limit else None
    return last if last is not None and last >= clock.today() else None


def _last_entry(case: Case) -> Entry:
    return Entry.objects.get(case=case, seq=case.head_seq + 1, kind=Entry.Kind.TASK)


@transaction.atomic
def settle_task(number: str, task_id: int, *, is_done: bool, text: str, by: Actor) -> None:
    """The agency says that its task is done, or declines it with a reason. Said twice by the same one, it is once."""
    case = access.locked(number, by)
    task = Task.objects.filter(pk=task_id, case=case, agency_id=by.agency or 0).first()
    if task is None or not by.has(Role.OFFICER):
        raise NotFound(str(task_id))
    state = Task.State.DONE if is_done else Task.State.RETURNED
    if task.state == state and task.settled_by_id == by.user:
        return
    handling_party(case, by=by)
    _still_open(task)
    body = {"task": task.pk, "for": task.agency_id, "agency": by.agency}
    _settle(case, task, state, f"task_{state}", text, body, by=by)


@transaction.atomic
def withdraw_task(number: str, task_id: int, *, text: str, by: Actor) -> None:
    """The lead, or the coordinator, takes a task back; the agency reads why."""
    case = access.locked(number, by)
    own_lead(case, by=by)
    if not by.has(Role.OFFICER, Role.COORDINATOR):
        raise Refused(_("Your role may not do this. Ask the coordinator."))
    task = Task.objects.filter(pk=task_id, case=case).first()
    if task is None:
        raise NotFound(str(task_id))
    if task.state == Task.State.WITHDRAWN and task.settled_by_id == by.user:
        return
    _still_open(task)
    _settle(case, task, Task.State.WITHDRAWN, "task_withdrawn", text, {"task": task.pk, "for": task.agency_id}, by=by)


def _still_open(task: Task) -> None:
    if task.state != Task.State.OPEN:
        raise Refused(_("This task is not open any more. Reload the page."))


def _settle(case: Case, task: Task, state: str, kind: str, text: str, body: dict[str, Any], *, by: Actor) -> None:
    at = clock.now()
    texts = say(case, Entry.Kind.TASK, required(text, field="text", limit=_LONGEST), by=by, at=at)
    task.state, task.settled, task.settled_by_id, task.settled_at = state, _last_entry(case), by.user, at
    task.save(update_fields=["state", "settled", "settled_by", "settled_at"])
    record(case, kind, by=by, at=at, body=body, texts=texts)


def end_tasks(case: Case, *, at: datetime, keep: Collection[int] = ()) -> dict[str, Any]:
    """Take back the open tasks of all but `keep`, inside an act that ends their parts; gives what the event says."""
    ending = Task.objects.filter(case=case, state=Task.State.OPEN).exclude(agency__in=keep)
    found = sorted(ending.values_list("pk", flat=True))
    ending.update(state=Task.State.WITHDRAWN, settled_at=at)
    return {"tasks": found} if found else {}
