"""Categories and deadline rules as sections of the configuration file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

import msgspec
from django.utils.translation import gettext as _

from kentongan.agencies.actions.sections import code_of, id_of, wanted_of
from kentongan.cases.actions.categories import (
    FIELDS,
    change_category,
    create_category,
    order_category,
    restore_category,
    retire_category,
)
from kentongan.cases.actions.deadline_rules import put_deadline_rule
from kentongan.cases.models import Category, DeadlineRule
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Refused


class CategoryShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A category; `after`: the one in use before it on its level, blank for the first and for a retired one."""

    name: str
    name_en: str
    parent: str = ""
    icon: str = ""
    classification: str = ""
    is_sensitive: bool = False
    is_emergency: bool = False
    is_active: bool = True
    successor: str = ""
    after: str = ""


class CategorySection:
    name = "categories"
    tables: ClassVar = ("cases.Category",)
    shape = CategoryShape
    is_personal = False
    retires_first = False

    def rows(self) -> dict[str, CategoryShape]:
        """Those below first: what ends, ends from below."""
        rows = list(Category.objects.order_by("position", "code"))
        last: dict[str | None, str] = {}
        found = {}
        for row in rows:
            found[row.code] = _category_shape(row, last.get(row.parent_id, ""))
            if row.is_active:
                last[row.parent_id] = row.code
        return dict(sorted(found.items(), key=lambda pair: (not pair[1].parent, pair[0])))

    def order(self, wanted: Mapping[str, CategoryShape]) -> Sequence[str]:
        """Made from above, in the order of the forms; retired from below when all are there; then put in order."""
        tops, below = _chained(wanted, is_below=False), _chained(wanted, is_below=True)
        ended = [code for code in (*below, *tops) if not wanted[code].is_active]
        return [*tops, *below, *ended, *(code for code in (*tops, *below) if wanted[code].is_active)]

    def put(self, key: str, row: CategoryShape, before: CategoryShape | None, *, by: Actor) -> None:
        now = self.rows().get(key)
        if now is None:
            create_category(key, _category_values(row), by=by)
            return
        if row.is_active and not now.is_active:
            restore_category(key, by=by)
        wanted = wanted_of(_category_values(now), _category_values(row))
        if wanted:
            change_category(key, wanted, by=by)
        if not row.is_active:
            _retired(key, row, now, by)
            return
        after = self.rows()[key].after
        if after != row.after and row.after in {"", *self.rows()}:
            order_category(key, Wanted(after, row.after), by=by)

    def retire(self, key: str, row: CategoryShape, *, by: Actor) -> bool:
        if row.is_active:
            retire_category(key, successor=None, by=by)
        return row.is_active


def _retired(key: str, row: CategoryShape, now: CategoryShape, by: Actor) -> None:
    if not now.is_active and now.successor == row.successor:
        return
    if not now.is_active:
        restore_category(key, by=by)
    retire_category(key, successor=row.successor or None, by=by)


def _category_shape(row: Category, before: str) -> CategoryShape:
    values = {name: getattr(row, name) for name in FIELDS if name != "parent"}
    return CategoryShape(
        **values,
        parent=row.parent_id or "",
        is_active=row.is_active,
        successor=row.successor_id or "",
        after=before if row.is_active else "",
    )


def _category_values(row: CategoryShape) -> dict[str, Any]:
    return {name: getattr(row, name) or None if name == "parent" else getattr(row, name) for name in FIELDS}


def _chained(wanted: Mapping[str, CategoryShape], *, is_below: bool) -> list[str]:
    """The categories of one level, each after the one it names."""
    left = {code: row.after for code, row in sorted(wanted.items()) if bool(row.parent) == is_below}
    placed: dict[str, None] = {}
    while left:
        ready = [code for code, after in left.items() if after not in left] or list(left)
        placed |= dict.fromkeys(ready)
        left = {code: after for code, after in left.items() if code not in placed}
    return list(placed)


class RuleShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a stage may take; blank classification and agency mean any."""

    stage: str
    amount: int
    unit: str
    valid_from: date
    classification: str = ""
    agency: str = ""
    valid_to: date | None = None
    source: str = ""

    @property
    def key(self) -> str:
        return " / ".join((self.stage, self.classification or "*", self.agency or "*", str(self.valid_from)))


class RuleSection:
    name = "deadline_rules"
    tables: ClassVar = ("cases.DeadlineRule",)
    shape = RuleShape
    is_personal = False
    retires_first = True

    def rows(self) -> dict[str, RuleShape]:
        return {shape.key: shape for shape in map(_rule_shape, DeadlineRule.objects.order_by("id"))}

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        return sorted(wanted)

    def put(self, key: str, row: RuleShape, before: RuleShape | None, *, by: Actor) -> None:
        if key != row.key:
            raise Refused(_("The key of this row would be “%(key)s”.") % {"key": row.key})
        _put_rule(row, row.valid_to, by=by)

    def retire(self, key: str, row: RuleShape, *, by: Actor) -> bool:
        today = clock.today()
        if row.valid_to is not None and row.valid_to <= today:
            return False
        _put_rule(row, max(today, row.valid_from), by=by)
        return True


def _rule_shape(row: DeadlineRule) -> RuleShape:
    names = ("stage", "amount", "unit", "valid_from", "classification", "valid_to", "source")
    return RuleShape(**{name: getattr(row, name) for name in names}, agency=code_of(row.agency_id))


def _put_rule(row: RuleShape, last: date | None, *, by: Actor) -> None:
    names = ("stage", "classification", "amount", "unit", "source")
    values = {name: getattr(row, name) for name in names}
    put_deadline_rule({**values, "agency": id_of(row.agency)}, row.valid_from, last, by=by)
