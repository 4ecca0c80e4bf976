"""Commit to last byte at 500 open screens: from the answer of intake to the row on every coordinator's screen."""

import asyncio
import json
import os
import sys
import time
import uuid
from http.cookies import SimpleCookie

from bench import harness
from bench.harness import PORT, Row, print_rows
from bench.load import post
from config import postgres

SCREENS, REPORTS = 500, 40
LIMIT_MS = 1_000.0


def _cookie() -> str:
    """A coordinator's session, made as signing in makes it."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from kentongan.agencies.models import User

    user = User.objects.create(username=uuid.uuid4().hex[:20], name="Layar Uji", roles=["coordinator"])
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    jar = SimpleCookie({settings.SESSION_COOKIE_NAME: session.session_key})
    return jar.output(header="", sep="; ").split(";")[0].strip()


class Screen:
    """One open stream; remembers when it saw which code last."""

    def __init__(self, seen: dict[str, list[float]]) -> None:
        self._seen = seen

    async def watch(self, cookie: str, ready: asyncio.Event) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT + 1, limit=2**20)
        writer.write(f"GET /live/stream HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError(head.decode())
        ready.set()
        try:
            while line := await reader.readline():
                now = time.perf_counter()
                for code in [code for code in self._seen if code.encode() in line]:
                    self._seen[code].append(now)
        finally:
            writer.close()


async def _told(cookie: str, key: str) -> list[float]:
    seen: dict[str, list[float]] = {}
    events = [asyncio.Event() for _ in range(SCREENS)]
    screens = [asyncio.create_task(Screen(seen).watch(cookie, event)) for event in events]
    await asyncio.wait_for(asyncio.gather(*(event.wait() for event in events)), 60)
    delays = []
    for number in range(REPORTS):
        code, committed = await _report(key, number, seen)
        await asyncio.sleep(1.2)
        delays += [arrival - committed for arrival in seen.pop(code)]
    for screen in screens:
        screen.cancel()
    return delays


async def _report(key: str, number: int, seen: dict[str, list[float]]) -> tuple[str, float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    body = json.dumps({"external_id": f"{uuid.uuid4().hex}", "text": f"Lampu nomor {number} padam"}).encode()
    writer.write(post("/api/v1/reports", body, key=key))
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    answer = await reader.readexactly(length)
    committed = time.perf_counter()
    writer.close()
    code = json.loads(answer)["code"]
    seen[code] = []
    return code, committed


def measured() -> list[Row]:
    delays = sorted(asyncio.run(_told(_cookie(), sys.argv[1])))
    share = len(delays) / (SCREENS * REPORTS)
    p50, p99 = (delays[int(len(delays) * part)] * 1000 for part in (0.5, 0.99))
    return [
        Row(f"commit to last byte at {SCREENS} open screens, p50", p50, "ms"),
        Row(
            f"commit to last byte at {SCREENS} open screens, p99", p99, "ms", f"limit {LIMIT_MS:.0f} ms", p99 / LIMIT_MS
        ),
        Row("… share of screens reached within 1.2 s", share, "of all", "all", share),
    ]


def run() -> list[Row]:
    with harness.folder() as data:
        key = harness.key(data)
        with harness.serving(data):
            return harness.child("streams", data, postgres.url(data, postgres.SUPERUSER), key)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    print_rows(measured)
