"""What is committed is heard by those who may see it, and by nobody else."""

import asyncio
import re
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, cast

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import AsyncClient, RequestFactory, override_settings

from kentongan.agencies.models import User
from kentongan.cases import actions
from kentongan.cases.models import Case
from kentongan.core.actor import PUBLIC
from kentongan.history.queries import lag_seconds, position_now
from kentongan.history.tests.writing import wait_for
from kentongan.intake.actions import Submission, receive
from kentongan.live import rendering, views
from kentongan.live.hub import hub
from kentongan.live.tests.conftest import TEXT, Cases, apart, listening, new_user

pytestmark = pytest.mark.django_db(transaction=True)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def user_of(pk: int | None) -> User:
    return User.objects.get(pk=pk or 0)


def test_a_report_is_heard_as_soon_as_it_is_committed(cases: Cases) -> None:
    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        async with listening(user) as ear:
            number = await apart(cases.received)
            told = await ear.next("row")
            assert told["number"] == number
            assert told["seq"] == 1
            assert TEXT.rstrip(".") in told["html"]
            assert re.search(r'data-queues="[^"]*verify', told["html"])

    run(listen())


def test_a_change_is_heard_with_the_queue_the_row_lies_in_now(cases: Cases) -> None:
    async def listen() -> None:
        number = await apart(cases.verified)
        user = await apart(user_of, cases.coordinator.user)
        async with listening(user) as ear:
            await apart(cases.route, number, "dpupr")
            told = await ear.next("row")
            assert re.search(r'data-queues="[^"]*routed', told["html"])
            assert "→ DPUPR" in told["html"]

    run(listen())


def test_counters_follow_what_happened(cases: Cases) -> None:
    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        async with listening(user) as ear:
            await apart(cases.received)
            assert (await ear.next("counters"))["verify"] == "1"

    run(listen())


def test_an_agency_hears_of_its_own_cases_and_of_no_others(cases: Cases) -> None:
    async def listen() -> None:
        roads = await apart(user_of, cases.roads.user)
        lamps = await apart(new_user, "lampu", "officer", "dishub")
        async with listening(roads) as ours, listening(lamps) as theirs:
            number = await apart(cases.verified)
            await apart(cases.route, number, "dpupr")
            told = await ours.next("row")
            assert told["number"] == number
            assert re.search(r'data-queues="new', told["html"])
            assert await theirs.is_quiet("row")

    run(listen())


def test_a_confidential_case_never_reaches_an_officer_of_another_agency(cases: Cases) -> None:
    async def listen() -> None:
        lamps = await apart(new_user, "lampu", "officer", "dishub")
        leader = await apart(new_user, "pimpinan", "leader", "setda")
        auditor = await apart(new_user, "auditor", "auditor")
        async with listening(lamps) as theirs, listening(leader) as above, listening(auditor) as beside:
            number = await apart(lambda: cases.verified(confidential=True))
            await apart(cases.route, number, "dpupr")
            while (await beside.next("row"))["seq"] < 3:
                pass
            assert await theirs.is_quiet("row")
            assert TEXT[:20] not in str(above.heard)
            told = await above.next("row", seconds=0.5) if "row" in above.heard else None
            assert told is None

    run(listen())


def test_a_leader_hears_that_a_case_has_left_his_sight(cases: Cases) -> None:
    async def listen() -> None:
        number = await apart(cases.verified)
        leader = await apart(new_user, "pimpinan", "leader", "setda")
        enters = await apart(new_user, "operator", "call_taker")
        async with listening(leader) as above, listening(enters) as beside:
            await apart(made_confidential, cases, number)
            told = await above.next("gone")
            assert told["number"] == number
            assert "row" not in above.heard
            assert await beside.is_quiet("gone")  # his list holds only what he entered

    run(listen())


def test_a_case_that_never_was_in_sight_is_not_said_to_have_left_it(cases: Cases) -> None:
    async def listen() -> None:
        number = await apart(lambda: cases.verified(confidential=True))
        await apart(wait_for, lambda: lag_seconds() == 0)
        leader = await apart(new_user, "pimpinan", "leader", "setda")
        async with listening(leader) as above:
            await apart(cases.route, number, "dpupr")
            assert await above.is_quiet("gone")

    run(listen())


