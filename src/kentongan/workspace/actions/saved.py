"""Saved views. Passing things: no events."""

from urllib.parse import unquote_plus

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.core.ids import row_id
from kentongan.core.text import clean, redacted
from kentongan.workspace import access
from kentongan.workspace.models import DefaultView, SavedView
from kentongan.workspace.queries import UNDO_FOR

MOST_VIEWS = 50


@transaction.atomic
def keep_view(name: str, query: str, *, by: Actor, audience: str = "mine", role: str = "") -> int:
    """Keep a list under a name, for himself, his agency or one of his roles. Gives its id."""
    if by.user is None:
        raise NotFound
    if redacted(unquote_plus(query)) != unquote_plus(query):
        raise Refused(_("A search for someone's number or address is not kept."))
    SavedView.objects.filter(owner=by.user, deleted_at__lt=clock.now() - UNDO_FOR).delete()
    if SavedView.objects.filter(owner=by.user, deleted_at=None).count() >= MOST_VIEWS:
        raise Refused(_("You keep 50 views already. Delete one first."))
    view = SavedView(owner=by.user, query=query)
    _write(view, name, audience, role, by)
    return view.pk


@transaction.atomic
def copy_view(key: str, *, by: Actor) -> int:
    """A view of his own of one that was shared with him, to be changed as he likes. Gives its id."""
    shared = access.views_for(by).filter(pk=row_id(key)).first()
    if shared is None:
        raise NotFound(key)
    taken = {name.casefold() for name in access.views_for(by).filter(owner=by.user or 0).values_list("name", flat=True)}
    names = (f"{shared.name[:54]}{f' ({n})' if n > 1 else ''}" for n in range(1, MOST_VIEWS + 2))
    return keep_view(next(name for name in names if name.casefold() not in taken), shared.query, by=by)


@transaction.atomic
def change_view(key: str, *, name: str, by: Actor, audience: str = "mine", role: str = "") -> None:
    """Another name, or others who see it."""
    _write(access.own_view(key, by), name, audience, role, by)


def _write(view: SavedView, name: str, audience: str, role: str, by: Actor) -> None:
    view.name = clean(name)[:60]
    if not view.name:
        raise Refused(_("Give the view a name."), field="name")
    if audience == SavedView.Audience.AGENCY and by.agency is None:
        raise Refused(_("You belong to no agency."), field="audience")
    if audience == SavedView.Audience.ROLE and role not in by.roles:
        raise Refused(_("You can share only with a role you have."), field="audience")
    view.audience = SavedView.Audience(audience)
    view.agency = by.agency if view.audience == SavedView.Audience.AGENCY else None
    view.role = role if view.audience == SavedView.Audience.ROLE else ""
    _save(view)


def _save(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise Refused(_("You have a view of this name already."), field="name") from None


@transaction.atomic
def delete_view(key: str, *, by: Actor) -> None:
    """Out of every list, also of those it was shared with; for a day it can be taken back."""
    view = access.own_view(key, by)
    view.deleted_at = clock.now()
    view.save(update_fields=["deleted_at"])


@transaction.atomic
def restore_view(key: str, *, by: Actor) -> None:
    """Take a deletion back."""
    view = access.own_view(key, by, is_deleted=True)
    if view.deleted_at is None or clock.now() - view.deleted_at > UNDO_FOR:
        raise NotFound(key)
    view.deleted_at = None
    _save(view)


@transaction.atomic
def choose_default(key: str, *, by: Actor) -> None:
    """The list his day begins with; chosen again it is none."""
    view = access.views_for(by).filter(pk=row_id(key)).first()
    if view is None or by.user is None:
        raise NotFound(key)
    was, _more = DefaultView.objects.filter(user=by.user, view=view).delete()
    if not was:
        DefaultView.objects.update_or_create(user=by.user, defaults={"view": view})
