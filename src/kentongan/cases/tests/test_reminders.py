"""Reminders: each once, at decent hours, moving with the limit, across restarts and a clock that jumps."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from kentongan.cases import actions
from kentongan.cases.actions import reminding
from kentongan.cases.actions.reminding import sweep_reminders
from kentongan.cases.actions.time_rules import change_time_rules
from kentongan.cases.models import Case, DeadlineRule, Reminder
from kentongan.cases.queries import inbox
from kentongan.cases.tests.conftest import Town, actor
from kentongan.cases.tests.driving import submitted, verified
from kentongan.core import clock
from kentongan.core.actor import Role, system
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Conflict, Refused
from kentongan.core.tests.moving import on
from kentongan.history.queries import stream_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """Monday 2 November 2026, nine o'clock: four weeks without a day off follow."""
    on("2026-11-02")
    yield
    clock.move(timedelta(0))


def swept() -> None:
    while sweep_reminders():
        pass


def said(number: str) -> list[str]:
    """What was reminded of, in its order."""
    case = Case.objects.get(number=number)
    kinds = ("cases.reminded", "cases.ombudsman_told")
    return [e.body.get("reminder", "ombudsman") for e in stream_of(f"case:{case.pk}") if e.kind in kinds]


def planned(number: str) -> dict[str, str]:
    rows = Reminder.objects.filter(case__number=number, deadline__isnull=False, deadline__dropped_at__isnull=True)
    return {row.kind: clock.local(row.due_at).strftime("%m-%d %H:%M") for row in rows}


def test_a_limit_has_its_reminders_at_the_opening_of_working_days(town: Town) -> None:
    number, _ = submitted()  # three working days: until Thursday the fifth
    swept()
    assert planned(number) == {}  # most are verified before anyone need be reminded
    on("2026-11-03")
    swept()
    assert planned(number) == {
        "before": "11-04 07:00",
        "due": "11-05 07:00",
        "late": "11-06 07:00",
        "coordinator": "11-09 07:00",
        "supervisor": "11-10 07:00",
    }


def test_each_level_fires_once_and_the_last_puts_the_case_before_the_supervisor(town: Town) -> None:
    number, _ = submitted()
    for day in ("11-02", "11-04", "11-05", "11-06", "11-09"):
        on(f"2026-{day}")
        swept()
        swept()
    assert said(number) == ["before", "due", "late", "coordinator"]
    assert not inbox("escalated", by=town.supervisor).rows
    on("2026-11-10")
    swept()
    on("2026-11-12")
    swept()
    assert said(number) == ["before", "due", "late", "coordinator", "supervisor"]
    assert [row.number for row in inbox("escalated", by=town.supervisor).rows] == [number]


def test_a_met_limit_ends_the_chain_and_leaves_the_supervisors_queue(town: Town) -> None:
    number, _ = submitted()
    on("2026-11-10")
    swept()
    assert Case.objects.get(number=number).escalated_at is not None
    verified(town, number)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    assert Case.objects.get(number=number).escalated_at is None
    before = said(number)
    on("2026-11-11")
    swept()
    assert said(number) == before


def test_nothing_is_said_at_night_or_on_a_day_off_however_the_clock_jumps(town: Town) -> None:
    number, _ = submitted()
    swept()
    on("2026-11-05", 23)  # past 23:00 on the last day: what was due at seven comes to the next morning
    swept()
    assert said(number) == []
    on("2026-11-07", 10)  # a Saturday
    swept()
    assert said(number) == []
    on("2026-11-09", 6)
    swept()
    assert said(number) == []
    on("2026-11-09", 7)
    swept()
    assert said(number) == ["late", "coordinator"]  # "ends today" and "ends soon" came to nothing


def test_after_a_stop_of_the_worker_nobody_hears_the_same_twice(town: Town) -> None:
    number, _ = submitted()
    swept()
    on("2026-11-05", 12)
    swept()
    assert said(number) == ["due"]


def test_killed_between_the_row_and_the_event_it_is_said_once(town: Town) -> None:
    number, _ = submitted()
    on("2026-11-03")
    swept()
    on("2026-11-05")
    pk = Reminder.objects.get(kind="due").pk
    with transaction.atomic():
        assert reminding.remind(pk, by=system("timers"))
        transaction.set_rollback(True)  # the process dies before its transaction ends
    assert said(number) == []
    swept()
    swept()
    assert said(number) == ["due"]


