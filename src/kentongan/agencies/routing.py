"""Who owns a matter: choosing the route, pure (R21)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

ROAD_CLASSES = ("", "neighbourhood", "city", "provincial", "national")
OFFICES = ("village", "district")


@dataclass(frozen=True, slots=True)
class Rule:
    """One route as data. `area` None and `road_class` "" mean any; dates are inclusive, None is open.

    `offices`: the offices of the place itself that join the support, of `village` and `district`.
    """

    subject: str
    area: str | None
    road_class: str
    lead: int
    support: tuple[int, ...]
    offices: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    id: int = 0
    source: str = ""

    def is_in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and not self.is_over(on)

    def is_over(self, on: date) -> bool:
        return self.valid_to is not None and self.valid_to < on

    @property
    def line(self) -> tuple[str, str | None, str]:
        """What it speaks of; its versions follow one another in time."""
        return self.subject, self.area, self.road_class


@dataclass(frozen=True, slots=True)
class Routed:
    """Agency ids: who leads, and who supports, in order."""

    lead: int
    support: tuple[int, ...]


def choose(rules: Iterable[Rule], *, area: str | None, district: str | None, road_class: str, on: date) -> Rule | None:
    """The narrowest rule in force: kelurahan, kecamatan, any place; then the road's class; then the newest."""
    found = ranked(rules, area=area, district=district, road_class=road_class, on=on)
    return found[0] if found else None


def ranked(rules: Iterable[Rule], *, area: str | None, district: str | None, road_class: str, on: date) -> list[Rule]:
    """All rules in force that speak of the place and the road, the one that answers first."""
    fitting = [
        rule
        for rule in rules
        if rule.area in {None, area, district} and rule.road_class in {"", road_class} and rule.is_in_force(on)
    ]

    def narrowness(rule: Rule) -> tuple[int, bool, date]:
        place = 0 if rule.area is None else 2 if rule.area == area else 1
        return place, rule.road_class != "", rule.valid_from or date.min

    return sorted(fitting, key=narrowness, reverse=True)


def overlap(one: Rule, other: Rule) -> bool:
    """Whether two versions of one line are in force on the same day."""
    begins_before_end = one.valid_from is None or other.valid_to is None or one.valid_from <= other.valid_to
    ends_after_begin = one.valid_to is None or other.valid_from is None or other.valid_from <= one.valid_to
    return one.line == other.line and begins_before_end and ends_after_begin


def renewed(old: Rule, new: Rule, first_day: date) -> tuple[Rule, Rule]:
    """A line as it was until the day before, and its new version from that day to where the old one ended."""
    return (
        replace(old, valid_to=first_day - timedelta(days=1)),
        replace(new, valid_from=first_day, valid_to=old.valid_to, id=0),
    )


def with_version(rules: Iterable[Rule], *new: Rule) -> list[Rule]:
    """The table with these versions in it, each in the place of the one with its id."""
    ids = {rule.id for rule in new}
    return [*(rule for rule in rules if rule.id not in ids), *new]
