"""The checkpoint of the day."""

from kentongan.core import clock
from kentongan.core.actor import system
from kentongan.history import actions, queries
from kentongan.history.chain import Seal


def seal_the_day() -> Seal | None:
    """Make the day's first checkpoint, where something is to be sealed; None otherwise. Cheap enough for each sweep."""
    before = queries.latest_checkpoint()
    if before is not None and clock.local(before.made_at).date() >= clock.today():
        return None
    if queries.position_now() <= (before.last_position if before else 0):
        return None
    return actions.make_checkpoint(system("timers"))
