"""The clock stands still while the city waits for the reporter: what then moves, by how much, and what says so."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from kentongan.cases import actions
from kentongan.cases.models import Case, CaseParty, Deadline
from kentongan.cases.queries import case_page
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.driving import REFERRAL, submitted, verified
from kentongan.core import clock, workdays
from kentongan.core.actor import Actor
from kentongan.core.tests.moving import on
from kentongan.history.queries import stream_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """Monday 2 November 2026, nine o'clock: four weeks without a day off follow."""
    on("2026-11-02")
    yield
    clock.move(timedelta(0))


def last_day(number: str, stage: str) -> str:
    limit = Deadline.objects.get(case__number=number, stage=stage, dropped_at__isnull=True)
    return clock.local(limit.due_at).date().isoformat()


def asked(town: Town) -> tuple[str, Actor]:
    """Routed on Monday the second, asked on Tuesday the third."""
    number, reporter = submitted()
    verified(town, number)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    on("2026-11-03")
    actions.ask(number, text="Lubangnya berapa?", by=town.roads_officer)
    return number, reporter


def test_a_postponed_report_has_as_many_days_left_as_it_had(town: Town) -> None:
    number, reporter = submitted()
    assert last_day(number, "verify") == "2026-11-05"
    on("2026-11-03")
    actions.postpone(number, reason="incomplete", missing="Di mana?", by=town.coordinator)
    assert Case.objects.get(number=number).due_at is None

    on("2026-11-06")
    actions.complete(number, text="Di depan nomor 7.", by=reporter)

    case = Case.objects.get(number=number)
    assert last_day(number, "verify") == "2026-11-10"
    assert (case.due_stage, clock.local(case.due_at).date().isoformat() if case.due_at else "") == (
        "verify",
        "2026-11-10",
    )
    event = stream_of(f"case:{case.pk}")[-1]
    assert event.body["paused_days"] == 3


def test_while_the_reporter_is_asked_nothing_is_overdue(town: Town) -> None:
    number, _ = asked(town)
    on("2026-12-28")
    case = Case.objects.get(number=number)
    assert case.due_at is None
    assert list(CaseParty.objects.filter(case=case).values_list("due_at", flat=True)) == [None]
    assert not any(view.is_late for view in case_page(number, by=town.coordinator).deadlines if view.met_at is None)


def test_the_reporters_answer_ends_the_waiting_and_the_limits_run_on(town: Town) -> None:
    number, reporter = asked(town)
    before = last_day(number, "resolve")
    on("2026-11-10")
    actions.reply(number, text="Tiga, di depan pasar.", by=reporter)

    case = Case.objects.get(number=number)
    assert (case.due_stage, case.state) == ("follow_up", "routed")
    moved = datetime.fromisoformat(last_day(number, "resolve")) - datetime.fromisoformat(before)
    assert moved.days == 7  # five working days
    assert stream_of(f"case:{case.pk}")[-1].body["paused_days"] == 5


def test_work_that_goes_on_ends_the_waiting_and_the_limit_says_how_long_it_was(town: Town) -> None:
    number, _ = asked(town)
    before = last_day(number, "resolve")
    on("2026-11-10")
    actions.follow_up(number, text="Sudah disurvei tadi pagi.", by=town.roads_officer)

    view = next(v for v in case_page(number, by=town.coordinator).deadlines if v.stage == "resolve")
    assert (clock.local(view.due_at).date() - datetime.fromisoformat(before).date()).days == 7  # five working days
    assert view.explanation is not None
    assert "waktu berhenti 5 hari kerja" in workdays.in_words(view.explanation)


def test_who_sends_a_case_back_leaves_no_stopped_clock_to_the_next(town: Town) -> None:
    number, _ = asked(town)
    actions.send_back(number, reason="Bukan jalan kota.", by=town.roads_officer)
    case = Case.objects.get(number=number)
    assert (case.asked_at, case.due_stage) == (None, "resolve")


def test_a_matter_that_comes_back_before_it_was_verified_is_measured_anew(town: Town) -> None:
    number, _ = submitted()
    actions.refer(number, REFERRAL, by=town.coordinator)
    on("2026-11-20")
    actions.take_back(number, reason="Ternyata milik kota.", by=town.coordinator)
    assert Case.objects.get(number=number).due_stage == "verify"
    assert last_day(number, "verify") == "2026-11-25"


def test_one_case_that_cannot_be_moved_holds_up_no_other(town: Town) -> None:
    stuck, _ = submitted("stuck")
    other, _ = submitted("other")
    for number in (stuck, other):
        actions.postpone(number, reason="incomplete", missing="Di mana?", by=town.coordinator)
    case = Case.objects.get(number=stuck)
    Case.objects.filter(pk=case.pk).update(head_seq=case.head_seq - 1)  # its next event cannot be written

    on("2026-12-28")

    assert actions.sweep() == 1
    assert Case.objects.get(number=other).state == "archived"
    assert Case.objects.get(number=stuck).state == "postponed"


def test_time_moves_no_case_of_an_exercise(town: Town) -> None:
    number, _ = submitted()
    actions.postpone(number, reason="incomplete", missing="Di mana?", by=town.coordinator)
    Case.objects.filter(number=number).update(exercise=1)
    on("2026-12-28")
    assert actions.sweep() == 0
