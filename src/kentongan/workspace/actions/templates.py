"""Answer templates, kept by coordinators. Each change is an event of the template's own stream, before and after."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor, Role
from kentongan.core.conflicts import Wanted, checked
from kentongan.core.errors import NotFound, Refused
from kentongan.core.ids import row_id
from kentongan.core.text import clean, redacted
from kentongan.history import actions as history
from kentongan.workspace.models import AnswerTemplate
from kentongan.workspace.queries import TEMPLATES
from kentongan.workspace.variables import VARIABLES, unknown

FIELDS = ("name", "purpose", "text", "agency")  # `agency`: for one agency's officers; None for the whole city


@transaction.atomic
def create_template(values: Mapping[str, Any], *, by: Actor) -> int:
    """A new template with the fields of `FIELDS`; gives its id."""
    _may(by)
    template = AnswerTemplate()
    _write(template, values, by)
    return template.pk


@transaction.atomic
def change_template(key: str, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Other words, another use. Conflict where a field moved since it was shown."""
    template = _locked(key, by)
    current = _values(template)
    _write(template, {**current, **checked(wanted, current)}, by)


@transaction.atomic
def use_template(key: str, *, is_used: bool, by: Actor) -> None:
    """Offer it no longer, or again."""
    template = _locked(key, by)
    if template.is_used != is_used:
        template.is_used = is_used
        template.save(update_fields=["is_used"])
        _record(template, "workspace.template_used" if is_used else "workspace.template_ended", {}, by)


def _may(by: Actor) -> None:
    if not by.has(Role.COORDINATOR):
        raise Refused(_("Only a coordinator may change templates."))


def _locked(key: str, by: Actor) -> AnswerTemplate:
    _may(by)
    rows = AnswerTemplate.objects.select_for_update()
    template = rows.filter(pk=row_id(key)).first()
    if template is None:
        raise NotFound(key)
    return template


def _values(template: AnswerTemplate) -> dict[str, Any]:
    return {name: getattr(template, name) for name in FIELDS}


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Refused with the field that is wrong."""
    name, text = clean(values["name"])[:80], clean(values["text"])
    if not name:
        raise Refused(_("Give the template a name."), field="name")
    if not text:
        raise Refused(_("Write the text of the template."), field="text")
    strange = unknown(text)
    if strange:
        told = {"names": ", ".join(f"{{{n}}}" for n in strange), "known": ", ".join(f"{{{n}}}" for n in VARIABLES)}
        raise Refused(_("Unknown: %(names)s. Known are %(known)s.") % told, field="text")
    if redacted(text) != text:
        raise Refused(_("A template holds nobody's number or address."), field="text")
    purpose = AnswerTemplate.Purpose(values["purpose"])
    return {"name": name, "purpose": purpose, "text": text, "agency": values.get("agency")}


def _write(template: AnswerTemplate, values: Mapping[str, Any], by: Actor) -> None:
    is_new, before = template.pk is None, _values(template)
    told = _stored(values)
    changed = {
        name: {"from": None if is_new else before[name], "to": value}
        for name, value in told.items()
        if is_new or value != before[name]
    }
    if not changed:
        return
    for name, value in told.items():
        setattr(template, name, value)
    template.save()
    _record(template, "workspace.template_created" if is_new else "workspace.template_changed", changed, by)


def _record(template: AnswerTemplate, kind: str, body: Mapping[str, object], by: Actor) -> None:
    history.append_to(template, f"template:{template.pk}", kind, by=by, body=body)
    new_edition(TEMPLATES)
