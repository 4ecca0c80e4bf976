"""The register of breaches: entered, told within three times 24 hours, closed (UU 27/2022 Pasal 46)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.actor import Actor, Role, system
from kentongan.core.conflicts import Wanted, checked
from kentongan.core.errors import NotFound, Refused
from kentongan.core.text import clean, redacted
from kentongan.history import actions as history
from kentongan.people.models import Breach
from kentongan.people.reasons import ALLOWED, BREACHED, TOLD, next_reminder

FIELDS = ("known_at", "happened_at", "data", "persons", "is_estimate", "needs_public_notice")
WORDS = ("cause", "measures", "advice", "contact")  # told in the letters; the history says only that they changed
_NEEDED = ("cause", "measures", "contact")


@transaction.atomic
def enter_breach(values: Mapping[str, Any], *, by: Actor) -> int:
    """Enter a breach with the fields of `FIELDS` and `WORDS`; the 72 hours run from when it was known. Gives its id."""
    _may(by)
    told = _sound(values)
    due_at = told["known_at"] + ALLOWED
    breach = Breach.objects.create(**told, due_at=due_at, remind_at=next_reminder(due_at, clock.now()), note="")
    _append(breach, "people.breach_entered", by=by, body={**_facts(told), "due_at": due_at.isoformat()})
    return breach.pk


@transaction.atomic
def change_breach(breach_id: int, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """What is known by now. Conflict where a field moved since it was shown."""
    breach = _open(breach_id, by)
    current = {name: getattr(breach, name) for name in (*FIELDS, *WORDS)}
    told = _sound({**current, **checked(wanted, current)})
    changed = {name: value for name, value in told.items() if value != current[name]}
    if not changed:
        return
    for name, value in changed.items():
        setattr(breach, name, value)
    breach.due_at = breach.known_at + ALLOWED
    breach.remind_at = next_reminder(breach.due_at, clock.now())
    breach.save()
    body = {**_facts(changed), "words": sorted(set(changed) & set(WORDS)), "due_at": breach.due_at.isoformat()}
    _append(breach, "people.breach_changed", by=by, body=body)


@transaction.atomic
def note_told(breach_id: int, *, whom: str, at: datetime, by: Actor) -> None:
    """Who was told in writing, and when: the authority, the persons concerned, the public."""
    breach = _open(breach_id, by)
    if whom not in TOLD:
        raise Refused(_("Choose who was told."), field="whom")
    if getattr(breach, f"{whom}_told_at") is not None:
        raise Refused(_("That they were told stands here already."), field="whom")
    if not breach.known_at <= at <= clock.now():
        raise Refused(_("They were told after it was known, and not later than now."), field="at")
    setattr(breach, f"{whom}_told_at", at)
    if breach.authority_told_at is not None and (breach.persons_told_at is not None or not breach.persons):
        breach.remind_at = None
    breach.save(update_fields=[f"{whom}_told_at", "remind_at"])
    body = {"whom": whom, "at": at.isoformat(), "in_time": at <= breach.due_at}
    _append(breach, "people.breach_told", by=by, body=body)


@transaction.atomic
def close_breach(breach_id: int, *, note: str, by: Actor) -> None:
    """Close it once all who must know were told, with what was learned from it."""
    breach = _open(breach_id, by)
    if breach.authority_told_at is None:
        raise Refused(_("The authority was not told yet: print its letter, send it, and note when."))
    if breach.persons and breach.persons_told_at is None:
        raise Refused(_("The persons concerned were not told yet: print their letter, send it, and note when."))
    if breach.needs_public_notice and breach.public_told_at is None:
        raise Refused(_("The public was not told yet, though this breach asks for it."))
    if not clean(note):
        raise Refused(_("Write what was done so that it does not happen again."), field="note")
    breach.note, breach.closed_at, breach.remind_at = clean(note), clock.now(), None
    breach.save(update_fields=["note", "closed_at", "remind_at"])
    _append(breach, "people.breach_closed", by=by, body={})


def remind() -> int:
    """Say of each breach whose moment has come that its hours run out; word goes out from the history."""
    due = Breach.objects.filter(remind_at__lte=clock.now()).order_by("remind_at", "pk")
    return sum(_remind(pk) for pk in list(due.values_list("pk", flat=True)[:20]))


@transaction.atomic
def _remind(breach_id: int) -> int:
    now = clock.now()
    breach = Breach.objects.select_for_update().filter(pk=breach_id, remind_at__lte=now).first()
    if breach is None:
        return 0
    breach.remind_at = next_reminder(breach.due_at, now)
    breach.save(update_fields=["remind_at"])
    body = {"due_at": breach.due_at.isoformat(), "is_over": breach.due_at <= now}
    _append(breach, "people.breach_reminded", by=system("timers"), body=body)
    return 1


def _sound(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Refused with the field that is wrong."""
    told = {name: values[name] for name in FIELDS} | {name: clean(values[name]) for name in WORDS}
    told["data"] = sorted(set(told["data"])) if set(told["data"]) <= set(BREACHED) else []
    if not told["data"]:
        raise Refused(_("Choose which data were disclosed."), field="data")
    if told["known_at"] is None or told["known_at"] > clock.now():
        raise Refused(_("It cannot have been known later than now."), field="known_at")
    if told["happened_at"] is not None and told["happened_at"] > told["known_at"]:
        raise Refused(_("It cannot have happened after it was known."), field="happened_at")
    if told["persons"] is None or told["persons"] < 0:
        raise Refused(_("Write how many persons it concerns; an estimate is enough."), field="persons")
    for name in WORDS:
        if name in _NEEDED and not told[name]:
            raise Refused(_("The law asks for this in the letter."), field=name)
        if name != "contact" and redacted(told[name]) != told[name]:
            raise Refused(_("This goes to everyone concerned: leave out numbers and addresses of persons."), field=name)
    return told


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the history keeps of it: no words."""
    told = {name: value for name, value in values.items() if name in FIELDS}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}


def _open(breach_id: int, by: Actor) -> Breach:
    _may(by)
    breach = Breach.objects.select_for_update().filter(pk=breach_id).first()
    if breach is None:
        raise NotFound(str(breach_id))
    if breach.closed_at is not None:
        raise Refused(_("This breach is closed."))
    return breach


def _may(by: Actor) -> None:
    if not by.has(Role.PRIVACY_OFFICER, Role.ADMINISTRATOR):
        raise Refused(_("Only the privacy officer and the administrator keep this register."))


def _append(breach: Breach, kind: str, *, by: Actor, body: Mapping[str, Any]) -> None:
    history.append_to(breach, f"breach:{breach.pk}", kind, by=by, body=body)
