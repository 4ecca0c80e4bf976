"""Reads of who owns which matter: from memory (`core.cached`)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kentongan.agencies.models import Route
from kentongan.agencies.queries.registry import EDITION, agencies
from kentongan.agencies.routing import Routed, Rule, ranked
from kentongan.core import clock
from kentongan.core.cached import Cached
from kentongan.core.errors import NotFound
from kentongan.places import queries as places

_FIELDS = ("id", "subject", "area_id", "road_class", "lead_id", "offices", "valid_from", "valid_to", "source")


@dataclass(frozen=True, slots=True)
class Explained:
    """Which line answers, with whom; `others` are in force as well and give way to it, the nearest first.

    `ended`: lines that would speak of it, whose lead does not exist on that day.
    """

    routed: Routed | None
    rule: Rule | None
    others: tuple[Rule, ...]
    ended: tuple[Rule, ...]


def _load_routes() -> dict[str, tuple[Rule, ...]]:
    by_subject: dict[str, list[Rule]] = defaultdict(list)
    for rule in read_rules():
        by_subject[rule.subject].append(rule)
    return {subject: tuple(rules) for subject, rules in by_subject.items()}


def read_rules(**narrowed: object) -> list[Rule]:
    """The table as it stands in the database, in the order its lines were made."""
    support: dict[int, list[int]] = defaultdict(list)
    for route, agency in Route.support.through.objects.order_by("id").values_list("route_id", "agency_id"):
        support[route].append(agency)
    anywhere = {code for code, area in places.areas().items() if area.level == "city"}
    rows = Route.objects.filter(**narrowed).order_by("id").values_list(*_FIELDS)
    return [
        Rule(
            subject,
            None if area in anywhere else area,
            road_class,
            lead,
            tuple(support[pk]),
            tuple(offices),
            start,
            end,
            pk,
            source,
        )
        for pk, subject, area, road_class, lead, offices, start, end, source in rows
    ]


_routes = Cached(EDITION, _load_routes)


def routing_table() -> list[Rule]:
    """All lines of the table with all their versions."""
    return [rule for rules in _routes().values() for rule in rules]


def routes_of(subject: str) -> tuple[Rule, ...]:
    """The lines of one subject."""
    return _routes().get(subject, ())


def route_by_id(route_id: int) -> Rule:
    """One version of a line. NotFound where there is none."""
    for rule in routing_table():
        if rule.id == route_id:
            return rule
    raise NotFound(str(route_id))


def versions_of(rule: Rule) -> list[Rule]:
    """The versions of a line, the newest first."""
    same = (one for one in routes_of(rule.subject) if one.line == rule.line)
    return sorted(same, key=lambda one: one.valid_from or date.min, reverse=True)


def route_for(subject: str, *, area: str | None = None, road_class: str = "", on: date | None = None) -> Routed | None:
    """Who leads and supports on a subject (a category's code) at a place, on a class of road, on a day (today).

    `area` is the code of a kelurahan, desa or kecamatan. None where no agency that exists on that day is named.
    """
    return explained(routes_of(subject), area=area, road_class=road_class, on=on or clock.today()).routed


def explained(rules: Iterable[Rule], *, area: str | None, road_class: str, on: date) -> Explained:
    """Which of these lines answers for a place and a road on a day, and which give way to it."""
    known = agencies()
    village, district = _village_and_district(area)
    fitting = ranked(rules, area=village, district=district, road_class=road_class, on=on)
    standing = [rule for rule in fitting if known[rule.lead].is_valid(on)]
    ended = tuple(rule for rule in fitting if not known[rule.lead].is_valid(on))
    if not standing:
        return Explained(None, None, (), ended)
    rule = standing[0]
    offices = _offices({"village": village, "district": district}, rule.offices)
    support = dict.fromkeys(a for a in (*rule.support, *offices) if a != rule.lead and known[a].is_valid(on))
    return Explained(Routed(rule.lead, tuple(support)), rule, tuple(standing[1:]), ended)


def _village_and_district(code: str | None) -> tuple[str | None, str | None]:
    facts = places.areas().get(code) if code else None
    if facts is None or facts.level == "city":
        return None, None
    return (facts.code, facts.parent) if facts.level == "village" else (None, facts.code)


def _offices(here: dict[str, str | None], wanted: Iterable[str]) -> list[int]:
    codes = [code for level in wanted if (code := here.get(level))]
    return [a.id for code in codes for a in agencies().values() if a.area == code]