def test_a_wait_moves_the_reminders_with_the_limit(town: Town) -> None:
    number, reporter = submitted()
    swept()
    on("2026-11-03")
    actions.postpone(number, reason="incomplete", missing="Di mana?", by=town.coordinator)
    on("2026-11-05")
    swept()
    assert said(number) == []
    on("2026-11-06")
    actions.complete(number, text="Di depan nomor 7.", by=reporter)
    swept()
    assert planned(number)["due"] == "11-10 07:00"
    on("2026-11-10")
    swept()
    assert said(number) == ["due"]


def test_the_reporter_is_told_of_the_ombudsman_after_sixty_days_that_no_pause_stops(town: Town) -> None:
    number, _ = submitted()
    verified(town, number)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    swept()
    actions.ask(number, text="Lubangnya berapa?", by=town.roads_officer)
    on("2027-01-01", 12)
    swept()
    assert "ombudsman" not in said(number)
    on("2027-01-02", 8)  # the sixty-first day, a Saturday: to a citizen also then
    swept()
    swept()
    assert said(number).count("ombudsman") == 1


def test_a_case_that_is_over_tells_nobody_of_the_ombudsman(town: Town) -> None:
    number, _ = submitted()
    swept()
    actions.archive(number, reason="too_general", text="Mohon rinci.", by=town.coordinator)
    on("2027-01-05")
    swept()
    assert said(number) == []


def test_a_postponed_report_waits_as_long_as_the_rule_says(town: Town) -> None:
    DeadlineRule.objects.create(stage="complete", amount=5, unit="working_days", valid_from="2000-01-01")
    number, _ = submitted()
    actions.postpone(number, reason="incomplete", missing="Di mana?", by=town.coordinator)
    on("2026-11-09", 23)
    actions.sweep()
    assert Case.objects.get(number=number).state == "postponed"
    on("2026-11-10", 0)
    actions.sweep()
    assert Case.objects.get(number=number).state == "archived"


def test_the_city_decides_which_waits_stop_the_clock(town: Town) -> None:
    admin = actor(Role.ADMINISTRATOR)
    number, _ = submitted()
    verified(town, number)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    actions.ask(number, text="Lubangnya berapa?", by=town.roads_officer)
    assert Case.objects.get(number=number).due_at is None
    change_time_rules({"pausing": Wanted(["postponed", "ask"], ["postponed"])}, by=admin)
    assert Case.objects.get(number=number).due_at is not None
    event = stream_of("time-rules:1")[-1]
    assert (event.body["before"], event.body["after"]) == (
        {"pausing": ["postponed", "ask"]},
        {"pausing": ["postponed"]},
    )


def test_rules_of_time_are_the_administrators_and_refuse_what_cannot_be(town: Town) -> None:
    admin = actor(Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        change_time_rules({"before_days": Wanted(1, 2)}, by=town.coordinator)
    with pytest.raises(Refused) as refusal:
        change_time_rules({"supervisor_after": Wanted(2, 0)}, by=admin)
    assert refusal.value.field == "supervisor_after"
    change_time_rules({"before_days": Wanted(1, 2)}, by=admin)
    with pytest.raises(Conflict):
        change_time_rules({"before_days": Wanted(1, 3)}, by=admin)
    number, _ = submitted()
    swept()
    assert planned(number)["before"] == "11-03 07:00"


def test_a_limit_in_hours_reminds_within_it_and_escalates_on_the_next_days(town: Town) -> None:
    DeadlineRule.objects.create(stage="follow_up", amount=3, unit="hours", agency=town.roads, valid_from="2000-01-01")
    number, _ = submitted()
    verified(town, number)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    swept()
    rows = Reminder.objects.filter(case__number=number, deadline__stage="follow_up")
    found = {row.kind: clock.local(row.due_at).strftime("%m-%d %H:%M") for row in rows}
    assert found == {
        "before": "11-02 11:00",
        "late": "11-02 12:00",
        "coordinator": "11-03 07:00",
        "supervisor": "11-04 07:00",
    }
