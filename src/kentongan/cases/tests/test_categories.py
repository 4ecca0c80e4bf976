"""Categories change with the city, and what was told with an old code finds its way."""

from datetime import date
from typing import Any

import pytest

from kentongan.agencies import actions as agencies
from kentongan.agencies.queries import route_for
from kentongan.cases import actions
from kentongan.cases.models import Case, Category
from kentongan.cases.queries.categories import category_facts, codes_with, current, current_code
from kentongan.cases.queries.category_uses import order_of, routed_for, uses_of_category
from kentongan.cases.queries.inbox import Filters, inbox
from kentongan.cases.tests.conftest import Town, actor
from kentongan.cases.tests.telling import told
from kentongan.core.actor import Actor, Role, system
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.history.queries import stream_of

SYSTEM = system("tests")


def submitted(category: str, n: int = 1) -> str:
    return told(n, category=category)[0]


def new(code: str, **more: Any) -> str:
    return actions.create_category(code, {"name": code.title(), "name_en": code.title(), **more}, by=SYSTEM)


def change(code: str, **fields: tuple[Any, Any]) -> None:
    actions.change_category(code, {name: Wanted(*both) for name, both in fields.items()}, by=SYSTEM)


def test_a_new_category_stands_last_of_its_level_and_is_told_with_its_values(town: Town) -> None:
    new("lampu", icon="lamp", classification="unsupervised", is_emergency=True)
    assert order_of("lampu") == ["jalan-rusak", "lampu"]
    event = stream_of("category:lampu")[-1]
    assert event.kind == "cases.category_created"
    assert event.body["after"]["icon"] == "lamp"
    assert category_facts()["lampu"].is_emergency


