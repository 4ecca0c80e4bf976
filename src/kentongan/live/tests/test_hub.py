"""The parts of a stream alone: slow readers, silence, one rendering for all who see the same."""

import asyncio
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.cases.models import Case
from kentongan.core.actor import Actor, Role
from kentongan.history.queries import stream_of
from kentongan.live import rendering, stream
from kentongan.live.stream import BEAT, RELOAD, Audience, Stream, message
from kentongan.live.tests.conftest import Cases

COORDINATOR = Actor("user:1", frozenset({Role.COORDINATOR}), user=1)


async def drained(mine: Stream, count: int) -> list[bytes]:
    found = []
    async for written in mine.messages():
        found.append(written)
        if len(found) == count:
            break
    return found


def test_a_slow_reader_is_told_to_load_again_and_holds_nobody_up() -> None:
    async def read() -> list[bytes]:
        mine = Stream(COORDINATOR, "s")
        for n in range(500):
            mine.put(message("row", {"seq": n}))
        return await drained(mine, 66)

    written = asyncio.run(read())
    assert written[1] == message("row", {"seq": 0})
    assert written[-1] is RELOAD


def test_silence_is_broken_by_a_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.01)
    assert asyncio.run(drained(Stream(COORDINATOR, "s"), 3))[1:] == [BEAT, BEAT]


def test_the_last_word_comes_before_what_still_waits() -> None:
    async def read() -> list[bytes]:
        mine = Stream(COORDINATOR, "s")
        mine.put(message("row", {}))
        mine.end()
        return [written async for written in mine.messages()]

    assert asyncio.run(read())[1:] == [stream.BYE]


def test_two_of_the_same_role_are_one_audience_and_two_agencies_are_two() -> None:
    officers = [Actor(f"user:{n}", frozenset({Role.OFFICER}), user=n, agency=n % 2) for n in range(4)]
    assert len({Audience.of(actor) for actor in officers}) == 2
    assert Audience.of(COORDINATOR) == Audience.of(replace(COORDINATOR, label="user:9", user=9))


@pytest.mark.django_db(transaction=True)
def test_an_event_costs_the_database_the_same_for_one_audience_and_for_thirty(cases: Cases) -> None:
    cases.received()
    event = stream_of(f"case:{Case.objects.get().pk}")[0]
    one = [Audience.of(COORDINATOR)]
    many = [
        Audience.of(replace(COORDINATOR, roles=frozenset({role}), language=language))
        for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR)
        for language in ("id", "en")
    ]
    many += [Audience.of(Actor("user:1", frozenset({Role.OFFICER}), user=1, agency=n)) for n in range(24)]
    rendering.written_for(event, many)
    with CaptureQueriesContext(connection) as for_one:
        rendering.written_for(event, one)
    with CaptureQueriesContext(connection) as for_many:
        written = rendering.written_for(event, many)
    assert len(for_one) == len(for_many) <= 4
    assert len(written) == 6
    assert len({id(text) for text in written.values()}) == 2  # one for each language
