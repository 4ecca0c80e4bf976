"""Reads of imports: each only by the one who began it. Saved mappings are everyone's who imports."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from django.db.models import QuerySet

from kentongan.agencies.queries import agencies
from kentongan.cases.queries.categories import category_facts
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.core.ids import row_id
from kentongan.intake.importing.lines import Line, Reader
from kentongan.intake.importing.mapping import READY, WITH_WORDS, Ours, Plan, different, folded
from kentongan.intake.importing.table import Table, read_table
from kentongan.intake.models import Import, SavedPlan
from kentongan.intake.rows import known_words
from kentongan.places.queries import areas, districts, villages

PREVIEWED = 20
KEPT_FOR = timedelta(days=7)
MOST_SHOWN = 100
State = Import.State


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """An import as its list and page show it. `checked`: counts by field and reason, before it began."""

    id: int
    source: str
    name: str
    state: str
    total: int
    row: int
    new: int
    same: int
    changed: int
    refused: int
    created_at: datetime
    done_at: datetime | None
    has_file: bool
    checked: dict[str, object]

    @property
    def is_running(self) -> bool:
        return self.state in {State.WAITING, State.RUNNING}

    @property
    def settled(self) -> int:
        return self.new + self.same + self.changed + self.refused

    @property
    def file_until(self) -> datetime:
        return self.created_at + KEPT_FOR


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is there still, and how it is read."""

    import_id: int
    source: str
    table: Table
    plan: Plan


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row that was not taken, or is another than the one that was: what and why; its cells as they came."""

    row: int
    kind: str
    field: str
    reason: str
    code: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    headings: tuple[str, ...]
    rows: tuple[ToldRow, ...]


def imports(by: Actor) -> list[ImportFacts]:
    """His latest, the newest first."""
    rows = Import.objects.filter(owner=by.user or 0, exercise=by.exercise).defer("content", "told", "plan")
    return [_facts(row) for row in rows.order_by("-id")[:MOST_SHOWN]]


def import_of(key: str, *, by: Actor) -> ImportFacts:
    """One of his. NotFound where it is another's."""
    return _facts(_own(key, by).defer("told", "plan").get())


def _own(key: str, by: Actor) -> QuerySet[Import]:
    rows = Import.objects.filter(pk=row_id(key), owner=by.user or 0, exercise=by.exercise)
    if not rows.exists():
        raise NotFound(key)
    return rows


def _facts(row: Import) -> ImportFacts:
    counts = (row.total, row.row, row.new, row.same, row.changed, row.refused)
    has_file = row.state not in {State.DONE} and row.created_at > clock.now() - KEPT_FOR
    return ImportFacts(
        row.pk, row.source, row.name, row.state, *counts, row.created_at, row.done_at, has_file, row.checked
    )


def sheet_of(key: str, *, by: Actor) -> Sheet:
    """The sheet of an import of his; NotFound where it is gone."""
    found = _own(key, by).first()
    if found is None or found.content is None:
        raise NotFound(key)
    return Sheet(found.pk, found.source, read_table(found.content), plan_of(found.plan))


def plan_of(text: str) -> Plan:
    return msgspec.json.decode(text, type=Plan) if text else Plan()


def told_of(key: str, *, by: Actor) -> Told:
    """The rows that were told of when the import ran."""
    found = _own(key, by).first()
    return Told((), ()) if found is None or found.told is None else told_from(found.told)


def told_from(data: bytes) -> Told:
    held = json.loads(data)
    rows = (
        ToldRow(row=n, kind=k, field=f, reason=r, code=c, cells=tuple(cells)) for n, k, f, r, c, cells in held["rows"]
    )
    return Told(tuple(held["headings"]), tuple(rows))


def ours() -> Ours:
    """What this city has, by every name it is known by."""
    facts = [c for c in category_facts().values() if c.is_active]
    codes = frozenset(c.code for c in facts)
    categories = {folded(word): code for word, code in known_words().items() if code in codes}
    for category in facts:
        categories |= {folded(n): category.code for n in (category.code, category.name, category.name_en)}
    known = sorted(agencies().values(), key=lambda a: not a.has_ended(clock.today()))
    names = {folded(n): a.id for a in known for n in (a.name, a.short_name, a.code)}
    places = {(folded(_name(v.parent)), folded(v.name)): v.code for v in villages()}
    return Ours(categories, names, places, frozenset(folded(d.name) for d in districts()))


def _name(code: str | None) -> str:
    found = areas().get(code or "")
    return found.name if found else ""


def lines_of(sheet: Sheet, *, limit: int | None = None) -> list[Line]:
    """The rows of a sheet as they would become."""
    reader = Reader(sheet.table, sheet.plan, ours(), clock.zone())
    return [reader.line(record) for record in sheet.table.records[:limit]]


def words_of(sheet: Sheet) -> dict[str, dict[str, int]]:
    """The different words in each column that needs a meaning, with how often they stand there."""
    found = {}
    for name in WITH_WORDS:
        place = sheet.table.column(sheet.plan.columns.get(name, ""))
        if place is not None:
            found[name] = different(r.cells[place] for r in sheet.table.records if place < len(r.cells))
    return found


def kinds_of(lines: Sequence[Line]) -> list[tuple[str, str, int]]:
    """What is wrong with these rows: field, reason and how many, the most first."""
    counts = Counter((wrong.field, str(wrong.reason)) for line in lines for wrong in line.wrong)
    return [(name, reason, count) for (name, reason), count in counts.most_common()]


def saved_plans() -> dict[str, Plan]:
    """The mappings under their names, the shipped ones first."""
    kept = SavedPlan.objects.order_by("name").values_list("name", "plan")
    return {**READY, **{name: msgspec.convert(plan, Plan) for name, plan in kept}}
