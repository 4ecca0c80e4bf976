"""A city, its desk, and ears on the stream."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pytest
from django.core.handlers.asgi import ASGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from config import live_settings
from kentongan.agencies.models import Agency, User
from kentongan.agencies.queries import actor_for
from kentongan.cases import actions
from kentongan.cases.actions import Verification
from kentongan.core import cached
from kentongan.core.actor import PUBLIC, Actor
from kentongan.history import tasks
from kentongan.history.queries import lag_seconds
from kentongan.history.tests.writing import running, wait_for
from kentongan.intake.actions import Submission, receive

TEXT = "Jalan berlubang di depan sekolah."
T = TypeVar("T")
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def city(transactional_db: None) -> Iterator[None]:
    """Kediri in a database of its own, with the sequencer running."""
    cached.forget_all()
    call_command("load_city", "kediri", verbosity=0)
    with (
        running(tasks.run_sequencer),
        override_settings(ROOT_URLCONF="config.live_urls", MIDDLEWARE=live_settings.MIDDLEWARE),
    ):
        yield
    cached.forget_all()


def new_user(username: str, role: str, agency: str = "", language: str = "id") -> User:
    office = Agency.objects.get(code=agency) if agency else None
    return User.objects.create(username=username, name=username.title(), roles=[role], agency=office, language=language)


@dataclass
class Cases:
    """What happens to cases while someone listens."""

    coordinator: Actor
    roads: Actor

    def received(self, key: str = "1", **told: Any) -> str:
        base = Submission("test", key, "web", TEXT, category="jalan", area="35.71.01.1001")
        return receive(replace(base, **told), by=PUBLIC).code

    def verified(self, key: str = "1", *, confidential: bool = False) -> str:
        number = self.received(key)
        answers = Verification("unsupervised", "jalan", is_anonymous=False, is_confidential=confidential)
        actions.verify(number, answers, by=self.coordinator)
        return number

    def route(self, number: str, agency: str) -> None:
        actions.route(number, lead=Agency.objects.get(code=agency).pk, by=self.coordinator)


@pytest.fixture
def cases(city: None) -> Cases:
    return Cases(actor_for(new_user("koordinator", "coordinator")), actor_for(new_user("jalan", "officer", "dpupr")))


async def apart(work: Callable[..., T], *args: Any, **named: Any) -> T:
    """Work with the database in a thread that keeps no connection."""

    def done() -> T:
        try:
            return work(*args, **named)
        finally:
            connection.close()

    return await asyncio.to_thread(done)


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies["sessionid"].value


class Ear:
    """One open stream; `next` waits for an event of a kind."""

    def __init__(self) -> None:
        self.chunks: asyncio.Queue[bytes | None] = asyncio.Queue()  # None: the server has ended it
        self.heard: list[str] = []

    async def next(self, *kinds: str, seconds: float = 5.0) -> Any:
        """The data of the next event of these kinds; others are passed over and kept in `heard`. None at the end."""
        return await asyncio.wait_for(self._next(kinds), seconds)

    async def _next(self, kinds: tuple[str, ...]) -> Any:
        while (chunk := await self.chunks.get()) is not None:
            lines = chunk.decode().split("\n")
            kind = next((line[7:] for line in lines if line.startswith("event: ")), "")
            if kind:
                self.heard.append(kind)
            if kind in kinds:
                return json.loads(next(line[6:] for line in lines if line.startswith("data: ")))
        return None

    async def is_quiet(self, kind: str, seconds: float = 0.6) -> bool:
        try:
            await self.next(kind, seconds=seconds)
        except TimeoutError:
            return True
        return False

    async def send(self, message: Mapping[str, Any]) -> None:
        """What the server writes."""
        if message["type"] == "http.response.start":
            assert message["status"] == 200
        elif message.get("more_body"):
            self.chunks.put_nowait(message["body"])
        else:
            self.chunks.put_nowait(None)


@asynccontextmanager
async def listening(user: User, *, after: int | None = None) -> AsyncIterator[Ear]:
    """The stream as this user's browser opens it, from the greeting on; afterwards the browser goes away.

    What was committed before has its place in the order first, so that it is not heard as news.
    """
    await apart(wait_for, lambda: lag_seconds() == 0)
    ear, is_gone, session = Ear(), asyncio.Event(), await apart(session_of, user)
    asked: list[dict[str, Any]] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if asked:
            return asked.pop()
        await is_gone.wait()
        return {"type": "http.disconnect"}

    headers = [(b"host", b"testserver"), (b"cookie", f"sessionid={session}".encode())]
    query = b"" if after is None else f"after={after}".encode()
    scope = {"type": "http", "method": "GET", "path": "/live/stream", "query_string": query, "headers": headers}
    serving = asyncio.create_task(ASGIHandler()(scope, receive, ear.send))
    greeting = await asyncio.wait_for(ear.chunks.get(), 10)
    assert greeting is not None
    assert greeting.startswith(b"retry:")
    try:
        yield ear
    finally:
        is_gone.set()
        await asyncio.wait_for(serving, 5)
