"""An import as it runs: batch by batch, each settled once, whatever dies in between. Done by the worker."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from kentongan.agencies.actions import record_on_user
from kentongan.agencies.queries import actor_of_user
from kentongan.cases.actions import Carried, carry_over
from kentongan.cases.models import Report
from kentongan.core import clock, crypto
from kentongan.core.actor import Actor, system
from kentongan.core.errors import Refused
from kentongan.intake.actions.checking import client_of, submission_of
from kentongan.intake.actions.receiving import Received, receive_many
from kentongan.intake.importing.lines import Line, Reader, Wrong, fields_that_differ
from kentongan.intake.importing.table import Record, Table, read_table
from kentongan.intake.models import CarriedRow, Import
from kentongan.intake.queries import KEPT_FOR, ours, plan_of

BATCH = 100
_log = logging.getLogger(__name__)
_BY = system("import")  # what tells reporters leaves its events alone
State = Import.State
_UNDER_WAY = (State.WAITING, State.RUNNING)


@dataclass
class _Settled:
    """What became of a batch."""

    new: int = 0
    same: int = 0
    changed: int = 0
    told: list[list[Any]] = field(default_factory=list)

    def tell(self, kind: str, line: Line, record: Record, name: str, reason: str, code: str = "") -> None:
        self.told.append([line.number, kind, name, reason, code, list(record.cells)])


def run_import(number: int) -> None:
    """Settle all rows of an import that waits or was left in the middle; then its file is gone."""
    row = Import.objects.filter(pk=number, state__in=_UNDER_WAY).first()
    if row is None:
        return
    try:
        if row.content is not None:
            _settle_all(row, read_table(row.content))
        _end(number)
    except Exception:
        Import.objects.filter(pk=number).exclude(state=State.DONE).update(state=State.FAILED)
        _log.exception("import %s failed; it can go on where it stands", number)
        raise


def _settle_all(row: Import, table: Table) -> None:
    reader = Reader(table, plan_of(row.plan), ours(), clock.zone())
    while _settle_some(row.pk, table, reader):
        pass


@transaction.atomic
def _settle_some(pk: int, table: Table, reader: Reader) -> bool:
    """The next batch and how far the import is, in one transaction. False where all is settled."""
    row = Import.objects.select_for_update().get(pk=pk)
    records = [record for record in table.records if record.number > row.row][:BATCH]
    if not records:
        return False
    by = Actor(_BY.label, _BY.roles, exercise=row.exercise)
    settled = _settle([(reader.line(record), record) for record in records], row.source, by=by)
    row.new, row.same, row.changed = row.new + settled.new, row.same + settled.same, row.changed + settled.changed
    row.refused += sum(one[1] == "refused" for one in settled.told)
    row.row, row.state = records[-1].number, State.RUNNING
    row.told = _added(row.told, table.headings, settled.told)
    row.save()
    return True


def _added(before: bytes | None, headings: Sequence[str], rows: list[list[Any]]) -> bytes:
    held: dict[str, Any] = json.loads(before) if before else {"headings": list(headings), "rows": []}
    held["rows"] += rows
    return json.dumps(held, ensure_ascii=False).encode()


def _settle(pairs: Sequence[tuple[Line, Record]], source: str, *, by: Actor) -> _Settled:
    settled = _Settled()
    good = []
    for line, record in pairs:
        if line.wrong:
            _refuse(settled, line, record)
        else:
            good.append((line, record))
    results = receive_many([submission_of(line, source) for line, _record in good], by=by)
    reports = _reports(source, [line.external_id for line, _record in good])
    marks = dict(CarriedRow.objects.filter(report__in=[pk for pk, _code in reports.values()]).values_list())
    for (line, record), result in zip(good, results, strict=True):
        if isinstance(result, Refused):
            line.wrong.append(Wrong(result.field or "", str(result.reason)))
            _refuse(settled, line, record)
            continue
        report, code = reports[line.external_id]
        _enter(settled, line, record, report, code, result, marks, by=by)
    return settled


def _refuse(settled: _Settled, line: Line, record: Record) -> None:
    first = line.wrong[0]
    reasons = "; ".join(dict.fromkeys(str(wrong.reason) for wrong in line.wrong))
    settled.tell("refused", line, record, first.field, reasons)


def _reports(source: str, ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    rows = Report.objects.filter(client=client_of(source), external_id__in=ids)
    return {external: (pk, code) for external, pk, code in rows.values_list("external_id", "pk", "code")}


def _enter(
    settled: _Settled,
    line: Line,
    record: Record,
    report: int,
    code: str,
    result: Received,
    marks: dict[int, dict[str, str]],
    *,
    by: Actor,
) -> None:
    now = _marks(line)
    if result.is_new:
        carry_over(code, _carried(line), by=by)
        CarriedRow.objects.create(report_id=report, marks=now)
        marks[report] = now
        settled.new += 1
        return
    moved = fields_that_differ(marks.get(report, {}), now)
    if moved:
        settled.changed += 1
        settled.tell("changed", line, record, ",".join(moved), "", code)
    else:
        settled.same += 1


def _carried(line: Line) -> Carried:
    return Carried(
        state=line.state,
        classification=line.classification,
        lead=line.lead,
        outside=line.outside,
        answer=line.answer,
        answered_at=line.answered_at,
        closed_at=line.closed_at,
        edited=line.edited,
    )


def _marks(line: Line) -> dict[str, str]:
    """Marks nobody can read without the key of the blind index."""
    return {name: crypto.blind_index("import", f"{name}\0{cell}").hex()[:24] for name, cell in line.raw.items()}


@transaction.atomic
def _end(pk: int) -> None:
    row = Import.objects.select_for_update().get(pk=pk)
    row.state, row.content, row.done_at = State.DONE, None, clock.now()
    row.save(update_fields=["state", "content", "done_at"])
    owner = actor_of_user(row.owner_id)
    counts = {name: getattr(row, name) for name in ("new", "same", "changed", "refused")}
    if owner is not None:
        record_on_user(owner, "intake.import_done", {"import": pk, "source": row.source, **counts})


def sweep_imports() -> int:
    """Take away the files that stayed longer than a week, and what was told of their rows; gives how many."""
    rows = Import.objects.filter(created_at__lt=clock.now() - KEPT_FOR).exclude(state__in=_UNDER_WAY)
    return rows.filter(Q(content__isnull=False) | Q(told__isnull=False)).update(content=None, told=None)


def forget_imports(person_id: int) -> int:
    """An erasure ends every file that was brought before it: which of them tells of the person, nobody can know."""
    rows = Import.objects.exclude(state__in=_UNDER_WAY)
    gone = rows.filter(Q(content__isnull=False) | Q(told__isnull=False)).update(content=None, told=None)
    return gone + CarriedRow.objects.filter(report__person=person_id).delete()[0]
