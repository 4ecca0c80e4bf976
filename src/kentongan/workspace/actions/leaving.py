"""Someone goes: what he shares is another's from then on, what was his alone ends."""

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core.actor import Actor
from kentongan.core.errors import Refused
from kentongan.core.roles import only_administrators
from kentongan.workspace.models import Draft, SavedView, Watch

_LONGEST = 60


@transaction.atomic
def leave(user: int, *, to: int | None, by: Actor) -> int:
    """Give the views he shares to another; his drafts and watches end. Returns how many views went over.

    Without `to` they stay as they are: seen by those they are shared with, changed by nobody. His own views stay for
    the day he comes back. Passing things: no event.
    """
    only_administrators(by)
    if to == user:
        raise Refused(_("Choose another person."), field="to")
    Draft.objects.filter(user=user).delete()
    Watch.objects.filter(user=user).delete()
    if to is None:
        return 0
    shared = SavedView.objects.select_for_update().filter(owner=user, deleted_at=None)
    moved = list(shared.exclude(audience=SavedView.Audience.MINE).order_by("id"))
    taken = {
        name.lower() for name in SavedView.objects.filter(owner=to, deleted_at=None).values_list("name", flat=True)
    }
    for view in moved:
        view.owner, view.name = to, _free(view.name, taken)
        taken.add(view.name.lower())
        view.save(update_fields=["owner", "name"])
    return len(moved)


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where its new owner has one like it."""
    wanted, number = name, 2
    while wanted.lower() in taken:
        wanted = f"{name[: _LONGEST - 4]} {number}"
        number += 1
    return wanted
