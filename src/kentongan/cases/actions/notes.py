"""Notes to those who work on a case. They lie beside its life: no state, no limit, no lock on it, so none conflicts.

Each note has its own history (`note:<id>`), so that nobody who may not read it can tell from the case that it is there.
"""

import os
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.agencies.actions.records import locked_user
from kentongan.agencies.models import User
from kentongan.agencies.queries import actor_for
from kentongan.cases import access
from kentongan.cases.actions.base import required
from kentongan.cases.models import Case, Mention, Note
from kentongan.cases.privacy import NoteFacts, may_read_note, office_of, sight_of
from kentongan.cases.queries.notes import EDIT_FOR, mentioned
from kentongan.cases.queries.told import EDITIONS
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.core.ids import row_id
from kentongan.core.text import clean, redacted
from kentongan.history import actions as history
from kentongan.history.chain import Head, text_mark

WRITERS = (Role.COORDINATOR, Role.SUPERVISOR, Role.OFFICER, Role.FIELD_OFFICER)
LONGEST = 4_000
MOST_MENTIONED = 20
_AT_ONCE = timedelta(minutes=1)


@transaction.atomic
def write_note(number: str, *, text: str, audience: str = Note.Audience.ALL, by: Actor) -> int:
    """Keep a note for those inside; gives its id. The same words twice within a minute are one note."""
    case = access.one(number, by)
    facts = access.facts_of(case)
    if not by.has(*WRITERS) or not sight_of(by, facts).notes:
        raise Refused(_("Only those who read the whole case write notes on it."))
    text, now = _checked(text), clock.now()
    author = locked_user(by.user)
    twin = _written_before(case, text, author, now)
    if twin is not None:
        return twin
    note = Note(
        case=case,
        author=author,
        agency_id=office_of(by),
        audience=Note.Audience(audience),
        text=text,
        salt=os.urandom(16),
        created_at=now,
        exercise=case.exercise,
    )
    people = _people(text, facts, note)
    note.save()
    _mention(note, people)
    body = {"case": case.pk, "audience": note.audience, "agency": note.agency_id}
    _record(note, "cases.noted", body, people, by=by)
    return note.pk


@transaction.atomic
def edit_note(key: str, *, text: str, by: Actor) -> str:
    """Other words, for ten minutes and by the author alone; gives the case's number. Of the former a mark is left."""
    note = access.notes_to(by).select_for_update(of=("self",)).filter(pk=row_id(key)).first()
    if note is None:
        raise NotFound(key)
    if note.author_id != by.user:
        raise Refused(_("Only its author can change a note."))
    if clock.now() - note.created_at > EDIT_FOR:
        raise Refused(_("A note can be changed for ten minutes. Write another one."), field="text")
    text = _checked(text)
    if text == note.text:
        return note.case.number
    people = _people(text, access.facts_of(note.case), note)
    note.text, note.salt, note.edited_at, note.edition = text, os.urandom(16), clock.now(), note.edition + 1
    note.save()
    Mention.objects.filter(note=note).exclude(user__in=people).delete()
    _mention(note, people)
    _record(note, "cases.note_edited", {"case": note.case_id}, people, by=by)
    return note.case.number


def see_mentions(number: str, *, by: Actor) -> None:
    """He has the case before him, with what mentions him. A passing thing: no event."""
    Mention.objects.filter(user=by.user or 0, seen_at=None, note__case__number=number).update(seen_at=clock.now())


def see_all_mentions(*, by: Actor) -> None:
    """He wants none of them counted any more."""
    Mention.objects.filter(user=by.user or 0, seen_at=None).update(seen_at=clock.now())


def _checked(text: str) -> str:
    text = required(clean(text), field="text", limit=LONGEST)
    if redacted(text) != text:
        raise Refused(_("A note holds nobody's number or address; they stand under “open identity”."), field="text")
    return text


def _written_before(case: Case, text: str, author: User, now: datetime) -> int | None:
    """A double click; the author's row is held, so of two at once one waits."""
    fresh = Note.objects.filter(case=case, author=author, created_at__gt=now - _AT_ONCE)
    return next((note.pk for note in fresh if note.text == text), None)


def _people(text: str, facts: access.Facts, note: Note) -> dict[int, User]:
    """Those the text mentions. Refused where one of them may not read it."""
    names = mentioned(text)
    if len(names) > MOST_MENTIONED:
        raise Refused(_("At most %(most)s people in one note.") % {"most": MOST_MENTIONED}, field="text")
    known = {user.username: user for user in User.objects.filter(username__in=names, is_active=True)}
    rule = NoteFacts(note.author_id, note.agency_id, note.audience == Note.Audience.AGENCY)
    strange = [name for name in names if name not in known or not may_read_note(facts, rule, actor_for(known[name]))]
    if strange:
        told = {"names": ", ".join(f"@{name}" for name in strange)}
        raise Refused(_("%(names)s: nobody of this name may read this note.") % told, field="text")
    return {user.pk: user for user in known.values()}


def _mention(note: Note, people: dict[int, User]) -> None:
    rows = [Mention(note=note, user=user, seen_at=_seen(note, user)) for user in people.values()]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)


def _seen(note: Note, user: User) -> datetime | None:
    """What one writes oneself is no news."""
    return note.created_at if user.pk == note.author_id else None


def _record(note: Note, kind: str, body: dict[str, object], people: dict[int, User], *, by: Actor) -> None:
    mark = {f"note:{note.pk * EDITIONS + note.edition}": text_mark(bytes(note.salt), note.text)}
    head = history.append(
        f"note:{note.pk}",
        kind,
        by=by,
        body={**body, "mentions": sorted(people), "texts": mark},
        head=Head(note.head_seq, bytes(note.head_hash)),
        exercise=note.exercise,
    )
    note.head_seq, note.head_hash = head.seq, head.hash
    note.save(update_fields=["head_seq", "head_hash"])