@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("Lampu Jalan", {}, "code"),
        ("jalan-rusak", {}, "code"),
        ("lampu", {"name": ""}, "name"),
        ("lampu", {"name_en": ""}, "name_en"),
        ("lampu", {"name": "x" * 121}, "name"),
        ("lampu", {"name": "jalan RUSAK"}, "name"),
        ("lampu", {"icon": "<svg>"}, "icon"),
        ("lampu", {"classification": "anything"}, "classification"),
        ("lampu", {"parent": "nothing"}, "parent"),
    ],
)
def test_what_is_no_category_is_refused_beside_its_field(
    town: Town, code: str, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        new(code, **values)
    assert refusal.value.field == field


def test_a_change_keeps_before_and_after_and_a_moved_field_is_a_conflict(town: Town) -> None:
    change("jalan-rusak", name=("Jalan rusak", "Jalan berlubang"))
    assert category_facts()["jalan-rusak"].name == "Jalan berlubang"
    body = stream_of("category:jalan-rusak")[-1].body
    assert (body["before"], body["after"]) == ({"name": "Jalan rusak"}, {"name": "Jalan berlubang"})
    with pytest.raises(Conflict):
        change("jalan-rusak", name=("Jalan rusak", "Jalan lain"))


def test_the_tree_has_two_levels(town: Town) -> None:
    new("kota")
    change("jalan-rusak", parent=(None, "kota"))
    assert category_facts()["jalan-rusak"].parent == "kota"
    with pytest.raises(Refused):
        new("lubang", parent="jalan-rusak")
    new("lain")
    with pytest.raises(Refused):
        change("kota", parent=(None, "lain"))
    with pytest.raises(Refused):
        change("lain", parent=(None, "lain"))


def test_order_is_a_place_behind_another_and_a_stale_one_is_a_conflict(town: Town) -> None:
    for code in ("air", "lampu"):
        new(code)
    actions.order_category("lampu", Wanted("air", ""), by=SYSTEM)
    assert order_of("air") == ["lampu", "jalan-rusak", "air"]
    actions.order_category("lampu", Wanted("", "jalan-rusak"), by=SYSTEM)
    assert order_of("air") == ["jalan-rusak", "lampu", "air"]
    with pytest.raises(Conflict):
        actions.order_category("lampu", Wanted("air", ""), by=SYSTEM)
    assert stream_of("category:lampu")[-1].body == {"before": {"after": ""}, "after": {"after": "jalan-rusak"}}


def test_order_works_also_where_all_were_made_with_the_same_place(town: Town) -> None:
    for code in ("air", "lampu"):
        new(code)
    Category.objects.update(position=0)
    change("air", name=("Air", "Air bersih"))
    actions.order_category("lampu", Wanted("jalan-rusak", ""), by=SYSTEM)
    assert order_of("lampu")[0] == "lampu"


def test_a_retired_code_is_answered_by_its_successor_and_by_what_follows_that(town: Town) -> None:
    for code in ("lubang", "jalan"):
        new(code)
    actions.retire_category("jalan-rusak", successor="lubang", by=SYSTEM)
    assert current_code("jalan-rusak") == "lubang"
    actions.retire_category("lubang", successor="jalan", by=SYSTEM)
    assert current_code("jalan-rusak") == "jalan"
    assert codes_with("jalan-rusak") == codes_with("jalan") == ["jalan", "jalan-rusak", "lubang"]
    actions.restore_category("lubang", by=SYSTEM)
    assert current_code("jalan-rusak") == "lubang"


def test_a_retired_code_without_successor_is_answered_by_nothing_and_still_finds_its_cases(town: Town) -> None:
    actions.retire_category("jalan-rusak", successor=None, by=SYSTEM)
    assert current("jalan-rusak") is None
    assert codes_with("jalan-rusak") == ["jalan-rusak"]


def test_cases_keep_it_and_a_filter_by_either_code_finds_both(town: Town) -> None:
    before = submitted("jalan-rusak")
    new("lubang")
    actions.retire_category("jalan-rusak", successor="lubang", by=SYSTEM)
    after = submitted("lubang", 2)
    assert Case.objects.get(number=before).category_id == "jalan-rusak"
    for code in ("jalan-rusak", "lubang"):
        found = inbox("verify", by=town.coordinator, filters=Filters(category=code)).rows
        assert {row.number for row in found} == {before, after}


def test_an_act_with_the_old_code_gives_the_successor(town: Town) -> None:
    number = submitted("jalan-rusak")
    new("lubang")
    actions.retire_category("jalan-rusak", successor="lubang", by=SYSTEM)
    answers = actions.Verification("unsupervised", "jalan-rusak", is_anonymous=False, is_confidential=False)
    actions.verify(number, answers, by=town.coordinator)
    assert Case.objects.get(number=number).category_id == "lubang"


def test_retiring_refuses_what_would_lose_something(town: Town) -> None:
    new("kota")
    change("jalan-rusak", parent=(None, "kota"))
    with pytest.raises(Refused):
        actions.retire_category("kota", successor=None, by=SYSTEM)
    new("kdrt", is_sensitive=True)
    with pytest.raises(Refused) as refusal:
        actions.retire_category("kdrt", successor="kota", by=SYSTEM)
    assert refusal.value.field == "successor"
    new("pungli", classification="supervised")
    actions.retire_category("kdrt", successor="pungli", by=SYSTEM)
    with pytest.raises(Refused):
        actions.retire_category("kdrt", successor="pungli", by=SYSTEM)
    with pytest.raises(Refused):
        actions.retire_category("pungli", successor="pungli", by=SYSTEM)


def test_the_successor_gets_the_lines_it_has_not(town: Town) -> None:
    for area, lead in ((None, town.roads), ("35.71.01", town.lamps)):
        agencies.create_route({"subject": "jalan-rusak", "area": area, "lead": lead.pk}, by=SYSTEM)
    new("lubang")
    agencies.create_route({"subject": "lubang", "lead": town.water.pk}, by=SYSTEM)
    assert actions.retire_category("jalan-rusak", successor="lubang", takes_routes=True, by=SYSTEM) == 1
    assert route_for("lubang").lead == town.water.pk  # type: ignore[union-attr]
    assert route_for("lubang", area="35.71.01.1001").lead == town.lamps.pk  # type: ignore[union-attr]
    assert stream_of("category:jalan-rusak")[-1].body["routes"] == 1


def test_a_case_of_a_retired_category_is_still_led_by_someone(town: Town) -> None:
    new("lubang")
    agencies.create_route({"subject": "lubang", "lead": town.water.pk}, by=SYSTEM)
    actions.retire_category("jalan-rusak", successor="lubang", by=SYSTEM)
    assert routed_for("jalan-rusak").lead == town.water.pk  # type: ignore[union-attr]


def test_what_is_named_is_not_deleted_and_what_is_not_is(town: Town) -> None:
    submitted("jalan-rusak")
    new("keliru")
    with pytest.raises(Refused) as refusal:
        actions.delete_category("jalan-rusak", by=SYSTEM)
    assert "Jalan rusak" in str(refusal.value.reason)
    actions.delete_category("keliru", by=SYSTEM)
    assert "keliru" not in category_facts()
    assert stream_of("category:keliru")[-1].body["before"]["name"] == "Keliru"
    new("lampu")
    agencies.create_route({"subject": "lampu", "lead": town.lamps.pk, "valid_to": date(2020, 1, 1)}, by=SYSTEM)
    with pytest.raises(Refused):
        actions.delete_category("lampu", by=SYSTEM)
    with pytest.raises(NotFound):
        actions.delete_category("keliru", by=SYSTEM)


def test_what_hangs_on_it_is_counted(town: Town) -> None:
    submitted("jalan-rusak")
    agencies.create_route({"subject": "jalan-rusak", "lead": town.roads.pk}, by=SYSTEM)
    uses = uses_of_category("jalan-rusak")
    assert (uses.open_cases, uses.published, uses.cases, uses.routes, uses.below) == (1, 0, 1, 1, 0)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OFFICER, Role.SUPERVISOR])
def test_nobody_but_an_administrator_changes_any(town: Town, role: Role) -> None:
    by: Actor = actor(role, town.roads)
    acts: list[Any] = [
        lambda: actions.create_category("x1", {}, by=by),
        lambda: actions.change_category("jalan-rusak", {}, by=by),
        lambda: actions.order_category("jalan-rusak", Wanted("", ""), by=by),
        lambda: actions.retire_category("jalan-rusak", successor=None, by=by),
        lambda: actions.restore_category("jalan-rusak", by=by),
        lambda: actions.delete_category("jalan-rusak", by=by),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert stream_of("category:jalan-rusak") == []
