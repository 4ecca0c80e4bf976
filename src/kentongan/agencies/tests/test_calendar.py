"""The calendar of days off: seeded once, changed only by new versions."""

from datetime import date

import pytest

from kentongan.agencies import actions, queries
from kentongan.agencies.actions import DayOff
from kentongan.agencies.calendar_file import read_calendar
from kentongan.agencies.models import CalendarDay, CalendarVersion
from kentongan.core.actor import Actor, Role, system
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.core.tables import BadRows
from kentongan.core.workdays import add_working_days
from kentongan.history.queries import stream_of

pytestmark = pytest.mark.django_db

BY = system("tests")
FRIDAY, MONDAY = date(2025, 8, 15), date(2025, 8, 18)


@pytest.fixture
def seeded() -> int:
    actions.seed_calendar(by=BY)
    version, _days = queries.calendar()
    return version


def test_before_the_first_version_there_is_no_calendar() -> None:
    with pytest.raises(NotFound):
        queries.calendar()


def test_the_seed_holds_public_holidays_and_collective_leave_of_2020_to_2028(seeded: int) -> None:
    days = CalendarDay.objects.filter(version=seeded)
    assert {d.day.year for d in days} == set(range(2020, 2029))
    counts = {kind: days.filter(kind=kind, day__year=2026).count() for kind in ("public", "collective_leave")}
    assert counts == {"public": 17, "collective_leave": 8}
    _version, calendar = queries.calendar()
    assert calendar.days_off[date(2026, 8, 17)].startswith("Hari Kemerdekaan")
    assert date(2026, 12, 24) in calendar.collective_leave


def test_the_seed_is_sown_once(seeded: int) -> None:
    assert actions.seed_calendar(by=BY) == 0
    assert CalendarVersion.objects.count() == 1


def test_a_day_off_added_later_moves_what_is_computed_now_and_not_the_version_of_before(seeded: int) -> None:
    actions.publish_calendar({MONDAY: None}, by=BY)
    first, without = queries.calendar()
    assert add_working_days(FRIDAY, 5, without) == date(2025, 8, 22)
    number = actions.publish_calendar({MONDAY: DayOff("Cuti bersama HUT RI ke-80", "collective_leave")}, by=BY)
    second, with_it = queries.calendar()
    assert (number, second != first) == (3, True)
    assert add_working_days(FRIDAY, 5, with_it) == date(2025, 8, 25)
    assert add_working_days(FRIDAY, 5, queries.calendar_of(first)) == date(2025, 8, 22)


def test_adding_a_day_to_the_seed_gives_version_2(seeded: int) -> None:
    local = date(2026, 7, 27)
    assert actions.publish_calendar({local: DayOff("Hari Jadi Kota Kediri", "local")}, by=BY, note="Perwali") == 2
    version, calendar = queries.calendar()
    assert version != seeded
    assert local in calendar.days_off
    assert local not in queries.calendar_of(seeded).days_off
    assert [v.number for v in queries.calendar_versions()] == [2, 1]
    event = stream_of("calendar:1")[-1]
    assert event.kind == "agencies.calendar_published"
    assert event.body == {
        "version": 2,
        "collective_leave_counts": False,
        "days_off": ["2026-07-27"],
        "working_days": [],
    }


def test_whether_collective_leave_counts_is_a_version_too(seeded: int) -> None:
    actions.publish_calendar({}, by=BY, collective_leave_counts=True)
    _version, calendar = queries.calendar()
    assert add_working_days(date(2026, 3, 13), 5, calendar) == date(2026, 3, 23)
    assert not queries.calendar_of(seeded).collective_leave_counts


def test_a_version_that_changes_nothing_is_refused(seeded: int) -> None:
    with pytest.raises(Refused):
        actions.publish_calendar({date(2026, 7, 27): None}, by=BY)
    assert CalendarVersion.objects.count() == 1


@pytest.mark.parametrize("off", [DayOff(" "), DayOff("x" * 121), DayOff("Libur", "holiday")])
def test_a_day_off_has_a_name_and_a_known_kind(seeded: int, off: DayOff) -> None:
    with pytest.raises(Refused):
        actions.publish_calendar({date(2026, 7, 27): off}, by=BY)


def test_only_an_administrator_publishes(seeded: int) -> None:
    change = {date(2026, 7, 27): DayOff("Hari Jadi")}
    for role in (Role.COORDINATOR, Role.SUPERVISOR):
        with pytest.raises(Refused):
            actions.publish_calendar(change, by=Actor(label="user:3", roles=frozenset({role}), user=3))
    assert CalendarVersion.objects.count() == 1


def test_of_two_publications_upon_the_same_version_the_second_is_a_conflict(seeded: int) -> None:
    stale = CalendarVersion.objects.get(pk=seeded)
    actions.publish_calendar({date(2026, 7, 27): DayOff("Hari Jadi")}, by=BY)
    CalendarVersion.objects.filter(number=2).update(head_seq=stale.head_seq, head_hash=stale.head_hash)
    with pytest.raises(Conflict):
        actions.publish_calendar({date(2026, 7, 28): DayOff("Sehari lagi")}, by=BY)


def test_a_file_of_days_is_read() -> None:
    rows = read_calendar("day,name,kind\n2026-07-27,Hari Jadi,local\n2026-12-24,,working\n")
    assert rows == [(date(2026, 7, 27), "Hari Jadi", "local"), (date(2026, 12, 24), "", "working")]


def test_wrong_days_are_named_with_their_rows() -> None:
    rows = ["27/7/2026,Hari Jadi,local", "2026-07-27,,local", "2026-07-28,A,x", *["2026-07-29,A,local"] * 2]
    text = "\n".join(["day,name,kind", *rows])
    with pytest.raises(BadRows) as error:
        read_calendar(text)
    assert [row for row, _why in error.value.rows] == [1, 2, 3, 5]
