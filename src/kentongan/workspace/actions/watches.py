"""Watching: what someone wants to hear of, and how far he has read. Passing things: no events."""

from django.utils.translation import gettext as _

from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.workspace.models import Watch

MOST_WATCHED = 100


def watch(subject: str, *, seen: int, by: Actor) -> None:
    """Hear of it from now. A second time changes nothing."""
    if by.user is None:
        raise NotFound(subject)
    if Watch.objects.filter(user=by.user).exclude(subject=subject).count() >= MOST_WATCHED:
        raise Refused(_("You watch 100 cases already. Leave one first."))
    Watch.objects.get_or_create(user=by.user, subject=subject[:60], defaults={"seen": seen})


def unwatch(subject: str, *, by: Actor) -> None:
    """Hear of it no longer."""
    Watch.objects.filter(user=by.user or 0, subject=subject).delete()


def see(subject: str, *, seen: int, by: Actor) -> None:
    """He has read it so far."""
    Watch.objects.filter(user=by.user or 0, subject=subject, seen__lt=seen).update(seen=seen)
