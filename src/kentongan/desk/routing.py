"""The routing table in words: a line, its days, why it answers, and what a change of it would do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.agencies.queries import agencies, agency_names, explained, routes_of
from kentongan.agencies.routing import Rule
from kentongan.cases.queries.workload import open_places_of
from kentongan.core import clock
from kentongan.desk.forms.setup.routes import ANY_PLACE, OFFICES, ROADS, category_name
from kentongan.places import queries as places
from kentongan.ui.templatetags.ui import day_text

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """Which line answers, and why; the lines that give way, each with its reason."""

    rule: Rule | None
    lead: str
    support: str
    why: str
    others: list[tuple[Rule, str, str]]


def place(rule: Rule) -> str:
    if rule.area is None:
        return str(ANY_PLACE)
    found = places.areas().get(rule.area)
    if found is None:
        return rule.area
    return f"Kec. {found.name}" if found.level == "district" else found.name


def road(rule: Rule) -> str:
    return str(ROADS.get(rule.road_class, rule.road_class))


def title(rule: Rule) -> str:
    return ", ".join([category_name(rule.subject), place(rule), *([road(rule)] if rule.road_class else [])])


def names(ids: Iterable[int]) -> str:
    known = agency_names()
    return ", ".join(known.get(pk, str(pk)) for pk in ids)


def support(rule: Rule) -> str:
    return ", ".join(filter(None, [names(rule.support), *(str(OFFICES[office]) for office in rule.offices)]))


def days(start: date | None, end: date | None) -> str:
    parts = []
    if start is not None:
        parts.append(_("from %(day)s") % {"day": day_text(start)})
    if end is not None:
        parts.append(_("until %(day)s") % {"day": day_text(end)})
    return " ".join(parts) or _("always")


def answer_for(subject: str, *, area: str | None, road_class: str, on: date) -> Answer:
    """What the table says of a matter, told so that one sees why."""
    told = explained(routes_of(subject), area=area, road_class=road_class, on=on)
    ended = [(rule, names([rule.lead]), _("Its lead does not exist on that day.")) for rule in told.ended]
    if told.rule is None or told.routed is None:
        return Answer(None, "", "", _nobody(has_lines=bool(routes_of(subject)), has_ended=bool(ended)), ended)
    others = [(rule, names([rule.lead]), _gives_way(rule, told.rule)) for rule in told.others]
    known = agencies()
    return Answer(
        told.rule, known[told.routed.lead].name, names(told.routed.support), _wins(told.rule), [*others, *ended]
    )


def _nobody(*, has_lines: bool, has_ended: bool) -> str:
    if has_ended:
        return _("The lines that speak of it name agencies that do not exist on that day.")
    if has_lines:
        return _("There are lines for this category, but none for this place, road and day.")
    return _("There is no line for this category.")


def _wins(rule: Rule) -> str:
    where = _("It speaks of this place.") if rule.area else _("It speaks of any place.")
    road_too = _("It speaks of this class of road.") if rule.road_class else _("It speaks of any road.")
    return f"{where} {road_too}"


def _gives_way(rule: Rule, winner: Rule) -> str:
    if rule.area != winner.area:
        return _("The other line speaks of a smaller place.")
    if rule.road_class != winner.road_class:
        return _("The other line speaks of the class of road.")
    return _("The other line is newer.")


def effect(subject: str, after: Iterable[Rule], *, on: date | None) -> str:
    """How many open cases the table would give to another lead, if it became `after` on a day."""
    day = max(on or clock.today(), clock.today())
    moved: Counter[tuple[int | None, int | None]] = Counter()
    wanted = list(after)
    for place_ in open_places_of(subject):
        asked = {"area": place_.area, "road_class": place_.road_class, "on": day}
        now = explained(routes_of(subject), **asked).routed  # type: ignore[arg-type]
        then = explained(wanted, **asked).routed  # type: ignore[arg-type]
        leads = (now.lead if now else None, then.lead if then else None)
        if leads[0] != leads[1]:
            moved[leads] += place_.count
    return _effect_told(moved)


def _effect_told(moved: Counter[tuple[int | None, int | None]]) -> str:
    if not moved:
        return _("No open case would go elsewhere.")
    count = sum(moved.values())
    first = ngettext(
        "%(count)d open case would go elsewhere by the new table:",
        "%(count)d open cases would go elsewhere by the new table:",
        count,
    ) % {"count": count}
    known = agency_names()
    nobody = _("nobody")
    ways = "; ".join(
        f"{known.get(old or 0, nobody)} → {known.get(new or 0, nobody)} ({n})"
        for (old, new), n in moved.most_common(_SHOWN)
    )
    stays = _("Cases already passed on stay where they are until the coordinator passes them on.")
    return f"{first} {ways}. {stays}"
