"""Whatever is killed while reports come in: none that was acknowledged is lost, and none is there twice."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.operations.running import Service, command

pytestmark = pytest.mark.server

Start = Callable[..., Service]
REPORTS, AT_ONCE, TRIES = 2_000, 64, 60


@dataclass
class Told:
    """What was acknowledged: code by external id, and every code a repeat was ever given."""

    codes: dict[int, set[str]] = field(default_factory=dict)
    errors: int = 0


async def tell(client: httpx.AsyncClient, number: int, told: Told) -> None:
    body = {
        "external_id": f"r{number}",
        "text": f"Lampu jalan nomor {number} padam",
        "contact": {"name": "Budi Contoh"},
    }
    for _ in range(TRIES):
        try:
            answer = await client.post("/api/v1/reports", json=body)
        except httpx.HTTPError:
            told.errors += 1
        else:
            if answer.status_code in {200, 201}:
                told.codes.setdefault(number, set()).add(answer.json()["code"])
                return
            assert answer.status_code >= 500, answer.text
            told.errors += 1
        await asyncio.sleep(0.25)


async def tell_all(service: Service, key: str, kills: list[Callable[[], None]]) -> Told:
    """Send everything; after each share of the acknowledgements the next kill happens."""
    told, gate = Told(), asyncio.Semaphore(AT_ONCE)
    limits = httpx.Limits(max_connections=AT_ONCE)
    headers = {"Authorization": f"Bearer {key}"}
    base = f"http://127.0.0.1:{service.port}"

    async def one(client: httpx.AsyncClient, number: int) -> None:
        async with gate:
            await tell(client, number, told)

    async def killing() -> None:
        for share, kill in enumerate(kills, start=1):
            while len(told.codes) < share * REPORTS // (len(kills) + 1):
                await asyncio.sleep(0.02)
            await asyncio.to_thread(kill)

    async with httpx.AsyncClient(base_url=base, headers=headers, limits=limits, timeout=30) as client:
        await asyncio.gather(killing(), *(one(client, number) for number in range(REPORTS)))
    return told


def web_worker(service: Service) -> psutil.Process:
    """One of the web server's own processes."""
    return next(iter(service.children("config.servers web")[0].children()))


def web(service: Service) -> psutil.Process:
    return service.children("config.servers web")[0]


def worker(service: Service) -> psutil.Process:
    return service.children("config.worker")[0]


def postgres(service: Service) -> psutil.Process:
    return next(p for p in service.children(f"{service.data}/postgres") if p.name() == "postgres")


def killer(service: Service, victim: Callable[[Service], psutil.Process]) -> Callable[[], None]:
    return lambda: victim(service).send_signal(signal.SIGKILL)


def counted(data: Path, *words: str) -> Any:
    done = command(data, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_kills_during_two_thousand_reports_lose_none_and_make_none_twice(data: Path, start: Start) -> None:
    made = command(data, "client", "create", "Desa Contoh", "--rate", "1000000")
    assert made.returncode == 0, made.stderr
    key = next(line for line in made.stdout.splitlines() if line.startswith("ktg_"))
    service = start(data, "serve")
    service.wait_until_ready()
    kills = [killer(service, victim) for victim in (web_worker, worker, postgres, web, worker)]

    told = asyncio.run(tell_all(service, key, kills))

    assert len(told.codes) == REPORTS
    assert all(len(codes) == 1 for codes in told.codes.values())
    assert told.errors > 0, "the kills were not felt"
    assert service.stop(signal.SIGINT) == 0
    again = start(data, "serve")
    again.wait_until_ready()
    repeats = asyncio.run(tell_all(again, key, []))
    assert repeats.codes == told.codes
    assert again.stop(signal.SIGINT) == 0
    verified = counted(data, "history", "verify")
    assert "nothing broken" in verified
    assert f"{REPORTS:,} texts" in verified
