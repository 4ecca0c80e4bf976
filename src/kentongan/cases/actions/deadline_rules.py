"""The table of limits: each line's versions follow one another in time. Limits already promised stay as they are."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.agencies.queries import agencies
from kentongan.cases.actions.time_rules import hold_time_rules
from kentongan.cases.models import Classification, DeadlineRule
from kentongan.cases.queries.rules import EDITION
from kentongan.core import clock
from kentongan.core.actions import hold_edition, new_edition
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused
from kentongan.core.roles import only_administrators
from kentongan.core.text import clean
from kentongan.history import actions as history

SCOPE = ("stage", "classification", "agency")
_MOST = 1000
_SOURCE = 200


@transaction.atomic
def set_deadline_rule(values: Mapping[str, Any], first_day: date, *, by: Actor) -> int:
    """A new version of a line from a day on, or a new line; returns its id. What held before ends the day before.

    `values`: `stage`, `classification` (blank: any), `agency` (id, None: any), `amount`, `unit`, `source`. Refused
    where a version of the line begins on that day or later: two would hold at once.
    """
    only_administrators(by)
    hold_edition(EDITION)
    _check(values)
    if first_day < clock.today():
        raise Refused(_("A limit holds from today on or later: what was promised stays."), field="first_day")
    line = _line(values)
    versions = list(DeadlineRule.objects.select_for_update().filter(**line).order_by("valid_from", "id"))
    old = _followed(versions, values, first_day)
    before = _told(old) if old else None
    if old is not None:
        old.valid_to = first_day - timedelta(days=1)
        old.save(update_fields=["valid_to"])
    new = DeadlineRule.objects.create(
        **line,
        amount=values["amount"],
        unit=values["unit"],
        source=clean(values["source"]),
        valid_from=first_day,
        version=max((rule.version for rule in versions), default=0) + 1,
    )
    _record(new, before, by=by)
    return new.pk


@transaction.atomic
def put_deadline_rule(values: Mapping[str, Any], valid_from: date, valid_to: date | None, *, by: Actor) -> None:
    """One version of a line as a configuration file has it, a past one too; `values` as `set_deadline_rule` takes them.

    Refused where limits were promised with it and amount or unit would be others: then only its last day and its
    source may change.
    """
    only_administrators(by)
    hold_edition(EDITION)
    _check(values)
    if valid_to is not None and valid_to < valid_from:
        raise Refused(_("The last day comes before the first."), field="valid_to")
    line = _line(values)
    rule = DeadlineRule.objects.select_for_update().filter(**line, valid_from=valid_from).order_by("id").first()
    before = _told(rule) if rule else None
    if rule is None:
        rule = DeadlineRule(**line, valid_from=valid_from, version=DeadlineRule.objects.filter(**line).count() + 1)
    elif (rule.amount, rule.unit) != (values["amount"], values["unit"]) and rule.deadline_set.exists():
        raise Refused(_("Limits were promised with this rule: give it a last day, and the new one the day after."))
    rule.amount, rule.unit, rule.source, rule.valid_to = values["amount"], values["unit"], values["source"], valid_to
    rule.save()
    _record(rule, before, by=by)


def _line(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"stage": values["stage"], "classification": values["classification"], "agency_id": values["agency"]}


def _record(rule: DeadlineRule, before: Mapping[str, Any] | None, *, by: Actor) -> None:
    after = _told(rule)
    body = {"before": before or dict.fromkeys(after), "after": after, "rule": rule.pk}
    history.append_to(hold_time_rules(), "time-rules:1", "cases.deadline_rule_set", by=by, body=body)
    new_edition(EDITION)


def _followed(versions: list[DeadlineRule], values: Mapping[str, Any], first_day: date) -> DeadlineRule | None:
    """The version that holds until then; refused where a later one is there, or nothing would change."""
    later = next((rule for rule in versions if rule.valid_from >= first_day), None)
    if later is not None:
        day = {"day": later.valid_from.isoformat()}
        raise Refused(
            _("A version of this limit begins on %(day)s already: choose a later day.") % day, field="first_day"
        )
    old = next((rule for rule in versions if rule.valid_to is None or rule.valid_to >= first_day), None)
    if old is not None and (old.amount, old.unit) == (values["amount"], values["unit"]):
        raise Refused(_("The limit is the same already: nothing would change."), field="amount")
    return old


def _check(values: Mapping[str, Any]) -> None:
    if values["stage"] not in DeadlineRule.Stage.values or values["unit"] not in DeadlineRule.Unit.values:
        raise Refused(_("Choose from the list."), field="stage")
    if values["classification"] and values["classification"] not in Classification.values:
        raise Refused(_("Choose from the list."), field="classification")
    if values["agency"] is not None and values["agency"] not in agencies():
        raise Refused(_("Choose an agency of this city."), field="agency")
    if not 1 <= values["amount"] <= _MOST:
        raise Refused(_("From 1 to %(most)d.") % {"most": _MOST}, field="amount")
    if len(values["source"]) > _SOURCE:
        raise Refused(_("At most %(limit)d characters, please.") % {"limit": _SOURCE}, field="source")


def _told(rule: DeadlineRule) -> dict[str, Any]:
    own = {name: getattr(rule, name) for name in ("stage", "classification", "amount", "unit", "source")}
    last = rule.valid_to.isoformat() if rule.valid_to else None
    return {**own, "agency": rule.agency_id, "valid_from": rule.valid_from.isoformat(), "valid_to": last}
