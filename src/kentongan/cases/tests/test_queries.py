"""Lists: what lies in which queue, in which order, page by page, for whom, and at what cost."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kentongan.cases.models import Case, Category
from kentongan.cases.queries import Filters, counters, inbox, neighbours, queues_of, rows_for
from kentongan.cases.queries.membership import queues_holding
from kentongan.cases.tests.conftest import Town, actor
from kentongan.cases.tests.factories import new_case, new_party
from kentongan.core import cached, clock
from kentongan.core.actor import PUBLIC, Actor, Role, reporter
from kentongan.core.errors import NotFound, Refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def titles(queue: str, by: Actor, **more: Any) -> list[str | None]:
    return [row.title for row in inbox(queue, by=by, **more).rows]


def walked(queue: str, by: Actor, limit: int, **more: Any) -> list[str | None]:
    """All pages, one after the other."""
    seen: list[str | None] = []
    after = None
    for _ in range(50):
        page = inbox(queue, by=by, after=after, limit=limit, **more)
        seen += [row.title for row in page.rows]
        after = page.after
        if after is None:
            return seen
    raise AssertionError("the list does not end")


@pytest.fixture
def desk(town: Town) -> dict[str, Case]:
    """One case of each kind the coordinator's queues tell apart."""
    now, roads = clock.now(), town.roads.pk
    return {
        "fresh": new_case(title="fresh", is_verified=False, due_at=now + 3 * DAY, due_stage="verify"),
        "returned": new_case(title="returned", returns=1),
        "disputed": new_case(title="disputed", returns=3, disputed_at=now),
        "routed": new_case(title="routed", state="routed", lead=roads, due_at=now - HOUR, due_stage="follow_up"),
        "working": new_case(title="working", state="in_progress", lead=roads, replied_at=now, is_confidential=True),
        "asked": new_case(title="asked", state="in_progress", lead=roads, asked_at=now, classification="supervised"),
        "answered": new_case(title="answered", state="answered", lead=roads),
        "postponed": new_case(title="postponed", state="postponed"),
        "referred": new_case(title="referred", state="referred", expected_on=clock.today() - DAY),
        "closed": new_case(title="closed", state="closed", lead=roads, is_confidential=True),
        "archived": new_case(title="archived", state="archived"),
    }


def test_each_queue_of_the_coordinator_holds_its_cases(town: Town, desk: dict[str, Case]) -> None:
    expected = {
        "verify": ["fresh"],
        "returned": ["returned"],
        "replies": ["working"],
        "handed_in": [],
        "escalated": [],
        "answered": ["answered"],
        "unopened": [],
        "routed": ["routed"],
        "in_progress": ["asked", "working"],
        "postponed": ["postponed"],
        "referred": ["referred"],
        "referral_late": ["referred"],
        "overdue": ["routed"],
        "due_today": [],
        "confidential": ["working"],
        "supervised": ["asked"],
        "disputed": ["disputed"],
        "all": sorted(desk),
        "closed": ["closed"],
        "archived": ["archived"],
    }
    assert {name: sorted(map(str, titles(name, town.coordinator))) for name in queues_of(town.coordinator)} == expected


def test_each_queue_of_an_agency_holds_its_own_cases(town: Town, desk: dict[str, Case]) -> None:
    new_case(title="of another", state="routed", lead=town.water.pk)
    new_case(title="no more", state="routed", lead=town.water.pk, former=[town.roads.pk])
    expected = {
        "new": ["routed"],
        "in_progress": ["asked", "working"],
        "waiting": ["asked"],
        "handed_in": [],
        "answered": ["answered"],
        "overdue": ["routed"],
        "due_today": [],
        "closed": ["closed"],
        "all": ["answered", "asked", "closed", "routed", "working"],
    }
    by = town.roads_officer
    assert {name: sorted(map(str, titles(name, by))) for name in queues_of(by)} == expected


def test_a_row_knows_the_queues_it_lies_in(town: Town, desk: dict[str, Case]) -> None:
    for by in (town.coordinator, town.roads_officer):
        for case in desk.values():
            row = rows_for([case.pk], by=by).get(case.pk)
            lists = {name for name in queues_of(by) if case.pk in [r.id for r in inbox(name, by=by).rows]}
            if row is not None and lists:
                assert set(queues_holding(row, by=by)) == lists, case.title


