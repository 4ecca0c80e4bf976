"""What was changed of the settings, told: who, when, and each field before and after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.agencies.queries import agency_names, user_names
from kentongan.core.actor import user_of
from kentongan.desk import words
from kentongan.desk.forms.setup.categories import DRAWINGS
from kentongan.desk.forms.setup.routes import OFFICES, ROADS, category_name
from kentongan.desk.words import Text
from kentongan.history import queries as history
from kentongan.places import queries as places

# The events of the settings, and what they are called.
KINDS: Mapping[str, Text] = {
    "agencies.user_created": gettext_lazy("User created"),
    "agencies.users_exported": gettext_lazy("Took the list of users as a sheet"),
    "agencies.user_changed": gettext_lazy("User changed"),
    "agencies.user_closed": gettext_lazy("Account closed"),
    "agencies.user_reopened": gettext_lazy("Account reopened"),
    "agencies.agency_created": gettext_lazy("Agency created"),
    "agencies.agency_changed": gettext_lazy("Agency changed"),
    "agencies.agency_merged": gettext_lazy("Merged into another agency"),
    "agencies.agency_taken_in": gettext_lazy("Another agency was taken in"),
    "agencies.ended": gettext_lazy("Last day set"),
    "agencies.route_created": gettext_lazy("Line made"),
    "agencies.route_changed": gettext_lazy("Line changed"),
    "cases.category_created": gettext_lazy("Category created"),
    "cases.category_changed": gettext_lazy("Category changed"),
    "cases.category_ordered": gettext_lazy("Put in another place"),
    "cases.category_retired": gettext_lazy("Category retired"),
    "cases.category_restored": gettext_lazy("Category used again"),
    "notifications.text_changed": gettext_lazy("Said in other words"),
    "notifications.text_reset": gettext_lazy("Back to the house's text"),
    "cases.time_rules_changed": gettext_lazy("Rules of time changed"),
    "cases.deadline_rule_set": gettext_lazy("Limit set"),
    "places.city_changed": gettext_lazy("Profile changed"),
    "agencies.password_set": gettext_lazy("Password changed"),
    "agencies.password_given": gettext_lazy("New password given"),
}

FIELDS: Mapping[str, Text] = {
    "name": gettext_lazy("name"),
    "email": gettext_lazy("e-mail"),
    "roles": gettext_lazy("roles"),
    "agency": gettext_lazy("agency"),
    "area": gettext_lazy("kelurahan"),
    "is_active": gettext_lazy("open"),
    "title": gettext_lazy("title"),
    "body": gettext_lazy("text"),
    "government": gettext_lazy("government"),
    "holder": gettext_lazy("run by"),
    "address": gettext_lazy("postal address"),
    "website": gettext_lazy("website"),
    "links": gettext_lazy("further links"),
    "privacy_contact": gettext_lazy("data protection officer"),
    "emergency_text": gettext_lazy("words beside 112, Indonesian"),
    "emergency_text_en": gettext_lazy("words beside 112, English"),
    "neighbour_contact": gettext_lazy("words about the neighbouring region"),
    "brand": gettext_lazy("main colour"),
    "brand_deep": gettext_lazy("deep colour"),
    "logo": gettext_lazy("coat of arms"),
    "lat": gettext_lazy("latitude"),
    "lon": gettext_lazy("longitude"),
    "zoom": gettext_lazy("how near"),
    "languages": gettext_lazy("languages"),
    "are_answers_checked": gettext_lazy("answers are checked"),
    "name_en": gettext_lazy("English name"),
    "icon": gettext_lazy("drawing"),
    "classification": gettext_lazy("usual classification"),
    "is_sensitive": gettext_lazy("sensitive"),
    "is_emergency": gettext_lazy("may be an emergency"),
    "after": gettext_lazy("stands after"),
    "short_name": gettext_lazy("short name"),
    "kind": gettext_lazy("kind"),
    "parent": gettext_lazy("stands below"),
    "phone": gettext_lazy("telephone"),
    "valid_from": gettext_lazy("first day"),
    "valid_to": gettext_lazy("last day"),
    "successor": gettext_lazy("successor"),
    "subject": gettext_lazy("category"),
    "road_class": gettext_lazy("class of road"),
    "lead": gettext_lazy("lead agency"),
    "support": gettext_lazy("supporting agencies"),
    "offices": gettext_lazy("offices of the place"),
    "source": gettext_lazy("legal basis or source"),
    "stage": gettext_lazy("stage"),
    "amount": gettext_lazy("how long"),
    "unit": gettext_lazy("unit"),
    "opens_at": gettext_lazy("people are told from"),
    "closes_at": gettext_lazy("people are told until"),
    "list_at": gettext_lazy("list of the day at"),
    "before_days": gettext_lazy("reminder before, working days"),
    "coordinator_after": gettext_lazy("coordinator after, working days"),
    "supervisor_after": gettext_lazy("supervisor after, working days"),
    "pausing": gettext_lazy("waits that stop the clock"),
    "extension_days": gettext_lazy("extension, working days"),
    "extension_most": gettext_lazy("most with an extension, working days"),
    "ombudsman_contact": gettext_lazy("how the Ombudsman is reached"),
}


UNDONE = frozenset({"places.city_changed"})  # after which one can go back to what it was


@dataclass(frozen=True, slots=True)
class Line:
    """One field: what stood there, what stands there since. Both empty: it changed, and nothing is told of it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    title: str
    who: str
    at: datetime
    lines: tuple[Line, ...]
    seq: int = 0
    can_go_back: bool = False


