"""Who hears of limits: officers, coordinators, supervisors and leaders, each once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kentongan.agencies.models import User
from kentongan.cases import actions
from kentongan.cases.actions.reminding import sweep_reminders
from kentongan.cases.tests.conftest import Town, actor, town
from kentongan.cases.tests.driving import submitted, verified
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.tests.moving import on
from kentongan.history.models import Event
from kentongan.history.queries import stream_of
from kentongan.intake.actions.daily import send_daily_list
from kentongan.intake.handlers import KINDS, tell_handlers
from kentongan.notifications.models import Message

__all__ = ["town"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    on("2026-11-02")
    yield
    clock.move(timedelta(0))


def reachable(by: Actor) -> int:
    User.objects.filter(pk=by.user or 0).update(email=f"u{by.user}@example.id")
    return by.user or 0


def told() -> list[tuple[int, str]]:
    while sweep_reminders():
        pass
    streams = set(Event.objects.filter(kind__in=KINDS).values_list("stream", flat=True))
    tell_handlers([event for stream in sorted(streams) for event in stream_of(stream) if event.kind in KINDS])
    rows = Message.objects.order_by("id").values_list("user_id", "text_name")
    return [(user or 0, name) for user, name in rows]


def test_the_agency_then_the_coordinator_then_the_supervisor(town: Town) -> None:
    officer, coordinator, supervisor = (reachable(by) for by in (town.roads_officer, town.coordinator, town.supervisor))
    reachable(town.water_officer)  # of an agency that has no part in it
    number, _ = submitted()
    verified(town, number)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    for day in ("11-02", "11-06", "11-09", "11-10", "11-11", "11-12"):
        on(f"2026-{day}")
        told()
    assert told() == [
        (officer, "limit_before"),
        (officer, "limit_due"),
        (officer, "limit_late"),
        (coordinator, "limit_coordinator"),
        (supervisor, "overdue"),
    ]
    assert all(number in (message.title or "") for message in Message.objects.all())


def test_before_an_agency_leads_the_coordinator_is_reminded(town: Town) -> None:
    coordinator = reachable(town.coordinator)
    submitted()
    told()
    on("2026-11-05")
    assert told() == [(coordinator, "limit_due")]


def test_the_leaders_list_comes_once_on_a_working_day_at_its_hour(town: Town) -> None:
    leader = actor(Role.LEADER)
    user = reachable(leader)
    number, _ = submitted()
    verified(town, number)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    submitted("2")
    on("2026-11-10", 7)  # before half past seven
    send_daily_list()
    assert not Message.objects.exists()
    on("2026-11-10", 8)
    assert (send_daily_list(), send_daily_list()) == (1, 0)
    message = Message.objects.get()
    assert (message.user_id, message.text_name) == (user, "daily_list")
    assert message.title == "Aduan lewat tenggat: 2; berakhir hari ini: 0"
    assert "Roads: 1 lewat tenggat" in (message.body or "")
    assert "Belum pada instansi: 1 lewat tenggat" in (message.body or "")
    on("2026-11-14", 8)  # Saturday
    assert send_daily_list() == 0
