"""Notes on a case, and who is mentioned where: only those the reader may read."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db.models import Prefetch, Q, QuerySet

from kentongan.agencies.models import User
from kentongan.agencies.queries import actor_for, agency_names
from kentongan.cases import access
from kentongan.cases.models import Case, Mention, Note
from kentongan.cases.privacy import NoteFacts, may_read_note, office_of, sight_of
from kentongan.cases.queries.queues import CAPPED
from kentongan.cases.queries.rows import in_order
from kentongan.cases.queries.shapes import NoteView, Page, Row
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.core.ids import row_id

EDIT_FOR = timedelta(minutes=10)
MENTION = re.compile(r"(?<![\w@.])@([\w.-]*\w)")
_OFFERED, _LOOKED_AT = 8, 300


def mentioned(text: str) -> list[str]:
    """The sign-in names a text speaks to, each once."""
    return list(dict.fromkeys(name.lower() for name in MENTION.findall(text)))


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A note that speaks to the reader, with its case."""

    note: NoteView
    row: Row
    is_new: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may be mentioned."""

    username: str
    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class Told:
    """Whom a note speaks to, in which language he reads, on which case."""

    note: int
    user: int
    language: str
    number: str


def notes_of(case: Case, *, by: Actor) -> tuple[NoteView, ...]:
    """The notes of a case he may read, newest first. One query; two where there are any."""
    return _views(access.notes_to(by).filter(case=case).order_by("-id"), by)


def note(key: str, *, by: Actor) -> tuple[str, NoteView]:
    """One note he may read, with the number of its case."""
    rows = access.notes_to(by).filter(pk=row_id(key))
    number = rows.values_list("case__number", flat=True).first()
    if number is None:
        raise NotFound(key)
    return number, _views(rows, by)[0]


def _views(rows: QuerySet[Note], by: Actor) -> tuple[NoteView, ...]:
    mentions = Prefetch("mentions", Mention.objects.select_related("user"))
    return tuple(_view(row, by) for row in rows.select_related("author").prefetch_related(mentions))


def _view(row: Note, by: Actor) -> NoteView:
    until = row.created_at + EDIT_FOR
    return NoteView(
        id=row.pk,
        at=row.created_at,
        author=row.author.name,
        agency=agency_names().get(row.agency_id or 0, ""),
        is_of_office=row.audience == Note.Audience.AGENCY,
        text=row.text,
        names={mention.user.username: mention.user.name for mention in row.mentions.all()},
        edited_at=row.edited_at,
        is_new=any(m.user_id == by.user and m.seen_at is None for m in row.mentions.all()),
        edit_until=until if row.author_id == by.user and until > clock.now() else None,
    )


def _unseen(by: Actor) -> QuerySet[Mention]:
    return Mention.objects.filter(user=by.user or 0, seen_at=None, note__in=access.notes_to(by))


def unseen_mentions(by: Actor) -> int:
    """How many notes that speak to him he has not seen, up to `CAPPED`. One query."""
    return _unseen(by).values("pk")[:CAPPED].count()


def mentions(by: Actor, *, after: str = "", limit: int = 40) -> Page[Mentioned]:
    """The notes that speak to him, newest first, as far as he may read them now."""
    found = Mention.objects.filter(user=by.user or 0, note__in=access.notes_to(by)).order_by("-note")
    if row_id(after):
        found = found.filter(note__lt=row_id(after))
    page = list(found.values_list("note", "note__case", "seen_at")[: limit + 1])
    notes = {view.id: view for view in _views(Note.objects.filter(pk__in=[n for n, _, _ in page]), by)}
    rows = {row.id: row for row in in_order([case for _, case, _ in page], by=by)}
    lines = tuple(Mentioned(notes[n], rows[case], seen is None) for n, case, seen in page[:limit] if case in rows)
    return Page(lines, str(page[limit - 1][0]) if len(page) > limit else None)


def mentioned_in(notes: Collection[int]) -> list[Told]:
    """For the follower: whom these notes speak to now, but for those who have seen it."""
    rows = Mention.objects.filter(note__in=notes, seen_at=None, user__is_active=True).order_by("note", "user")
    return [Told(*row) for row in rows.values_list("note", "user", "user__language", "note__case__number")]


def people(number: str, typed: str, *, is_of_office: bool = False, by: Actor, most: int = _OFFERED) -> list[Person]:
    """Who may be mentioned in a note on this case, by the letters of his name: only those who may read it."""
    facts = access.facts_of(access.one(number, by))
    if by.user is None or not sight_of(by, facts).notes:
        return []
    rule = NoteFacts(by.user, office_of(by), is_of_office)
    rows = User.objects.filter(is_active=True).exclude(pk=by.user)
    if typed:
        rows = rows.filter(Q(name__icontains=typed) | Q(username__istartswith=typed))
    names = agency_names()
    may = (user for user in rows.order_by("name", "id")[:_LOOKED_AT] if may_read_note(facts, rule, actor_for(user)))
    return [Person(user.username, user.name, names.get(user.agency_id or 0, "")) for user in islice(may, most)]
