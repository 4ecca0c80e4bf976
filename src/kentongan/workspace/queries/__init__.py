"""Reads of what a user keeps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from django.db.models import Exists, OuterRef

from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.cached import Cached
from kentongan.core.errors import NotFound
from kentongan.workspace import access
from kentongan.workspace.models import AnswerTemplate, DefaultView, Draft, SavedView, Watch

UNDO_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ViewFacts:
    """A saved view. `audience`: mine, agency, role. `is_mine`: to rename, share and delete."""

    id: int
    name: str
    query: str
    audience: str
    role: str
    is_mine: bool
    is_default: bool


def views(by: Actor) -> list[ViewFacts]:
    """His own views and those shared with him, his own first, by name. One query."""
    chosen = Exists(DefaultView.objects.filter(view=OuterRef("pk"), user=by.user or 0))
    rows = access.views_for(by).annotate(is_chosen=chosen)
    return sorted((_facts(row, by) for row in rows), key=lambda view: (not view.is_mine, view.name.casefold()))


def default_query(by: Actor) -> str | None:
    """The query of the list his day begins with; None where he chose none, or may no longer see it."""
    if by.user is None:
        return None
    return access.views_for(by).filter(defaultview__user=by.user).values_list("query", flat=True).first()


def own_view(key: str, by: Actor) -> ViewFacts:
    """One of his own. NotFound where it is not his."""
    return _facts(access.own_view(key, by), by)


def deleted_views(by: Actor) -> list[ViewFacts]:
    """What he deleted and can still take back, the last first."""
    since = clock.now() - UNDO_FOR
    rows = SavedView.objects.filter(owner=by.user or 0, deleted_at__gt=since).order_by("-deleted_at")
    return [_facts(row, by) for row in rows]


@dataclass(frozen=True, slots=True)
class Kept:
    """What someone keeps: views he shares and such of his own, unfinished texts, watched subjects."""

    shared_views: int
    own_views: int
    drafts: int
    watches: int


def kept_by(user: int) -> Kept:
    """What would be left behind if he went."""
    views_of = SavedView.objects.filter(owner=user, deleted_at=None)
    own = views_of.filter(audience=SavedView.Audience.MINE).count()
    return Kept(
        shared_views=views_of.count() - own,
        own_views=own,
        drafts=Draft.objects.filter(user=user).count(),
        watches=Watch.objects.filter(user=user).count(),
    )


def views_naming(name: str, value: str) -> int:
    """How many saved views, of anyone, ask for this value of a filter."""
    rows = SavedView.objects.filter(deleted_at=None, query__contains=value).values_list("query", flat=True)
    return sum(1 for query in rows if (name, value) in parse_qsl(query))


def _facts(row: SavedView, by: Actor) -> ViewFacts:
    is_default = bool(getattr(row, "is_chosen", False))
    return ViewFacts(row.pk, row.name, row.query, row.audience, row.role, row.owner == by.user, is_default)


TEMPLATES = "templates"


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """An answer template."""

    id: int
    name: str
    purpose: str
    text: str
    agency: int | None
    is_used: bool


def _load_templates() -> tuple[TemplateFacts, ...]:
    rows = AnswerTemplate.objects.order_by("-is_used", "purpose", "name", "id")
    fields = ("id", "name", "purpose", "text", "agency", "is_used")
    return tuple(TemplateFacts(*row) for row in rows.values_list(*fields))


_templates = Cached(TEMPLATES, _load_templates)


def templates() -> tuple[TemplateFacts, ...]:
    """All templates, those offered first, from memory."""
    return _templates()


def templates_for(by: Actor) -> list[TemplateFacts]:
    """The templates this actor is offered: the city's, and his agency's."""
    return [one for one in templates() if one.is_used and one.agency in {None, by.agency}]


def template(key: str) -> TemplateFacts:
    """One template, for those who keep them. NotFound where there is none."""
    for one in templates():
        if str(one.id) == key:
            return one
    raise NotFound(key)


WRITES_FOR = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What he typed, and when."""

    text: str
    at: datetime


def draft(subject: str, kind: str, *, by: Actor) -> DraftFacts | None:
    """His own draft of a form; nobody else's."""
    row = Draft.objects.filter(user=by.user or 0, subject=subject, kind=kind).first()
    return DraftFacts(row.content, row.updated_at) if row else None


def writers(subject: str, *, by: Actor) -> list[int]:
    """The ids of the others who are writing about a subject now."""
    fresh = Draft.objects.filter(subject=subject, updated_at__gt=clock.now() - WRITES_FOR).exclude(user=by.user or 0)
    return sorted(set(fresh.values_list("user", flat=True)))


def written(subjects: Collection[str], *, by: Actor) -> set[str]:
    """On which of these subjects someone else is writing now."""
    fresh = Draft.objects.filter(subject__in=subjects, updated_at__gt=clock.now() - WRITES_FOR)
    return set(fresh.exclude(user=by.user or 0).values_list("subject", flat=True))


def watched(by: Actor) -> dict[str, int]:
    """What he watches, the newest watch first: subject, and how far he has read it."""
    rows = Watch.objects.filter(user=by.user or 0).order_by("-id")
    return dict(rows.values_list("subject", "seen"))


def seen_of(subject: str, *, by: Actor) -> int | None:
    """How far he has read what he watches; None where he does not watch it."""
    return Watch.objects.filter(user=by.user or 0, subject=subject).values_list("seen", flat=True).first()
