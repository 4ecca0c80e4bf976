"""The routing table is changed by people: in versions, without two lines for one matter, each change told."""

from datetime import date, timedelta
from typing import Any

import pytest

from kentongan.agencies import actions, queries
from kentongan.agencies.models import Route
from kentongan.agencies.routing import Rule, overlap
from kentongan.core import clock
from kentongan.core.actor import Actor, Role, system
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.history.queries import stream_of

SYSTEM = system("tests")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kediri")]


def pk(code: str) -> int:
    return queries.agency(code).id


def values(**more: Any) -> dict[str, Any]:
    return {"subject": "uji", "lead": pk("dishub"), "support": [pk("pln")], "offices": ["village"], **more}


def lead_on(day: date, **where: Any) -> int | None:
    routed = queries.route_for("uji", on=day, **where)
    return routed.lead if routed else None


def kinds(route: int) -> list[str]:
    return [event.kind for event in stream_of(f"route:{route}")]


TODAY = date(2026, 6, 1)


def test_a_line_answers_as_soon_as_it_is_made_and_is_told() -> None:
    made = actions.create_route(values(area="35.71.01"), by=SYSTEM)
    assert lead_on(TODAY, area="35.71.01.1001") == pk("dishub")
    assert lead_on(TODAY) is None
    (event,) = stream_of(f"route:{made}")
    assert event.kind == "agencies.route_created"
    assert event.body["after"]["area"] == "35.71.01"
    assert event.body["after"]["support"] == [pk("pln")]


def test_a_new_version_leaves_what_was_in_force_before() -> None:
    first = actions.create_route(values(), by=SYSTEM)
    second = actions.renew_route(first, date(2026, 7, 1), {"lead": pk("dlhkp"), "source": "Perwali 1"}, by=SYSTEM)
    assert (lead_on(date(2026, 6, 30)), lead_on(date(2026, 7, 1))) == (pk("dishub"), pk("dlhkp"))
    assert [rule.id for rule in queries.versions_of(queries.route_by_id(first))] == [second, first]
    assert kinds(first) == ["agencies.route_created", "agencies.route_changed"]
    assert stream_of(f"route:{first}")[-1].body["after"] == {"valid_to": "2026-06-30"}
    assert stream_of(f"route:{second}")[0].body["follows"] == first


def test_a_version_ends_where_the_one_it_follows_ended() -> None:
    first = actions.create_route(values(valid_to=date(2026, 12, 31)), by=SYSTEM)
    actions.renew_route(first, date(2026, 7, 1), {"lead": pk("dlhkp")}, by=SYSTEM)
    assert lead_on(date(2027, 1, 1)) is None


@pytest.mark.parametrize(
    ("first_day", "field"), [(date(2026, 1, 1), "first_day"), (date(2027, 1, 1), "first_day"), (TODAY, "lead")]
)
def test_a_version_that_could_not_be_is_refused_with_its_field(first_day: date, field: str) -> None:
    days = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31)}
    first = actions.create_route(values(**days), by=SYSTEM)
    with pytest.raises(Refused) as error:
        actions.renew_route(first, first_day, values(), by=SYSTEM)
    assert error.value.field == field
    assert queries.route_by_id(first).valid_to == date(2026, 12, 31)


def test_two_lines_for_one_matter_on_one_day_are_refused_in_words() -> None:
    actions.create_route(values(valid_to=date(2026, 6, 30)), by=SYSTEM)
    with pytest.raises(Refused, match="Dishub"):
        actions.create_route(values(lead=pk("dlhkp"), valid_from=date(2026, 6, 30)), by=SYSTEM)
    after = actions.create_route(values(lead=pk("dlhkp"), valid_from=date(2026, 7, 1)), by=SYSTEM)
    with pytest.raises(Refused):
        actions.change_route(after, {"valid_from": Wanted(date(2026, 7, 1), None)}, by=SYSTEM)
    actions.create_route(values(lead=pk("dlhkp"), road_class="national"), by=SYSTEM)


