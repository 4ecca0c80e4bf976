"""Categories change with the city: renamed, moved, retired with a successor; never unmade where named."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.agencies.actions import create_route
from kentongan.agencies.queries import routes_of
from kentongan.agencies.routing import Rule, overlap
from kentongan.cases.models import Category, Classification
from kentongan.cases.queries.categories import EDITION
from kentongan.cases.queries.category_uses import former_codes, order_of, uses_of_category
from kentongan.core import clock
from kentongan.core.actions import hold_edition, new_edition
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted, checked
from kentongan.core.errors import NotFound, Refused
from kentongan.core.roles import only_administrators
from kentongan.core.text import clean
from kentongan.history import actions as history

FIELDS = ("name", "name_en", "parent", "icon", "classification", "is_sensitive", "is_emergency")
_FLAGS = frozenset({"is_sensitive", "is_emergency"})
_NAME = 120
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
_ICON = re.compile(r"[a-z]{0,20}")


@transaction.atomic
def create_category(code: str, values: Mapping[str, Any], *, by: Actor) -> str:
    """Add a category with the fields of `FIELDS`, the last of its level; returns its code, which stays for ever."""
    only_administrators(by)
    hold_edition(EDITION)
    code = clean(code)
    if not _CODE.fullmatch(code):
        raise Refused(_("A code has 2 to 60 small letters, figures and hyphens."), field="code")
    if Category.objects.filter(code=code).exists():
        raise Refused(_("This code is taken."), field="code")
    row = Category(code=code, position=_last())
    _write(row, {name: _stored(name, values.get(name)) for name in FIELDS})
    row.save(force_insert=True)
    _record(row, "cases.category_created", by, {"after": _values(row)})
    return code


@transaction.atomic
def change_category(code: str, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Rename it, give it other properties, put it below another. Conflict where a field moved since it was shown."""
    row = _held(code, by)
    current = _values(row)
    stored = {name: Wanted(_stored(name, want.shown), _stored(name, want.wanted)) for name, want in wanted.items()}
    changes = checked(stored, current)
    if not changes:
        return
    _write(row, {**current, **changes})
    if "parent" in changes:
        row.position = _last()
    row.save()
    after = _values(row)
    body = {"before": {n: current[n] for n in changes}, "after": {n: after[n] for n in changes}}
    _record(row, "cases.category_changed", by, body)


@transaction.atomic
def order_category(code: str, after: Wanted, *, by: Actor) -> None:
    """Put it behind another of its level, or first (""). Conflict where its place moved since it was shown."""
    row = _held(code, by)
    order = order_of(code)
    changes = checked({"after": after}, {"after": _before_it(order, code)})
    if not changes:
        return
    others = [one for one in order if one != code]
    wanted = changes["after"]
    if wanted and wanted not in others:
        raise Refused(_("Choose a category of the same level."), field="after")
    others.insert(others.index(wanted) + 1 if wanted else 0, code)
    _number(others)
    row.refresh_from_db()
    body = {"before": {"after": _before_it(order, code)}, "after": {"after": wanted}}
    _record(row, "cases.category_ordered", by, body)


@transaction.atomic
def retire_category(code: str, *, successor: str | None, takes_routes: bool = False, by: Actor) -> int:
    """Offer it no longer; its successor answers for its code. Returns how many lines of the routing table it got.

    What has the category keeps it. `takes_routes`: who leads on it leads on the successor too, where nobody does yet.
    """
    row = _held(code, by)
    if not row.is_active:
        raise Refused(_("This category is retired already."))
    if Category.objects.filter(parent=row, is_active=True).exists():
        raise Refused(_("Categories stand below it: move or retire them first."), field="successor")
    after = _successor(row, successor)
    row.is_active, row.successor = False, after
    row.save(update_fields=["is_active", "successor"])
    routes = _take_routes(code, after.code, by=by) if after and takes_routes else 0
    told = {"is_active": False, "successor": after.code if after else None}
    body = {"before": {"is_active": True, "successor": None}, "after": told, "routes": routes}
    _record(row, "cases.category_retired", by, body)
    return routes


@transaction.atomic
def restore_category(code: str, *, by: Actor) -> None:
    """Offer a retired category again; nothing answers in its place any more."""
    row = _held(code, by)
    if row.is_active:
        return
    if row.parent_id and not Category.objects.filter(pk=row.parent_id, is_active=True).exists():
        raise Refused(_("What it stands below is retired: restore that first."))
    _check_name(row, row.name, row.parent_id)
    body = {"before": {"is_active": False, "successor": row.successor_id}, "after": {"is_active": True}}
    row.is_active, row.successor = True, None
    row.save(update_fields=["is_active", "successor"])
    _record(row, "cases.category_restored", by, body)