def test_counters_say_how_many_lie_in_each_queue_of_open_work(town: Town, desk: dict[str, Case]) -> None:
    for by in (town.coordinator, town.roads_officer, actor(Role.LEADER), actor(Role.ADMINISTRATOR)):
        for name, count in counters(by).items():
            assert count == len(inbox(name, by=by).rows), name
    assert "closed" not in counters(town.coordinator)
    assert counters(PUBLIC) == {}


def test_a_leader_sees_no_confidential_case_and_no_queue_of_them(town: Town, desk: dict[str, Case]) -> None:
    leader = actor(Role.LEADER)
    assert "confidential" not in queues_of(leader)
    assert "working" not in titles("all", leader)
    with pytest.raises(NotFound):
        inbox("confidential", by=leader)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DISPATCHER, Role.TRAINER, Role.PRIVACY_OFFICER])
def test_those_who_handle_no_cases_have_no_queues(town: Town, role: Role) -> None:
    with pytest.raises(NotFound):
        inbox("all", by=actor(role))
    with pytest.raises(NotFound):
        inbox("all", by=reporter(1))


def test_the_desk_of_one_who_enters_reports_holds_his_of_this_shift(town: Town) -> None:
    entering = actor(Role.CALL_TAKER)
    new_case(title="mine", is_verified=False, report={"entered_by_id": entering.user})
    old = clock.now() - 13 * HOUR
    new_case(title="yesterday", report={"entered_by_id": entering.user, "recorded_at": old})
    new_case(title="of another", report={"entered_by_id": town.coordinator.user})
    rows = inbox("entered", by=entering).rows
    assert [row.title for row in rows] == [None]
    assert rows[0].number == Case.objects.get(title="mine").number


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("order", ["due", "newest", "oldest"])
def test_pages_follow_each_other_without_gap_or_repetition(town: Town, limit: int, order: str) -> None:
    """Same moments and missing limits among them."""
    now = clock.now().replace(microsecond=123_456)
    due = [now + DAY, now, None, now + DAY, None, now + 2 * DAY, now]
    received = [now, now - HOUR, now, now - DAY, now, now - DAY, now - 2 * HOUR]
    for n, (limit_at, at) in enumerate(zip(due, received, strict=True)):
        new_case(title=str(n), state="routed", lead=town.roads.pk, due_at=limit_at, received_at=at)
    expected = {
        "due": ["1", "6", "0", "3", "5", "2", "4"],
        "newest": ["4", "2", "0", "1", "6", "5", "3"],
        "oldest": ["3", "5", "6", "1", "0", "2", "4"],
    }[order]
    assert walked("routed", town.coordinator, limit, order=order) == expected
    assert walked("new", town.roads_officer, limit, order=order) == expected
    assert walked("routed", town.coordinator, limit, order=order, filters=Filters(agency=town.roads.pk)) == expected


def test_a_page_mark_that_is_none_is_refused(town: Town) -> None:
    for mark in ("x", "1", "1.2.3", "' or 1=1", "9" * 30 + ".1", "999999999999999999.1"):
        with pytest.raises(Refused):
            inbox("all", by=town.coordinator, after=mark)


