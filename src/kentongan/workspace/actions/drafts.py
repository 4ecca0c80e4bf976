"""Drafts: what is typed is kept until it is sent. Passing things: no events."""

from datetime import timedelta

from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.core.text import clean
from kentongan.workspace.models import Draft

KEPT_FOR = timedelta(days=14)
LONGEST = 10_000


def keep_draft(subject: str, kind: str, text: str, *, by: Actor) -> None:
    """Keep what he has typed so far; nothing typed is no draft."""
    if by.user is None:
        raise NotFound(subject)
    text = clean(text)[:LONGEST]
    if not text:
        drop_draft(subject, kind, by=by)
        return
    told = {"content": text, "updated_at": clock.now()}
    Draft.objects.update_or_create(user=by.user, subject=subject[:60], kind=kind[:40], defaults=told)


def drop_draft(subject: str, kind: str, *, by: Actor) -> None:
    """It was sent, or is not wanted any more."""
    Draft.objects.filter(user=by.user or 0, subject=subject, kind=kind).delete()


def sweep_drafts() -> int:
    """Delete drafts nobody touched for two weeks; gives how many."""
    return Draft.objects.filter(updated_at__lt=clock.now() - KEPT_FOR).delete()[0]


def forget_drafts(person_id: int) -> int:
    """An erasure ends all drafts: which of them tells of the person, nobody can know."""
    return Draft.objects.all().delete()[0]