@transaction.atomic
def delete_category(code: str, *, by: Actor) -> None:
    """Delete one made by mistake. Refused where anything names it: then it is retired."""
    row = _held(code, by)
    uses = uses_of_category(code)
    count = uses.cases + uses.below + len(routes_of(code)) + len(former_codes(code))
    if count:
        raise Refused(
            _(
                "%(name)s cannot be deleted: %(count)d entries name it (cases, routes, categories). "
                "Retire it instead; what has it keeps it."
            )
            % {"name": row.name, "count": count}
        )
    _record(row, "cases.category_deleted", by, {"before": _values(row)})
    row.delete()
    new_edition(EDITION)


def _held(code: str, by: Actor) -> Category:
    """One act at a time on the tree. A case that names the category meanwhile need not wait."""
    only_administrators(by)
    hold_edition(EDITION)
    row = Category.objects.select_for_update(no_key=True).filter(code=code).first()
    if row is None:
        raise NotFound(code)
    return row


def _record(row: Category, kind: str, by: Actor, body: Mapping[str, Any]) -> None:
    history.append_to(row, f"category:{row.code}", kind, by=by, body=body)
    new_edition(EDITION)


def _values(row: Category) -> dict[str, Any]:
    return {name: getattr(row, "parent_id" if name == "parent" else name) for name in FIELDS}


def _stored(name: str, value: Any) -> Any:
    if name in _FLAGS:
        return bool(value)
    return value or None if name == "parent" else clean(value or "")


def _write(row: Category, values: Mapping[str, Any]) -> None:
    """Put checked values on the row."""
    for name in ("name", "name_en"):
        if not values[name]:
            raise Refused(_("A category has a name in both languages."), field=name)
        if len(values[name]) > _NAME:
            raise Refused(_("At most %(limit)d letters.") % {"limit": _NAME}, field=name)
    if not _ICON.fullmatch(values["icon"]):
        raise Refused(_("Choose one of the drawings."), field="icon")
    if values["classification"] not in {"", *Classification.values}:
        raise Refused(_("Choose the classification."), field="classification")
    if values["parent"] != row.parent_id:
        _check_parent(row, values["parent"])
    _check_name(row, values["name"], values["parent"])
    for name in FIELDS:
        setattr(row, "parent_id" if name == "parent" else name, values[name])


def _check_parent(row: Category, parent: str | None) -> None:
    """The tree has two levels."""
    if parent is None:
        return
    above = Category.objects.filter(code=parent, is_active=True, parent=None).exclude(code=row.code).first()
    if above is None:
        raise Refused(_("Choose a category of the first level."), field="parent")
    if Category.objects.filter(parent=row.code).exists():
        raise Refused(_("Categories stand below it: there are two levels only."), field="parent")


def _check_name(row: Category, name: str, parent: str | None) -> None:
    same = Category.objects.filter(parent=parent, is_active=True, name__iexact=name).exclude(code=row.code)
    if same.exists():
        raise Refused(_("Another category beside it has this name."), field="name")


def _successor(row: Category, code: str | None) -> Category | None:
    if not code:
        return None
    after = Category.objects.filter(code=code, is_active=True).exclude(code=row.code).first()
    if after is None:
        raise Refused(_("Choose another category that is in use."), field="successor")
    if _is_closed(row) and not _is_closed(after):
        text = _("This category is sensitive: choose a sensitive one, or its reports would be open from now on.")
        raise Refused(text, field="successor")
    return after


def _is_closed(row: Category) -> bool:
    return row.is_sensitive or row.classification == Classification.SUPERVISED


def _take_routes(code: str, successor: str, *, by: Actor) -> int:
    """Lines of today and later, from today on, for what the successor has none."""
    today, made = clock.today(), 0
    for rule in routes_of(code):
        begins = max(today, rule.valid_from) if rule.valid_from else today
        wanted: Rule = replace(rule, subject=successor, valid_from=begins, id=0)
        if not rule.is_over(today) and not any(overlap(wanted, other) for other in routes_of(successor)):
            fields = ("subject", "area", "road_class", "lead", "support", "offices", "valid_from", "valid_to", "source")
            create_route({name: getattr(wanted, name) for name in fields}, by=by)
            made += 1
    return made


def _last() -> int:
    return 1 + (Category.objects.order_by("-position").values_list("position", flat=True).first() or 0)


def _before_it(order: list[str], code: str) -> str:
    place = order.index(code)
    return order[place - 1] if place else ""


def _number(order: list[str]) -> None:
    """Give these, in this order, the places they have among all."""
    rows = Category.objects.in_bulk(order)
    places = sorted(row.position for row in rows.values())
    if len(set(places)) < len(places):
        places = list(range(_last(), _last() + len(places)))
    for place, code in zip(places, order, strict=True):
        rows[code].position = place
    Category.objects.bulk_update(rows.values(), ["position"])
