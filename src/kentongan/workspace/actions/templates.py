"""Answer templates, kept by coordinators. Each change is an event of the template's own stream, before and after."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core.actions import new_edition
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.core.ids import row_id
from kentongan.core.text import clean, redacted
from kentongan.history import actions as history
from kentongan.workspace.models import AnswerTemplate
from kentongan.workspace.queries import TEMPLATES
from kentongan.workspace.variables import VARIABLES, unknown


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a template shall be. `agency`: for one agency's officers; None for the whole city."""

    name: str
    purpose: str
    text: str
    agency: int | None = None


@transaction.atomic
def create_template(wanted: Wanted, *, by: Actor) -> int:
    """A new template; gives its id."""
    _may(by)
    template = AnswerTemplate()
    _write(template, wanted, by)
    return template.pk


@transaction.atomic
def change_template(key: str, wanted: Wanted, *, shown: int, by: Actor) -> None:
    """Other words. `shown`: how many changes it had when it was opened; one that came in between is not lost."""
    template = _locked(key, by)
    if template.head_seq != shown:
        raise Refused(_("Someone else has changed this template meanwhile. Open it again."))
    _write(template, wanted, by)


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


def _checked(wanted: Wanted) -> Wanted:
    name, text = clean(wanted.name)[:80], clean(wanted.text)
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
    return Wanted(name, AnswerTemplate.Purpose(wanted.purpose), text, wanted.agency)


def _write(template: AnswerTemplate, wanted: Wanted, by: Actor) -> None:
    told = asdict(_checked(wanted))
    before = {name: getattr(template, name) for name in told} if template.pk else {}
    changed = {
        name: {"from": before.get(name), "to": value} for name, value in told.items() if value != before.get(name)
    }
    if not changed:
        return
    for name, value in told.items():
        setattr(template, name, value)
    template.save()
    _record(template, "workspace.template_changed" if before else "workspace.template_created", changed, by)


def _record(template: AnswerTemplate, kind: str, body: Mapping[str, object], by: Actor) -> None:
    history.append_to(template, f"template:{template.pk}", kind, by=by, body=body)
    new_edition(TEMPLATES)
