"""The way back of a single act: that of the bulk act of the same name, for one case and as long."""

from kentongan.cases.queries.standing import standing_now
from kentongan.cases.queries.watched import heads_of
from kentongan.core.actor import Actor
from kentongan.desk.bulk import BULK
from kentongan.desk.moves import Data
from kentongan.desk.subjects import subject_of
from kentongan.workspace import actions

_ROUTE = "route"


def before_of(slug: str, number: str, *, by: Actor) -> Data | None:
    """What the way back needs, as it is before the act; None where there is no way back for him."""
    move = BULK.get(slug)
    if move is None or not move.may_undo(by):
        return None
    if slug != _ROUTE:
        return {}
    standing = standing_now(number, by=by)
    return None if standing.lead is None else {"lead": standing.lead, "support": sorted(standing.support)}


def keep(slug: str, number: str, before: Data | None, *, since: int, by: Actor) -> int | None:
    """Keep it, where something was really done since; gives under which id it can be taken back."""
    head = heads_of([number], by=by).get(number, since)
    if before is None or head <= since:
        return None
    told = {**before, "is_single": True}
    return actions.keep_single(slug, subject_of(number), done_seq=head, before=told, by=by)
