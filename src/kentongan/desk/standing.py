"""How the settings stand: what each kind holds, who changed it last, and what is missing in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.agencies.queries import (
    Staffing,
    agencies,
    agencies_now,
    agency_names,
    route_for,
    routing_table,
    staffing,
    user_names,
)
from kentongan.cases.queries.categories import CategoryFacts, category_facts
from kentongan.core import clock
from kentongan.core.actor import Actor, Role, user_of
from kentongan.core.errors import Refused
from kentongan.desk import words
from kentongan.desk.changes import KINDS
from kentongan.desk.forms.setup.routes import category_name
from kentongan.history.chain import Recorded
from kentongan.history.queries import latest_among
from kentongan.notifications.actions import check_text
from kentongan.notifications.queries import TextFacts, texts_now
from kentongan.places import queries as places

_SHOWN = 5
_NEEDED = (Role.COORDINATOR, Role.SUPERVISOR, Role.PRIVACY_OFFICER)
# Where the changes of each kind of setting are told.
_STREAMS = {
    "city": "city:",
    "users": "user:",
    "agencies": "agency:",
    "routes": "route:",
    "texts": "text:",
    "categories": "category:",
}
_OF_USERS = ("agencies.user_created", "agencies.user_changed", "agencies.user_closed", "agencies.user_reopened")


@dataclass(frozen=True, slots=True)
class Standing:
    """One kind of setting: what it holds, the last change, and what should be looked at."""

    state: str
    who: str
    at: datetime | None
    warnings: tuple[str, ...]


def standings(names: Iterable[str], *, by: Actor) -> dict[str, Standing]:
    """Of all sections; as many queries as there are sections, however much they hold. Of an unknown one nothing."""
    staff, events = staffing(by=by), {name: _last(name) for name in names}
    users = {user_of(event.actor) for event in events.values() if event}
    authors = user_names(user for user in users if user is not None)
    return {name: _standing(name, event, authors, staff) for name, event in events.items()}


def _standing(name: str, event: Recorded | None, authors: Mapping[int, str], staff: Staffing) -> Standing:
    state, told = _STATES.get(name), _WARNINGS.get(name)
    warnings = tuple(told(staff)) if told else ()
    who, at = (_author(event.actor, authors), event.occurred_at) if event else ("", None)
    return Standing(state(staff) if state else "", who, at, warnings)


def _author(actor: str, authors: Mapping[int, str]) -> str:
    user = user_of(actor)
    return _("The system") if user is None else authors.get(user, actor)


def _last(name: str) -> Recorded | None:
    prefix = _STREAMS.get(name)
    return latest_among(prefix, _OF_USERS if name == "users" else tuple(KINDS)) if prefix else None


def _users(staff: Staffing) -> str:
    told = _("%(roles)d roles filled, %(closed)d accounts closed")
    return told % {"roles": len(staff.by_role), "closed": staff.closed}


def _agencies(staff: Staffing) -> str:
    now = agencies_now()
    return _("%(now)d at work, %(all)d in all") % {"now": len(now), "all": len(agencies())}


def _routes(staff: Staffing) -> str:
    today = clock.today()
    count = sum(1 for rule in routing_table() if rule.is_in_force(today))
    return ngettext("%(count)d line in force", "%(count)d lines in force", count) % {"count": count}


def _categories(staff: Staffing) -> str:
    facts = category_facts().values()
    active = sum(1 for one in facts if one.is_active)
    return _("%(active)d in use, %(retired)d retired") % {"active": active, "retired": len(facts) - active}


def _texts(staff: Staffing) -> str:
    own = sum(1 for one in texts_now() if one.is_own)
    return ngettext("%(count)d in the city's own words", "%(count)d in the city's own words", own) % {"count": own}


_STATES: Mapping[str, Callable[[Staffing], str]] = {
    "city": lambda _staff: places.city().name,
    "users": _users,
    "agencies": _agencies,
    "routes": _routes,
    "categories": _categories,
    "texts": _texts,
}


def _named(text: str, names: list[str]) -> list[str]:
    """A warning that names the first few it is about."""
    if not names:
        return []
    more = len(names) - _SHOWN
    told = ", ".join(names[:_SHOWN]) + (_(" and %(count)d more") % {"count": more} if more > 0 else "")
    return [f"{text}: {told}"]


def _of_the_city(staff: Staffing) -> list[str]:
    facts = places.city()
    found = [] if facts.contact else [_("No address, telephone or e-mail is given.")]
    return found if facts.privacy_contact else [*found, _("No contact for data protection is given.")]


def _of_users(staff: Staffing) -> list[str]:
    missing = [str(words.ROLES[role.value]) for role in _NEEDED if not staff.by_role.get(role.value)]
    found = _named(_("Nobody has the role"), missing)
    if staff.by_role.get(Role.ADMINISTRATOR.value, 0) < 2:
        found.append(_("There is one administrator only: if the account is lost, nobody can help."))
    return found


def _of_agencies(staff: Staffing) -> list[str]:
    today, known = clock.today(), agencies()
    leads = {rule.lead for rule in routing_table() if rule.is_in_force(today)}
    idle = sorted(pk for pk in leads - staff.agencies if not known[pk].is_external and known[pk].is_valid(today))
    return _named(_("They lead on something and have no officer"), list(agency_names(idle).values()))


def _of_routes(staff: Staffing) -> list[str]:
    today, known = clock.today(), agencies()
    ended = {rule.lead for rule in routing_table() if rule.is_in_force(today) and not known[rule.lead].is_valid(today)}
    return _named(_("Lines name a lead that has ended"), list(agency_names(sorted(ended)).values()))


def _of_categories(staff: Staffing) -> list[str]:
    bare = [one for one in category_facts().values() if one.is_active and _is_bare(one)]
    return _named(_("Nobody leads on them by the routing table"), [category_name(one.code) for one in bare])


def _is_bare(one: CategoryFacts) -> bool:
    return route_for(one.code) is None


def _of_texts(staff: Staffing) -> list[str]:
    own = [one for one in texts_now() if one.is_own]
    changed = [one.title or one.entry.name for one in own if one.is_outdated]
    broken = [one.title or one.entry.name for one in own if _is_broken(one)]
    told = _named(_("The house's text changed since"), changed)
    return [*told, *_named(_("They name a variable that is not there, or lack one"), broken)]


def _is_broken(one: TextFacts) -> bool:
    try:
        check_text(one.entry, one.title, one.body)
    except Refused:
        return True
    return False


_WARNINGS: Mapping[str, Callable[[Staffing], list[str]]] = {
    "city": _of_the_city,
    "users": _of_users,
    "agencies": _of_agencies,
    "routes": _of_routes,
    "categories": _of_categories,
    "texts": _of_texts,
}
