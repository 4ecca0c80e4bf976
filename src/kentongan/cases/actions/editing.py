"""Editing: the text beside the one first told, what it is about, the place, the flags."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases.actions.base import begin, finish, required
from kentongan.cases.actions.conflicts import Wanted, checked
from kentongan.cases.actions.flags import FLAGS, active_category, keep_closed, keep_the_reporters_wish
from kentongan.cases.actions.tags import checked_tags
from kentongan.cases.models import Case, CaseText
from kentongan.cases.queries.tags import called_now
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused
from kentongan.places.queries import locate, located_area

_PLAIN = {"place_text", "road_class"}


@transaction.atomic
def edit(number: str, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Change named fields. Each comes with the value its form showed; a field that moved meanwhile is a conflict.

    The text as first told never changes; this is the edited one beside it. `tags`: a tuple of words. `has_position`
    can only be taken away; a position outside the area chosen goes with the change.
    """
    case = begin(number, Act.EDIT, by=by)
    current = {
        "title": case.title,
        "text": CaseText.objects.get(case=case).text,
        "place_text": case.place_text,
        "area": case.area_id or "",
        "category": case.category_id or "",
        "is_anonymous": case.is_anonymous,
        "is_confidential": case.is_confidential,
        "road_class": case.road_class,
        "tags": called_now(case.tags),
        "has_position": case.lat is not None,
    }
    changes = checked(wanted, current)
    if not changes:
        return
    _apply(case, changes, by=by)
    fields = set(changes) | ({"has_position"} if current["has_position"] and case.lat is None else set())
    finish(case, Act.EDIT, by=by, at=clock.now(), body={"fields": sorted(fields)})


def _apply(case: Case, changes: Mapping[str, Any], *, by: Actor) -> None:
    _apply_words(case, changes, by=by)
    if "area" in changes:
        _move(case, str(changes["area"]))
    if "has_position" in changes:
        _without_position(case, is_wanted=bool(changes["has_position"]))
    if "category" in changes:
        case.category = active_category(str(changes["category"]))
    for name in changes.keys() & FLAGS:
        setattr(case, name, bool(changes[name]))
    if changes.keys() & FLAGS:
        keep_the_reporters_wish(case, is_anonymous=case.is_anonymous, is_confidential=case.is_confidential)
    if changes.keys() & {"category", "is_confidential"}:
        keep_closed(case.category, case.classification, is_confidential=case.is_confidential)


def _apply_words(case: Case, changes: Mapping[str, Any], *, by: Actor) -> None:
    for name in changes.keys() & _PLAIN:
        setattr(case, name, str(changes[name])[:300])
    if "title" in changes:
        case.title = required(str(changes["title"]), field="title", limit=200)
    if "text" in changes:
        CaseText.objects.filter(case=case).update(text=required(str(changes["text"]), field="text"), is_edited=True)
    if "tags" in changes:
        case.tags = checked_tags(changes["tags"], by=by)


def _move(case: Case, code: str) -> None:
    if not code:
        case.area_id = case.district_id = None
        return
    place = located_area(code)
    case.area_id, case.district_id = place.area, place.district
    case.is_outside, case.neighbour = place.is_outside, place.neighbour
    if case.lat is not None and case.lon is not None:
        held = locate(case.lat, case.lon)
        is_inside = place.area in {None, held.area} and place.district in {None, held.district}
        if not is_inside or place.is_outside != held.is_outside:
            _without_position(case, is_wanted=False)


def _without_position(case: Case, *, is_wanted: bool) -> None:
    if is_wanted:
        raise Refused(_("A position is told by a reporter; it can only be removed here."), field="has_position")
    case.lat = case.lon = case.cell = None
