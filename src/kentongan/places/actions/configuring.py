"""The configuration of the city, exported and imported as one file; every change through the act of its part."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core import cached
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.core.roles import only_administrators
from kentongan.places.actions.records import record_on_city
from kentongan.places.configuration import Change, Section, Told, differences, read, sections, shaped, written
from kentongan.places.queries import city


@transaction.atomic
def export_configuration(*, with_users: bool = False, by: Actor) -> str:
    """All configuration as one text; users (names and addresses, no passwords) only where asked for. Recorded."""
    only_administrators(by)
    chosen = [section for section in sections() if with_users or not section.is_personal]
    text = written(city().code, {section.name: section.rows() for section in chosen})
    record_on_city(
        by, "places.configuration_exported", {"sections": [s.name for s in chosen], "digest": digest_of(text)}
    )
    return text


def rehearse_configuration(text: str, *, by: Actor) -> list[Change]:
    """What importing this would do and what would be refused: it is done, looked at and taken back at once."""
    told = _read(text, by)
    with cached.apart(), transaction.atomic():
        changes = _carried_out(told, by)
        transaction.set_rollback(True)
    return changes


def import_configuration(text: str, *, by: Actor) -> list[Change]:
    """Make the configuration what the file says, all of it or nothing; gives what was changed. Twice changes nothing.

    What a section of the file does not name ends where anything may refer to it. A section it lacks stays as it is.
    """
    told = _read(text, by)
    with cached.apart(), transaction.atomic():
        changes = _carried_out(told, by)
        refused = [change for change in changes if change.kind == "refused"]
        if refused:
            first = refused[0]
            shown = {"count": len(refused), "name": f"{first.section}, {first.key}", "why": first.reason}
            raise Refused(_("Nothing was changed: %(count)d refused. The first is %(name)s: %(why)s") % shown)
        if changes:
            counts = dict(Counter(change.kind for change in changes))
            body = {"digest": digest_of(text), "counts": counts, "sections": sorted({c.section for c in changes})}
            record_on_city(by, "places.configuration_imported", body)
    cached.recheck()
    return changes


def digest_of(text: str) -> str:
    """What the history keeps of a file."""
    return hashlib.sha256(text.encode()).hexdigest()


def _read(text: str, by: Actor) -> Told:
    only_administrators(by)
    told = read(text)
    if told.city != city().code:
        there = {"there": told.city, "here": f"{city().name} ({city().code})"}
        raise Refused(_("The file is of another city (%(there)s); this is %(here)s.") % there, field="file")
    return told


def _carried_out(told: Told, by: Actor) -> list[Change]:
    """Who administers may put what other roles keep, by this one road; the acts record his name."""
    actor = replace(by, roles=by.roles | {Role.SYSTEM, Role.COORDINATOR})
    changes: list[Change] = []
    for section in sections():
        if section.name in told.sections:
            changes += _section(section, dict(told.sections[section.name]), actor)
    return changes


def _section(section: Section, told: dict[str, Any], by: Actor) -> list[Change]:
    changes: list[Change] = []
    wanted: dict[str, Any] = {}
    for key, row in told.items():
        with _refusals(changes, section, key):
            wanted[key] = shaped(section, row)
    current = section.rows()
    if section.retires_first:
        _retire(section, current, told, by, changes)
    for key in section.order(wanted):  # may name one twice: made first, then settled when all are there
        before = current.get(key)
        if before != wanted[key] and not _is_refused(changes, key):
            with _refusals(changes, section, key):
                section.put(key, wanted[key], before, by=by)
                if not any(change.key == key for change in changes):
                    kind = "changed" if before is not None else "new"
                    changes.append(Change(section.name, key, kind, differences(before, wanted[key])))
    if not section.retires_first:
        _retire(section, current, told, by, changes)
    return _proved(section, wanted, changes)


def _is_refused(changes: list[Change], key: str) -> bool:
    return any(change.key == key and change.kind == "refused" for change in changes)


def _proved(section: Section, wanted: dict[str, Any], changes: list[Change]) -> list[Change]:
    """What does not stand there now as the file says is refused as well: a second import would find it again."""
    now = section.rows()
    found = {change.key: change for change in changes}
    for key, row in wanted.items():
        if now.get(key) != row and not _is_refused(changes, key):
            names = ", ".join(name for name, _one, _two in differences(now.get(key), row))
            reason = _("It would be kept otherwise than the file says: %(names)s.") % {"names": names}
            found[key] = Change(section.name, key, "refused", reason=reason)
    refused = {change.key: change for change in changes if change.kind == "refused"}
    return list({**found, **refused}.values())


def _retire(section: Section, current: dict[str, Any], told: dict[str, Any], by: Actor, changes: list[Change]) -> None:
    for key in [key for key in current if key not in told]:
        with _refusals(changes, section, key):
            if section.retire(key, current[key], by=by):
                changes.append(Change(section.name, key, "retired", differences(current[key], None)))


@contextmanager
def _refusals(changes: list[Change], section: Section, key: str) -> Iterator[None]:
    """What one thing refuses is told with it; the others go on, so that all refusals are told at once."""
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        where = f"{refusal.field}: " if refusal.field else ""
        changes.append(Change(section.name, key, "refused", reason=f"{where}{refusal.reason}"))
    except (NotFound, Conflict) as error:
        reason = _("It changed meanwhile, or names what is not there: %(what)s") % {"what": error}
        changes.append(Change(section.name, key, "refused", reason=reason))