def test_what_is_over_is_never_sorted_by_a_limit_it_no_longer_has(town: Town, desk: dict[str, Case]) -> None:
    assert titles("closed", town.coordinator, order="due") == ["closed"]
    assert titles("all", town.coordinator, order="due")[0] == "archived"
    assert titles("all", town.coordinator, order="nonsense")[0] == "archived"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(channel="sms"), ["sms"]),
        (Filters(district="35.71.01"), ["there"]),
        (Filters(area="35.71.01.1001"), ["there"]),
        (Filters(category="jalan-rusak"), ["road"]),
        (Filters(classification="information"), ["question"]),
        (Filters(is_anonymous=True), ["anonymous"]),
        (Filters(is_confidential=True), ["guarded"]),
        (Filters(is_confidential=False, channel="sms"), ["sms"]),
        (Filters(until=date(2020, 1, 1)), ["old"]),
        (Filters(since=date(2020, 1, 1), until=date(2020, 1, 1)), ["old"]),
        (Filters(until=date(2019, 12, 31)), []),
        (Filters(channel="sms", area="35.71.01.1001"), []),
    ],
)
def test_filters_narrow_a_list(town: Town, filters: Filters, expected: list[str]) -> None:
    new_case(title="sms", channel="sms")
    new_case(title="there", area_id="35.71.01.1001", district_id="35.71.01")
    new_case(title="road", category=town.category)
    new_case(title="question", classification="information")
    new_case(title="anonymous", is_anonymous=True)
    new_case(title="guarded", is_confidential=True)
    midnight = datetime(2020, 1, 1, tzinfo=clock.zone())
    new_case(title="old", received_at=midnight)
    assert titles("all", town.coordinator, filters=filters) == expected


ABOUT = (
    Filters(area="35.71.01.1001"),
    Filters(district="35.71.01"),
    Filters(category="jalan-rusak"),
    Filters(classification="information"),
)


@pytest.mark.parametrize("filters", ABOUT)
def test_a_filter_does_not_tell_an_agency_what_its_row_hides(town: Town, filters: Filters) -> None:
    about: dict[str, Any] = {
        "state": "routed",
        "area_id": "35.71.01.1001",
        "district_id": "35.71.01",
        "category": town.category,
        "classification": "information",
        "lead": town.roads.pk,
        "support": [town.lamps.pk],
        "consulted": [town.water.pk],
    }
    shown = new_case(title="open", **about)
    hidden = new_case(title="hidden", is_confidential=True, **about)
    unread = new_case(title="unread", is_verified=False, **about)
    lists = {
        by: {row.number for row in inbox(queue, by=by, filters=filters).rows}
        for by, queue in ((town.roads_officer, "new"), (town.lamps_officer, "new"), (town.water_officer, "new"))
    }
    assert lists[town.roads_officer] == {shown.number, hidden.number, unread.number}
    assert lists[town.lamps_officer] == {shown.number, unread.number}
    assert lists[town.water_officer] == {shown.number}
    for by in (town.lamps_officer, town.water_officer):
        assert hidden.number in {row.number for row in inbox("new", by=by, filters=Filters(is_confidential=True)).rows}
        around = neighbours("new", unread.number, by=by, filters=filters, order="newest")
        assert hidden.number not in (around.before, around.after)


@pytest.mark.parametrize("filters", ABOUT)
def test_a_filtered_list_of_an_agency_costs_as_many_queries_as_a_bare_one(
    town: Town, filters: Filters, django_assert_max_num_queries: Any
) -> None:
    new_case(state="routed", lead=town.roads.pk, area_id="35.71.01.1001", category=town.category)
    titles("new", town.roads_officer, filters=filters)
    with django_assert_max_num_queries(5):
        titles("new", town.roads_officer, filters=filters)


def test_a_category_is_filtered_with_those_below_it(town: Town) -> None:
    below = Category.objects.create(code="lubang", name="Lubang", name_en="Hole", parent=town.category)
    cached.forget_all()
    new_case(title="above", category=town.category)
    new_case(title="below", category=below)
    assert titles("all", town.coordinator, filters=Filters(category="jalan-rusak")) == ["below", "above"]
    assert titles("all", town.coordinator, filters=Filters(category="lubang")) == ["below"]


def test_the_desk_filters_by_an_agency_that_has_a_part_now(town: Town, desk: dict[str, Case]) -> None:
    new_party(desk["answered"], town.lamps.pk, "support")
    new_case(title="was", lead=town.roads.pk, former=[town.lamps.pk])
    by_lamps = Filters(agency=town.lamps.pk)
    assert titles("all", town.coordinator, filters=by_lamps) == ["answered"]
    assert titles("answered", town.coordinator, filters=by_lamps) == ["answered"]
    assert titles("routed", town.coordinator, filters=by_lamps) == []
    assert "working" not in titles("all", actor(Role.LEADER), filters=Filters(agency=town.roads.pk))