def changes_of(stream: str, *, limit: int = 50) -> list[Change]:
    """The latest changes told by a stream, the newest first."""
    events = history.latest_of(stream, KINDS, limit=limit)
    authors = user_names(filter(None, (user_of(e.actor) for e in events)))
    return [
        Change(
            str(KINDS[e.kind]),
            _who(e.actor, authors),
            e.occurred_at,
            tuple(lines_of(e.body)),
            e.seq,
            can_go_back=e.kind in UNDONE,
        )
        for e in events
    ]


def _who(actor: str, names: Mapping[int, str]) -> str:
    user = user_of(actor)
    return _("The system") if user is None else names.get(user, actor)


def lines_of(body: Mapping[str, Any]) -> list[Line]:
    """Each field of an event's body, or of a state to come, before and after."""
    before, after = body.get("before") or {}, body.get("after") or {}
    named = dict.fromkeys([*body.get("fields", []), *before, *after])
    return [Line(capfirst(str(FIELDS.get(n, n))), *(_said(n, side.get(n)) for side in (before, after))) for n in named]


def _said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_said(name, item) for item in value)
    told = _WORDS.get(name)
    return told(value) if told else str(value)


def _area(code: Any) -> str:
    found = places.areas().get(str(code))
    return found.name if found else str(code)


def _agency(value: Any) -> str:
    return agency_names([value]).get(value, str(value))


def _above(value: Any) -> str:
    """An agency by its id, a category by its code."""
    return category_name(value) if isinstance(value, str) else _agency(value)


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "roles": lambda value: str(words.ROLES.get(value, value)),
    "agency": _agency,
    "parent": _above,
    "successor": _above,
    "after": category_name,
    "icon": lambda value: str(DRAWINGS.get(value, value)),
    "classification": lambda value: str(words.CLASSIFICATIONS.get(value, value)),
    "lead": _agency,
    "support": _agency,
    "subject": category_name,
    "road_class": lambda value: str(ROADS.get(value, value)),
    "offices": lambda value: str(OFFICES.get(value, value)),
    "kind": lambda value: str(words.AGENCY_KINDS.get(value, value)),
    "valid_from": lambda value: date_format(date.fromisoformat(value), "j F Y"),
    "valid_to": lambda value: date_format(date.fromisoformat(value), "j F Y"),
    "area": _area,
}