def test_an_agency_that_gave_a_case_back_loses_its_title_when_it_becomes_confidential(cases: Cases) -> None:
    async def listen() -> None:
        roads = await apart(user_of, cases.roads.user)
        number = await apart(cases.verified)
        await apart(cases.route, number, "dpupr")
        await apart(cases.route, number, "dishub")
        async with listening(roads) as ear:
            await apart(made_confidential, cases, number)
            told = await ear.next("row")
            assert told["number"] == number
            assert "berlubang" not in told["html"]

    run(listen())


def test_who_was_away_hears_what_has_left_his_sight(cases: Cases) -> None:
    async def listen() -> None:
        number = await apart(cases.verified)
        leader = await apart(new_user, "pimpinan", "leader", "setda")
        await apart(wait_for, lambda: lag_seconds() == 0)
        seen = await apart(position_now)
        await apart(made_confidential, cases, number)
        await apart(wait_for, lambda: position_now() > seen)
        async with listening(leader, after=seen) as above:
            assert (await above.next("gone"))["number"] == number

    run(listen())


def made_confidential(cases: Cases, number: str) -> None:
    actions.edit(number, {"is_confidential": actions.Wanted(shown=False, wanted=True)}, by=cases.coordinator)


def test_an_agency_that_loses_a_case_hears_that_too(cases: Cases) -> None:
    async def listen() -> None:
        roads = await apart(user_of, cases.roads.user)
        number = await apart(cases.verified)
        await apart(cases.route, number, "dpupr")
        async with listening(roads) as ear:
            await apart(cases.route, number, "dishub")
            told = await ear.next("row")
            assert told["number"] == number
            assert 'data-queues=""' in told["html"]

    run(listen())


def test_an_asked_agency_hears_of_its_passage_and_reads_no_title(cases: Cases) -> None:
    def share() -> str:
        number = cases.verified(confidential=True)
        cases.route(number, "dpupr")
        lamps = User.objects.get(username="lampu").agency_id
        actions.share(number, agency=lamps or 0, passage="Bolehkah tiang dipindah?", by=cases.roads)
        return number

    async def listen() -> None:
        lamps = await apart(new_user, "lampu", "officer", "dishub")
        async with listening(lamps) as ear:
            number = await apart(share)
            told = await ear.next("row")
            assert told["number"] == number
            assert "berlubang" not in told["html"]
            assert "Bagian yang dibagikan kepada Anda" in told["html"]

    run(listen())


def test_everyone_hears_in_his_own_language(cases: Cases) -> None:
    async def listen() -> None:
        english = await apart(new_user, "english", "coordinator", "", "en")
        user = await apart(user_of, cases.coordinator.user)
        async with listening(english) as theirs, listening(user) as ours:
            await apart(cases.received)
            assert "3 working days" in (await theirs.next("row"))["html"]
            assert "3 hari kerja" in (await ours.next("row"))["html"]

    run(listen())


def test_what_was_missed_is_told_first_to_one_who_comes_again(cases: Cases) -> None:
    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        seen = await apart(position_now)
        first, second = await apart(cases.received, "1"), await apart(cases.received, "2")
        await apart(wait_for, lambda: position_now() >= seen + 2)
        async with listening(user, after=seen) as ear:
            told = [await ear.next("row"), await ear.next("row")]
            assert [row["number"] for row in told] == [first, second]
        async with listening(user, after=told[-1]["position"]) as ear:
            assert await ear.is_quiet("row")

    run(listen())