def test_an_agency_cannot_look_into_another_by_its_filter(town: Town, desk: dict[str, Case]) -> None:
    new_case(title="of another", lead=town.water.pk)
    assert "of another" not in titles("all", town.roads_officer, filters=Filters(agency=town.water.pk))


def test_a_row_shows_an_agency_what_its_part_lets_it_see(town: Town) -> None:
    roads, lamps, water = town.roads.pk, town.lamps.pk, town.water.pk
    case = new_case(title="Guru memukul", lead=roads, support=[lamps], consulted=[water], is_confidential=True)
    lead, support, consulted = (
        rows_for([case.pk], by=by)[case.pk] for by in (town.roads_officer, town.lamps_officer, town.water_officer)
    )
    assert (lead.title, lead.part) == ("Guru memukul", "lead")
    assert (support.title, support.part) == (None, "support")
    assert (consulted.title, consulted.part) == (None, "consulted")
    assert lead.agencies == ("Roads", "Lamps", "Water")
    assert rows_for([case.pk], by=actor(Role.OFFICER)) == {}
    assert rows_for([case.pk], by=actor(Role.LEADER)) == {}


def test_a_row_carries_what_a_list_shows(town: Town) -> None:
    now = clock.now()
    case = new_case(
        state="routed",
        lead=town.roads.pk,
        area_id="35.71.01.1001",
        district_id="35.71.01",
        category=town.category,
        due_at=now + DAY,
        due_stage="follow_up",
        report_count=4,
        returns=1,
        is_anonymous=True,
    )
    row = rows_for([case.pk], by=town.coordinator)[case.pk]
    assert (row.area, row.district, row.category) == ("Bandar Lor", "Mojoroto", "Jalan rusak")
    assert row.limit is not None
    assert (row.limit.stage, row.limit.started_at, row.limit.due_at) == ("follow_up", case.routed_at, now + DAY)
    assert (row.report_count, row.returns, row.is_anonymous, row.is_confidential) == (4, 1, True, False)


def test_neighbours_lead_from_case_to_case_in_the_order_of_the_list(town: Town) -> None:
    now = clock.now()
    made = [new_case(title=str(n), state="routed", due_at=now + n * HOUR) for n in range(3)]
    first, second, third = (case.number for case in made)
    by = town.coordinator
    assert neighbours("routed", second, by=by).before == first
    assert neighbours("routed", second, by=by).after == third
    assert neighbours("routed", first, by=by).before is None
    assert neighbours("routed", second, by=by, order="newest").after == first
    hidden = new_case(state="routed", lead=town.water.pk, is_confidential=True)
    with pytest.raises(NotFound):
        neighbours("new", hidden.number, by=town.roads_officer)


def test_a_case_merged_away_lies_in_no_list(town: Town) -> None:
    target = new_case(title="target", state="routed", lead=town.roads.pk)
    new_case(title="away", state="routed", lead=town.roads.pk, merged_into=target)
    assert titles("routed", town.coordinator) == ["target"]
    assert titles("new", town.roads_officer) == ["target"]


def test_exercises_lie_on_their_own_desk(town: Town) -> None:
    new_case(title="real", state="routed", lead=town.roads.pk)
    new_case(title="played", state="routed", lead=town.roads.pk, exercise=4)
    player = Actor("user:9", frozenset({Role.COORDINATOR}), user=9, exercise=4)
    playing_officer = Actor("user:8", frozenset({Role.OFFICER}), user=8, agency=town.roads.pk, exercise=4)
    assert titles("routed", town.coordinator) == ["real"]
    assert titles("new", town.roads_officer) == ["real"]
    assert titles("routed", player) == ["played"]
    assert titles("new", playing_officer) == ["played"]


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_of_a_list_costs_the_same_whatever_its_length(
    town: Town, size: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(size):
        new_case(title=str(n), state="routed", lead=town.roads.pk, support=[town.lamps.pk], due_at=clock.now() + DAY)
    for by, queue in ((town.coordinator, "routed"), (town.roads_officer, "new")):
        titles(queue, by)
        counters(by)  # the calendar is read once into memory
        with django_assert_max_num_queries(5):
            assert len(titles(queue, by)) == size
        with django_assert_max_num_queries(1):
            counters(by)
