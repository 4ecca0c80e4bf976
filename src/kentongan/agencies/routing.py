"""Who owns a matter: choosing the route, pure (R21)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


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


@dataclass(frozen=True, slots=True)
class Routed:
    """Agency ids: who leads, and who supports, in order."""

    lead: int
    support: tuple[int, ...]


def choose(rules: Iterable[Rule], *, area: str | None, district: str | None, road_class: str, on: date) -> Rule | None:
    """The narrowest rule in force: kelurahan, kecamatan, any place; then the road's class; then the newest."""
    fitting = [
        rule
        for rule in rules
        if rule.area in {None, area, district}
        and rule.road_class in {"", road_class}
        and (rule.valid_from is None or rule.valid_from <= on)
        and (rule.valid_to is None or on <= rule.valid_to)
    ]

    def narrowness(rule: Rule) -> tuple[int, bool, date]:
        place = 0 if rule.area is None else 2 if rule.area == area else 1
        return place, rule.road_class != "", rule.valid_from or date.min

    return max(fitting, key=narrowness, default=None)