def test_a_mistake_is_corrected_and_one_who_saw_another_value_is_told() -> None:
    made = actions.create_route(values(), by=SYSTEM)
    actions.change_route(made, {"lead": Wanted(pk("dishub"), pk("perkim"))}, by=SYSTEM)
    assert lead_on(TODAY) == pk("perkim")
    body = stream_of(f"route:{made}")[-1].body
    assert (body["before"], body["after"]) == ({"lead": pk("dishub")}, {"lead": pk("perkim")})
    with pytest.raises(Conflict):
        actions.change_route(made, {"lead": Wanted(pk("dishub"), pk("dlhkp"))}, by=SYSTEM)
    actions.change_route(made, {"lead": Wanted(pk("perkim"), pk("perkim"))}, by=SYSTEM)
    assert len(kinds(made)) == 2


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("subject", {"subject": ""}),
        ("area", {"area": "35.78.01"}),
        ("road_class", {"road_class": "motorway"}),
        ("offices", {"offices": ["province"]}),
        ("lead", {"lead": 0}),
        ("support", {"support": [10**9]}),
        ("source", {"source": "x" * 201}),
        ("valid_to", {"valid_from": date(2027, 1, 2), "valid_to": date(2027, 1, 1)}),
    ],
)
def test_what_is_no_line_is_refused_with_its_field(field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused) as error:
        actions.create_route(values(**wrong), by=SYSTEM)
    assert error.value.field == field


def test_an_agency_that_has_ended_leads_nothing_new() -> None:
    yesterday = clock.today() - timedelta(days=1)
    actions.end_agency(pk("dishub"), last_day=yesterday, by=SYSTEM)
    with pytest.raises(Refused) as error:
        actions.create_route(values(), by=SYSTEM)
    assert error.value.field == "lead"


def test_only_a_line_that_was_never_in_force_is_deleted() -> None:
    tomorrow = clock.today() + timedelta(days=1)
    made = actions.create_route(values(valid_from=tomorrow), by=SYSTEM)
    actions.delete_route(made, by=SYSTEM)
    assert kinds(made)[-1] == "agencies.route_deleted"
    with pytest.raises(NotFound):
        queries.route_by_id(made)
    made = actions.create_route(values(valid_from=clock.today()), by=SYSTEM)
    with pytest.raises(Refused):
        actions.delete_route(made, by=SYSTEM)


def test_only_the_administrator_changes_the_table() -> None:
    made = actions.create_route(values(), by=SYSTEM)
    coordinator = Actor("user:1", user=1, roles=frozenset({Role.COORDINATOR}))
    for act in (
        lambda: actions.create_route(values(road_class="national"), by=coordinator),
        lambda: actions.change_route(made, {}, by=coordinator),
        lambda: actions.renew_route(made, TODAY, values(), by=coordinator),
        lambda: actions.delete_route(made, by=coordinator),
    ):
        with pytest.raises((Refused, NotFound)):
            act()


def test_a_merge_tells_of_each_line_it_hands_over() -> None:
    made, last = actions.create_route(values(), by=SYSTEM), clock.today()
    actions.merge_agency(pk("dishub"), into=pk("perkim"), last_day=last, moves_users=False, by=SYSTEM)
    assert kinds(made) == ["agencies.route_created", "agencies.route_changed"]
    follower = Route.objects.exclude(pk=made).get(subject="uji")
    assert (follower.lead_id, follower.head_seq) == (pk("perkim"), 1)


def test_what_gives_way_is_known_with_what_answers() -> None:
    wide = actions.create_route(values(), by=SYSTEM)
    narrow = actions.create_route(values(area="35.71.01", lead=pk("perkim")), by=SYSTEM)
    told = queries.explained(queries.routes_of("uji"), area="35.71.01.1001", road_class="", on=TODAY)
    assert told.rule
    assert (told.rule.id, [rule.id for rule in told.others]) == (narrow, [wide])


@pytest.mark.parametrize(
    ("days", "both"),
    [
        ((None, None), True),
        ((date(2026, 7, 1), None), False),
        ((date(2026, 6, 30), None), True),
        ((None, date(2025, 12, 31)), False),
    ],
)
def test_versions_overlap_where_they_share_a_day(days: tuple[date | None, date | None], both: bool) -> None:
    one = Rule("uji", None, "", 1, (), (), date(2026, 1, 1), date(2026, 6, 30))
    other = Rule("uji", None, "", 2, (), (), *days)
    assert overlap(one, other) is overlap(other, one) is both
