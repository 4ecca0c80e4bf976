"""Who owns a matter: the narrowest route in force on the day."""

from datetime import date

import pytest

from kentongan.agencies.routing import Rule, choose


def rule(
    lead: int, *, area: str | None = None, road: str = "", start: date | None = None, end: date | None = None
) -> Rule:
    return Rule("jalan", area, road, lead, (), (), start, end)


def led_by(rules: list[Rule], *, area: str | None = None, road: str = "", on: date = date(2026, 1, 1)) -> int | None:
    district = area.rpartition(".")[0] if area else None
    found = choose(rules, area=area, district=district, road_class=road, on=on)
    return found.lead if found else None


VILLAGE, DISTRICT = "35.71.01.1001", "35.71.01"


def test_kelurahan_beats_kecamatan_beats_any_place() -> None:
    rules = [rule(1), rule(2, area=DISTRICT), rule(3, area=VILLAGE)]
    assert led_by(rules, area=VILLAGE) == 3
    assert led_by(rules, area="35.71.01.1002") == 2
    assert led_by(rules, area="35.71.02.1002") == 1
    assert led_by(rules) == 1


def test_the_class_of_the_road_decides_within_the_same_place() -> None:
    rules = [rule(1), rule(2, road="national"), rule(3, area=DISTRICT)]
    assert led_by(rules, road="national") == 2
    assert led_by(rules, road="city") == 1
    assert led_by(rules, area=VILLAGE, road="national") == 3


def test_both_ends_of_a_route_are_days_it_is_in_force() -> None:
    rules = [rule(1, end=date(2021, 1, 31)), rule(2, start=date(2021, 2, 1))]
    assert led_by(rules, on=date(2021, 1, 31)) == 1
    assert led_by(rules, on=date(2021, 2, 1)) == 2


def test_the_newest_of_two_wins_and_no_route_is_no_one() -> None:
    assert led_by([rule(1), rule(2, start=date(2020, 1, 1))]) == 2
    assert led_by([rule(1, start=date(2030, 1, 1))]) is None
    assert led_by([rule(1, area=DISTRICT)]) is None


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_the_rules_says_nothing(order: int) -> None:
    assert led_by([rule(1), rule(2, area=DISTRICT), rule(3, road="city")][::order], area=VILLAGE, road="city") == 2
