"""A city says a text in its own words, or goes back to the house's; checked, so that nothing goes out broken."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core.actions import hold_edition, new_edition
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted, checked
from kentongan.core.errors import Refused
from kentongan.core.roles import only_administrators
from kentongan.core.text import clean
from kentongan.history import actions as history
from kentongan.notifications.models import OwnText
from kentongan.notifications.queries import TEXTS, text_now
from kentongan.notifications.texts.catalogue import LONGEST_BODY, LONGEST_TITLE, Entry, Unreadable, fields_of

FIELDS = ("title", "body")


@transaction.atomic
def change_text(name: str, language: str, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Say it with this `title` and `body` from now on. Conflict where one moved since it was shown."""
    only_administrators(by)
    hold_edition(TEXTS)
    facts = text_now(name, language)
    now = {"title": facts.title, "body": facts.body}
    stored = {field: Wanted(clean(want.shown), clean(want.wanted)) for field, want in wanted.items()}
    changes = checked(stored, now)
    if not changes and not facts.is_outdated:
        return
    after = {**now, **changes}
    check_text(facts.entry, after["title"], after["body"])
    row = OwnText.objects.filter(name=name, language=language).first() or OwnText(name=name, language=language)
    row.title, row.body, row.is_used, row.default_mark = after["title"], after["body"], True, facts.entry.mark
    row.save()
    body = {"before": {n: now[n] for n in changes}, "after": changes}
    _record(row, "notifications.text_changed", body, by)


@transaction.atomic
def reset_text(name: str, language: str, *, by: Actor) -> None:
    """Say it as the house does again; the city's words stay in its history."""
    only_administrators(by)
    hold_edition(TEXTS)
    facts = text_now(name, language)
    row = OwnText.objects.filter(name=name, language=language, is_used=True).first()
    if row is None:
        raise Refused(_("This text is the house's own already."))
    row.is_used = False
    row.save(update_fields=["is_used"])
    entry = facts.entry
    before, after = {"title": facts.title, "body": facts.body}, {"title": entry.title, "body": entry.body}
    changed = [n for n in FIELDS if before[n] != after[n]]
    body = {"before": {n: before[n] for n in changed}, "after": {n: after[n] for n in changed}}
    _record(row, "notifications.text_reset", body, by)


def _record(row: OwnText, kind: str, body: Mapping[str, Any], by: Actor) -> None:
    history.append_to(row, f"text:{row.name}:{row.language}", kind, by=by, body=body)
    new_edition(TEXTS)


def check_text(entry: Entry, title: str, body: str) -> None:
    """Its lengths and variables, told beside the field that breaks them."""
    has_title = bool(entry.title)
    if has_title and not title:
        raise Refused(_("A message has a title."), field="title")
    if not body:
        raise Refused(_("A message has a text."), field="body")
    for field, text, limit in (("title", title, LONGEST_TITLE), ("body", body, LONGEST_BODY)):
        if len(text) > limit:
            raise Refused(_("At most %(limit)d letters.") % {"limit": limit}, field=field)
        _check_variables(entry, text, field)
    used = fields_of(f"{title} {body}")
    missing = sorted(entry.needed - used)
    if missing:
        text = _("{%(name)s} is missing: without it nobody knows which matter is meant, or where to go.")
        raise Refused(text % {"name": missing[0]}, field="body")
    strange = fields_of(title) - fields_of(entry.title) - {"code", "city"}
    if strange:
        text = _("{%(name)s} may be empty and cannot stand in a title.")
        raise Refused(text % {"name": sorted(strange)[0]}, field="title")
    if entry.group == "closing" and "112" not in body:
        raise Refused(_("The ending names 112: a message may reach somebody in danger."), field="body")


def _check_variables(entry: Entry, text: str, field: str) -> None:
    try:
        used = fields_of(text)
    except Unreadable as error:
        raise Refused(_("A brace stands alone: write a variable as in {code}."), field=field) from error
    unknown = sorted(used - entry.variables)
    if unknown:
        text = _("{%(name)s} is no variable of this text. There are: %(known)s.")
        known = ", ".join(f"{{{name}}}" for name in sorted(entry.variables))
        raise Refused(text % {"name": unknown[0], "known": known}, field=field)
