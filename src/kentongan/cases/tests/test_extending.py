"""The extension of an information request: once, in time, with a reason, never beyond seventeen working days."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from kentongan.cases import actions
from kentongan.cases.actions import Verification
from kentongan.cases.models import Case, Deadline, DeadlineRule
from kentongan.cases.queries import case_page, reporter_page
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.driving import submitted, verified
from kentongan.core import clock, workdays
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.core.tests.moving import on
from kentongan.history.queries import stream_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    on("2026-11-02")
    yield
    clock.move(timedelta(0))


def requested(town: Town, amount: int = 10) -> tuple[str, Actor]:
    DeadlineRule.objects.create(
        stage="resolve",
        amount=amount,
        unit="working_days",
        classification="information",
        valid_from=date(2000, 1, 1),
    )
    number, reporter = submitted()
    answers = Verification("information", town.category.code, is_anonymous=False, is_confidential=False)
    actions.verify(number, answers, by=town.coordinator)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    return number, reporter


def last_day(number: str) -> str:
    limit = Deadline.objects.get(case__number=number, stage="resolve", dropped_at__isnull=True)
    return clock.local(limit.due_at).date().isoformat()


def test_ten_days_and_seven_are_seventeen_and_the_reporter_reads_why(town: Town) -> None:
    number, reporter = requested(town)
    assert last_day(number) == "2026-11-16"
    actions.extend(number, reason="Arsipnya tersebar di tiga kantor.", by=town.roads_officer)
    assert last_day(number) == "2026-11-25"
    step = reporter_page(reporter).timeline[0]
    assert (step.kind, step.text) == ("extended", "Arsipnya tersebar di tiga kantor.")
    body = stream_of(f"case:{Case.objects.get(number=number).pk}")[-1].body
    assert (body["days"], body["before"][:10], body["after"][:10]) == (7, "2026-11-16", "2026-11-25")
    view = next(one for one in case_page(number, by=town.coordinator).deadlines if one.stage == "resolve")
    assert view.explanation is not None
    assert "diperpanjang 7 hari kerja" in workdays.in_words(view.explanation)


def test_a_second_extension_is_refused(town: Town) -> None:
    number, _ = requested(town)
    actions.extend(number, reason="Arsipnya tersebar.", by=town.coordinator)
    with pytest.raises(Refused):
        actions.extend(number, reason="Masih dicari.", by=town.coordinator)
    assert last_day(number) == "2026-11-25"


def test_after_the_limit_it_is_too_late(town: Town) -> None:
    number, _ = requested(town)
    on("2026-11-17")
    with pytest.raises(Refused):
        actions.extend(number, reason="Arsipnya tersebar.", by=town.coordinator)


@pytest.mark.parametrize(("amount", "added"), [(5, 7), (10, 7), (12, 5)])
def test_it_never_goes_beyond_seventeen_working_days(town: Town, amount: int, added: int) -> None:
    number, _ = requested(town, amount)
    actions.extend(number, reason="Arsipnya tersebar.", by=town.coordinator)
    assert Deadline.objects.get(case__number=number, stage="resolve", dropped_at__isnull=True).extension == added


def test_a_promise_of_seventeen_days_or_more_has_none_left(town: Town) -> None:
    number, _ = requested(town, 17)
    with pytest.raises(Refused):
        actions.extend(number, reason="Arsipnya tersebar.", by=town.coordinator)


def test_a_complaint_is_not_extended_and_a_reason_is_needed(town: Town) -> None:
    number, _ = submitted("other")
    verified(town, number)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    with pytest.raises(Refused):
        actions.extend(number, reason="Arsipnya tersebar.", by=town.coordinator)
    number, _ = requested(town)
    with pytest.raises(Refused) as refusal:
        actions.extend(number, reason="  ", by=town.coordinator)
    assert refusal.value.field == "reason"


def test_another_agency_does_not_find_it(town: Town) -> None:
    number, _ = requested(town)
    with pytest.raises((NotFound, Refused)):
        actions.extend(number, reason="Arsipnya tersebar.", by=town.water_officer)


def test_a_wait_after_the_extension_adds_its_days_to_it(town: Town) -> None:
    number, reporter = requested(town)
    actions.extend(number, reason="Arsipnya tersebar.", by=town.coordinator)
    on("2026-11-03")
    actions.ask(number, text="Tahun berapa?", by=town.roads_officer)
    on("2026-11-05")
    actions.reply(number, text="Tahun 2024.", by=reporter)
    assert last_day(number) == "2026-11-27"
