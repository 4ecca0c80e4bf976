"""Whose things a user may see: his own, and what was shared with his agency or with a role of his."""

from django.db.models import Q, QuerySet

from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.core.ids import row_id
from kentongan.workspace.models import Bulk, SavedView

_NOBODY = 0


def views_for(by: Actor) -> QuerySet[SavedView]:
    """The views this actor may open, deleted ones left out."""
    return _shared(by).filter(deleted_at=None)


def _shared(by: Actor) -> QuerySet[SavedView]:
    mine = Q(owner=by.user or _NOBODY)
    roles = Q(audience=SavedView.Audience.ROLE, role__in=[role.value for role in by.roles])
    return SavedView.objects.filter(mine | roles | Q(audience=SavedView.Audience.AGENCY, agency=by.agency or _NOBODY))


def own_view(key: str, by: Actor, *, is_deleted: bool = False) -> SavedView:
    """A view of his own; those others shared with him are not his to change."""
    views = SavedView.objects.filter(owner=by.user or _NOBODY, deleted_at__isnull=not is_deleted)
    view = views.filter(pk=row_id(key)).first()
    if view is None:
        raise NotFound(key)
    return view


def own_bulks(by: Actor) -> QuerySet[Bulk]:
    """The bulk acts he began; nobody else's."""
    return Bulk.objects.filter(owner=by.user or _NOBODY, exercise=by.exercise)
