"""Deaths under load: an acknowledged report is never lost, and none enters twice."""

import contextlib
import http.client
import json
import queue
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from config import postgres
from tests.operations.running import Service, command

pytestmark = pytest.mark.server

REPORTS, SENDERS, LONGEST_SECONDS = 2_000, 64, 240


@dataclass
class Load:
    """Senders that repeat a report, under the same id of their own, until it is acknowledged."""

    port: int
    key: str
    waiting: "queue.SimpleQueue[int]" = field(default_factory=queue.SimpleQueue)
    codes: dict[int, str] = field(default_factory=dict)
    repeated: int = 0

    def run(self, at: dict[int, Callable[[], None]]) -> None:
        """Send everything; at so many acknowledgements do what `at` names."""
        for number in range(REPORTS):
            self.waiting.put(number)
        threads = [threading.Thread(target=self._send, daemon=True) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + LONGEST_SECONDS
        for count, deed in sorted(at.items()):
            while len(self.codes) < count:
                assert time.monotonic() < until, f"{len(self.codes)} acknowledged"
                time.sleep(0.005)
            deed()
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _send(self) -> None:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)) as connection:
            while True:
                try:
                    number = self.waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    self.codes[number] = self._post(connection, number)
                except (OSError, http.client.HTTPException, ValueError):
                    connection.close()
                    self.repeated += 1
                    self.waiting.put(number)
                    time.sleep(0.1)

    def _post(self, connection: http.client.HTTPConnection, number: int) -> str:
        body = {
            "external_id": f"load-{number}",
            "text": f"Lampu jalan nomor {number} mati.",
            "contact": {"name": "Sri"},
        }
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        connection.request("POST", "/api/v1/reports", json.dumps(body), headers)
        response = connection.getresponse()
        answer = response.read()
        if response.status not in {200, 201}:
            raise ValueError(response.status)
        return str(json.loads(answer)["code"])


def test_no_acknowledged_report_is_lost_and_none_enters_twice(data: Path, start: Callable[..., Service]) -> None:
    made = command(data, "client", "create", "Load", "--rate", "1000000")
    assert made.returncode == 0, made.stderr
    service = start(data, "serve")
    service.wait_until_ready()
    load = Load(service.port, made.stdout.splitlines()[0])

    def killing(word: str) -> Callable[[], None]:
        def kill() -> None:
            found = service.children(word)
            next(p for p in found if p.name() == "postgres" or word.startswith("config")).kill()

        return kill

    load.run({300: killing("config.servers web"), 800: killing("config.worker"), 1_300: killing(f"{data}/postgres")})
    assert len(load.codes) == REPORTS, service.said[-2000:]
    assert len(set(load.codes.values())) == REPORTS
    assert load.repeated > 0  # somebody did notice
    for name in ("web", "worker", "the database"):
        assert f"{name} ended unexpectedly" in service.said

    with psycopg.connect(postgres.url(data), autocommit=True) as connection:

        def one(query: str) -> object:
            row = connection.execute(query.encode()).fetchone()
            return row and row[0]

        assert one("select count(*) from cases_report") == REPORTS
        assert one("select count(*) from history_event where kind = 'cases.submitted'") == REPORTS
        stored = {str(row[0]) for row in connection.execute("select number from cases_case").fetchall()}
        assert stored == set(load.codes.values())
        service.wait_for(lambda: one("select count(*) from history_pending") == 0)
    assert service.stop(signal.SIGINT) == 0
    verified = command(data, "history", "verify")
    assert verified.returncode == 0, verified.stdout
