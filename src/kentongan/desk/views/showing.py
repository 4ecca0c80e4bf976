"""What a case's page and its preview show, from `CasePage` and the list it was opened from."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from kentongan.agencies.queries import agencies
from kentongan.cases import actions, queries
from kentongan.cases.actions.notes import WRITERS
from kentongan.cases.queries.category_uses import routed_for
from kentongan.cases.queries.shapes import CasePage, NoteView, PartyView, Step
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.desk import outline, telling
from kentongan.desk.forms.acts import VerifyForm
from kentongan.desk.moves import BY_ACT, WRITTEN, Move
from kentongan.desk.shown import Shown, of_page
from kentongan.desk.views.inbox import listing_of
from kentongan.places import queries as places
from kentongan.ui.gate import actor_of

_OPENED, _OPENED_AGAIN_SECONDS, _MOST_OPENED = "opened", 900, 50
_MOST_BUTTONS = 3
_FIRST = (Act.DECIDE, Act.ADVISE, Act.FOLLOW_UP, Act.CLOSE, Act.REFERRAL_ANSWERED, Act.RESTORE)
_ASIDE = (Act.MERGE, Act.UNMERGE, Act.SHARE, Act.GIVE_TASK)  # rare: they stand under "more"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who leads and supports by the routing table."""

    id: int
    lead: str
    support: str
    support_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a reporter asked for himself, which no one can take away."""

    anonymous: bool
    confidential: bool


@dataclass(frozen=True, slots=True)
class Buttons:
    primary: Move | None
    others: tuple[Move, ...]
    more: tuple[Move, ...]


def case_of(request: HttpRequest, number: str) -> CasePage:
    """The case as this reader may see it; what must be noted of his opening it is noted."""
    actor = actor_of(request)
    page = queries.case_page(number, by=actor)
    if page.sight.is_logged or (page.row.part and page.row.is_new):
        _note_opening(request, page, actor)
    return page


def _note_opening(request: HttpRequest, page: CasePage, actor: Actor) -> None:
    """Once in a while for each case and session: reading on is one reading."""
    now = int(clock.now().timestamp())
    opened: dict[str, int] = request.session.get(_OPENED, {})
    if now - opened.get(str(page.row.id), 0) < _OPENED_AGAIN_SECONDS:
        return
    actions.open_case(page.row.number, by=actor)
    latest = sorted({**opened, str(page.row.id): now}.items(), key=lambda item: item[1])[-_MOST_OPENED:]
    request.session[_OPENED] = dict(latest)


def told_case(request: HttpRequest, page: CasePage) -> dict[str, Any]:
    """The context both views of a case share."""
    actor = actor_of(request)
    listing = listing_of(request)
    return {
        "page": page,
        "trail": listing.trail if "queue" in request.GET else "",
        "back": listing.back,
        "map": small_map(page),
        "told_files": [file for file in page.files if file.is_reporters],
        "my_parts": my_parts(page, actor),
        "buttons": buttons_of(page),
        "may_note": page.sight.notes and actor.has(*WRITERS),
        "told": with_notes(page),
        **_returned(page),
    }


def small_map(page: CasePage) -> outline.SmallMap | None:
    """The map of the kelurahan around the case."""
    if not page.sight.place:
        return None
    names = {area.code: area.name for area in places.villages()}
    city = places.outline_svg_paths("village")
    return outline.around(city, names, area=page.area_code, lat=page.lat, lon=page.lon)


def my_parts(page: CasePage, actor: Actor) -> list[PartyView]:
    return [party for party in page.parties if party.agency == actor.agency and party.until is None and page.row.part]


def buttons_of(page: CasePage, *, without: tuple[Act, ...] = ()) -> Buttons:
    """The next acts, straight from the life cycle: the filled one, those beside it, the rare ones."""
    is_verifying = Act.VERIFY in page.acts
    hidden = {*without, *((Act.ROUTE,) if is_verifying else ())}
    if page.row.report_count < 2:
        hidden.add(Act.UNMERGE)
    moves = [move for act, move in BY_ACT.items() if act in page.acts and act not in hidden]
    primary = None
    if not is_verifying:
        primary = next((BY_ACT[act] for act in _FIRST if BY_ACT[act] in moves), None)
    rest = [move for move in moves if move is not primary]
    beside = [move for move in rest if move.act not in _ASIDE]
    aside = [move for move in rest if move.act in _ASIDE]
    return Buttons(primary, tuple(beside[:_MOST_BUTTONS]), (*beside[_MOST_BUTTONS:], *aside))


def written_moves(page: CasePage) -> list[Move]:
    """The words that can be written in the box now."""
    return [BY_ACT[act] for act in WRITTEN if act in page.acts]


def _returned(page: CasePage) -> dict[str, Any]:
    """Why the case is back, where an agency has sent it back and nobody has passed it on since."""
    if not page.row.returns or page.row.state != "received":
        return {}
    step = next((step for step in page.timeline if step.kind == "sent_back"), None)
    return {"returned": telling.told(step), "returned_text": step.text} if step else {}


def with_notes(page: CasePage) -> list[Step | NoteView]:
    """What was done and what was noted, the newest first."""
    lines: list[Step | NoteView] = [*page.notes, *page.timeline]
    return sorted(lines, key=lambda line: line.at, reverse=True) if page.notes else lines


def recent(page: CasePage, count: int = 4) -> list[Step | NoteView]:
    return with_notes(page)[:count]


# -- verifying ---------------------------------------------------------------------------------


def suggestion_for(page: CasePage, category: str | None) -> Suggestion | None:
    """Who leads by the routing table, for a category at this case's place."""
    if not category:
        return None
    routed = routed_for(category, area=page.area_code or None, road_class=page.road_class)
    if routed is None:
        return None
    names = agencies()
    support = ", ".join(names[pk].short_name for pk in routed.support)
    return Suggestion(routed.lead, names[routed.lead].name, support, tuple(routed.support))


def wishes_of(page: CasePage) -> Wishes:
    return Wishes(
        anonymous=any(report.is_anonymous for report in page.reports),
        confidential=any(report.is_confidential for report in page.reports),
    )


def verify_context(page: CasePage, form: forms.Form | None = None, *, shown: Shown | None = None) -> dict[str, Any]:
    """The verification form, as first shown or as it came back; `shown`: what it had shown then."""
    if Act.VERIFY not in page.acts:
        return {}
    suggestion = suggestion_for(page, form["category"].value() if form else page.category_code)
    return {
        "form": form or VerifyForm(initial=_first_answers(page, suggestion)),
        "suggestion": suggestion,
        "wishes": wishes_of(page),
        "shown": shown or of_page(page),
    }


def _first_answers(page: CasePage, suggestion: Suggestion | None) -> dict[str, Any]:
    """What is known already. The two questions have no default; a case that came back keeps its answers."""
    answers: dict[str, Any] = {"classification": page.row.classification, "category": page.category_code}
    if page.row.is_verified:
        answers["is_anonymous"] = "yes" if page.row.is_anonymous else "no"
        answers["is_confidential"] = "yes" if page.row.is_confidential else "no"
    if suggestion and not page.row.returns:
        answers |= {"lead": suggestion.id, "support": list(suggestion.support_ids)}
    return answers