def test_after_a_long_absence_the_page_is_loaded_again(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_MOST_MISSED", 1)

    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        seen = await apart(position_now)
        await apart(cases.received, "1")
        await apart(cases.received, "2")
        await apart(wait_for, lambda: position_now() >= seen + 2)
        async with listening(user, after=seen) as ear:
            assert await ear.next("reload") == {}

    run(listen())


def test_exercises_are_not_heard(cases: Cases) -> None:
    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        async with listening(user) as ear:
            await apart(_in_an_exercise, cases)
            assert await ear.is_quiet("row")

    run(listen())


def _in_an_exercise(cases: Cases) -> None:
    receive(Submission("test", "latihan", "web", TEXT), by=replace(PUBLIC, exercise=7))
    assert Case.objects.get().exercise == 7


def test_another_role_ends_the_stream(cases: Cases) -> None:
    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        async with listening(user) as ear:
            await apart(User.objects.filter(pk=user.pk).update, roles=["leader"])
            await hub().recheck()
            assert await ear.next("bye") == {}
            assert await ear.next("row") is None  # nothing follows

    run(listen())


def test_signing_out_ends_the_stream(cases: Cases) -> None:
    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        async with listening(user) as ear:
            await apart(Session.objects.all().delete)
            await hub().recheck()
            assert await ear.next("bye") == {}

    run(listen())


def test_one_who_was_let_go_and_one_with_a_new_password_are_sent_away(cases: Cases) -> None:
    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        other = await apart(user_of, cases.roads.user)
        async with listening(user) as ear, listening(other) as second:
            await apart(User.objects.filter(pk=user.pk).update, is_active=False)
            await apart(User.objects.filter(pk=other.pk).update, password="!lain")
            await hub().recheck()
            assert await ear.next("bye") == {}
            assert await second.next("bye") == {}

    run(listen())


def test_another_language_means_come_again(cases: Cases) -> None:
    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        async with listening(user) as ear:
            await apart(User.objects.filter(pk=user.pk).update, language="en")
            await hub().recheck()
            assert await ear.next("again", "bye") == {}
            assert ear.heard[-1] == "again"

    run(listen())


def test_a_stream_that_was_left_is_forgotten_and_the_last_one_ends_the_work(cases: Cases) -> None:
    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        async with listening(user):
            async with listening(user):
                assert hub().size() == 2
            assert hub().size() == 1
        assert hub().size() == 0

    run(listen())


def test_an_open_stream_holds_no_connection_to_the_database(cases: Cases) -> None:
    async def listen() -> None:
        user = await apart(user_of, cases.coordinator.user)
        async with listening(user):
            await asyncio.sleep(0.3)
            before = await apart(_connections_in_use)
        async with listening(user), listening(user), listening(user):
            await asyncio.sleep(0.3)
            assert await apart(_connections_in_use) <= before

    run(listen())


def _connections_in_use() -> int:
    stats = cast("DatabaseWrapper", connections["default"]).pool.get_stats()
    return int(stats["pool_size"]) - int(stats["pool_available"])


def test_strangers_get_no_stream(cases: Cases) -> None:
    async def ask() -> list[int]:
        client = AsyncClient()
        answers = [
            await client.get("/live/stream"),
            await client.get("/live/stream", headers={"Origin": "https://jahat.example.com"}),
            await client.post("/live/stream"),
        ]
        return [answer.status_code for answer in answers]

    assert run(ask()) == [401, 403, 405]


@pytest.mark.parametrize("origin", ["http://testserver:8000", "http://testserver", "https://lapor.kota.example.id"])
def test_our_own_pages_may_listen_with_their_session(cases: Cases, origin: str) -> None:
    response = run(asked_from(origin))
    assert response.status_code == 401
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert response.headers["Access-Control-Allow-Credentials"] == "true"


@pytest.mark.parametrize(
    "origin",
    [
        "https://testserver:8000",
        "http://testserver:8080",
        "http://lapor.kota.example.id",
        "https://lapor.kota.example.id:8443",
        "https://lapor.kota.example.id.jahat.example",
        "null",
        "http://testserver:x",
    ],
)
def test_a_page_of_another_scheme_or_port_of_our_host_is_a_stranger(cases: Cases, origin: str) -> None:
    response = run(asked_from(origin))
    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response.headers


async def asked_from(origin: str) -> Any:
    with override_settings(KENTONGAN_PUBLIC_URL="https://lapor.kota.example.id", KENTONGAN_PORT=8000):
        return await AsyncClient().get("/live/stream", headers={"Origin": origin})


@pytest.mark.parametrize(("told", "after"), [("12", 12), ("", None), ("x", None), ("²", None), ("9" * 19, None)])
def test_a_position_that_is_no_number_is_none(told: str, after: int | None) -> None:
    assert views._after(RequestFactory().get("/live/stream", {"after": told})) == after
