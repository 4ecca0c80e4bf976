"""A sheet of an older system, until it runs: taken in, mapped, checked, begun once, or thrown away."""

import re
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kentongan.agencies.actions import record_on_user
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.core.ids import row_id
from kentongan.core.text import clean, redacted
from kentongan.core.uploads import SIZE
from kentongan.intake.actions.checking import checked
from kentongan.intake.importing.mapping import FIELDS, MOST_WORDS, NEEDED, READY, STATES, Plan, guessed
from kentongan.intake.importing.moments import ORDERS
from kentongan.intake.importing.table import read_table
from kentongan.intake.models import Import, SavedPlan
from kentongan.intake.queries import Sheet, lines_of, plan_of, saved_plans, words_of

IMPORTERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
MOST_PLANS = 100
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{1,32}")
State = Import.State


@transaction.atomic
def choose_sheet(name: str, data: bytes, *, source: str, plan: str = "", by: Actor) -> int:
    """Take a file in, encrypted; nothing of it is a report yet. `plan`: a saved mapping, "" to guess. Gives its id."""
    _may(by)
    source = clean(source).lower()
    if not _SOURCE.fullmatch(source):
        raise Refused(_("A source has 2 to 33 small letters, figures and hyphens, like surga-2019."), field="source")
    if len(data) > SIZE:
        raise Refused(_("The file is larger than %(most)d MB. Split it.") % {"most": SIZE // 1024**2}, field="file")
    table = read_table(data)
    base = saved_plans().get(plan)
    if plan and base is None:
        raise Refused(_("This mapping is not there any more."), field="plan")
    row = Import.objects.create(
        owner_id=by.user or 0,
        source=source,
        name=clean(name)[:120],
        content=data,
        plan=_written(guessed(table.headings, base)),
        total=len(table.records),
        exercise=by.exercise,
        created_at=clock.now(),
    )
    return row.pk


@transaction.atomic
def plan_import(key: str, plan: Plan, *, is_whole: bool, by: Actor) -> None:
    """Say how the sheet is read. Where all is said (`is_whole`) every row is tried, and nothing written."""
    row = _waiting(key, by)
    if row.content is None:
        raise NotFound(key)
    table = read_table(row.content)
    _check_plan(plan, table.headings)
    sheet = Sheet(row.pk, row.source, table, plan)
    for name, words in words_of(sheet).items():
        if len(words) > MOST_WORDS:
            told = {"most": MOST_WORDS, "count": len(words)}
            raise Refused(_("This column holds %(count)d different words, more than %(most)d.") % told, field=name)
    row.plan, row.state = _written(plan), State.MAPPED if is_whole else State.CHOSEN
    row.checked = checked(lines_of(sheet), row.source) if is_whole else {}
    row.save(update_fields=["plan", "state", "checked"])


def _check_plan(plan: Plan, headings: tuple[str, ...]) -> None:
    for name in NEEDED:
        if name not in plan.columns:
            raise Refused(_("Choose the column."), field=name)
    for name, heading in plan.columns.items():
        if name not in FIELDS or heading not in headings:
            raise Refused(_("The sheet has no such column."), field=name)
    if plan.order not in ORDERS or plan.default_state not in STATES:
        raise Refused(_("Choose one of the list."), field="order")


@transaction.atomic
def begin_import(key: str, *, by: Actor) -> bool:
    """Leave it to the worker. Pressed twice it begins once; one that failed goes on where it stood."""
    row = _own(key, by).select_for_update().first()
    if row is None:
        raise NotFound(key)
    if row.state not in {State.MAPPED, State.FAILED}:
        return False
    if row.content is None:
        raise Refused(_("The file is not kept any more. Choose it again."))
    row.state = State.WAITING
    row.save(update_fields=["state"])
    record_on_user(by, "intake.import_begun", {"import": row.pk, "source": row.source, "rows": row.total})
    app.configure_task("intake.run_import").defer(number=row.pk)
    return True


@transaction.atomic
def delete_import(key: str, *, by: Actor) -> None:
    """Throw the sheet and what was told of it away. Reports that were taken in stay: they are history."""
    row = _own(key, by).select_for_update().first()
    if row is None:
        raise NotFound(key)
    if row.state in {State.WAITING, State.RUNNING}:
        raise Refused(_("It is being imported. Wait until it is done."))
    row.delete()


@transaction.atomic
def keep_plan(key: str, name: str, *, by: Actor) -> None:
    """Keep how this sheet is read under a name; one of that name is written over."""
    _may(by)
    row = _own(key, by).first()
    if row is None:
        raise NotFound(key)
    name = clean(name)[:60]
    if not name or name in READY:
        raise Refused(_("Give the mapping a name of its own."), field="name")
    plan = plan_of(row.plan)
    for words in plan.words.values():
        if any(redacted(word) != word for word in words):
            raise Refused(_("A mapping holds nobody's number or address: a column is mapped wrongly."), field="name")
    if SavedPlan.objects.exclude(name=name).count() >= MOST_PLANS:
        raise Refused(_("There are too many mappings already."), field="name")
    try:
        SavedPlan.objects.update_or_create(name=name, defaults={"plan": msgspec.to_builtins(plan)})
    except IntegrityError as error:
        raise Refused(_("Give the mapping a name of its own."), field="name") from error


def _may(by: Actor) -> None:
    if by.user is None or not by.has(*IMPORTERS):
        raise Refused(_("Only a coordinator or an administrator may import."))


def _own(key: str, by: Actor) -> QuerySet[Import]:
    _may(by)
    return Import.objects.filter(pk=row_id(key), owner=by.user or 0, exercise=by.exercise)


def _waiting(key: str, by: Actor) -> Import:
    row = _own(key, by).select_for_update().first()
    if row is None:
        raise NotFound(key)
    if row.state not in {State.CHOSEN, State.MAPPED}:
        raise Refused(_("This import has begun already."))
    return row


def _written(plan: Plan) -> str:
    told: Any = msgspec.json.encode(plan)
    return str(told.decode())
