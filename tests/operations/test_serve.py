"""`kentongan serve`: everything starts, lives on, and is gone at the end."""

import json
import re
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from config import ports
from tests.operations.running import Service, command, processes_of

pytestmark = pytest.mark.server

Start = Callable[..., Service]


def health(service: Service) -> dict[str, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{service.port}/health", timeout=10) as response:
        found: dict[str, str] = json.load(response)
    return found


def is_well(service: Service) -> bool:
    try:
        return health(service)["status"] == "ok"
    except (OSError, urllib.error.HTTPError):
        return False


def test_one_interrupt_stops_everything_in_order(data: Path, start: Start) -> None:
    service = start(data, "serve")
    service.wait_until_ready()
    assert health(service) == {"status": "ok", "failing": []}
    assert f"Kentongan serves http://127.0.0.1:{service.port}" in service.said
    service.wait_for(lambda: "worker started" in service.said)
    with socket.create_connection(("127.0.0.1", service.live_port), timeout=5):
        pass

    assert service.stop(signal.SIGINT) == 0
    assert re.findall(r"stopping (?:the )?(\w+)", service.said) == ["web", "live", "worker", "database"]
    assert "worker stopped" in service.said
    assert "killed" not in service.said
    assert processes_of(data) == []
    for port in (service.port, service.live_port):
        ports.ensure_free("127.0.0.1", port, "")


def test_what_crashes_is_started_again_and_said_so(data: Path, start: Start) -> None:
    service = start(data, "serve", KENTONGAN_WEB_WORKERS="1")
    service.wait_until_ready()
    service.wait_for(lambda: "worker started" in service.said)

    service.children("config.worker")[0].kill()
    service.wait_for(lambda: service.said.count("worker started") == 2)
    assert "worker ended unexpectedly (killed by SIGKILL)" in service.said

    master = service.children("config.servers web")[0]
    master.children()[0].kill()  # the server's own worker process: the server replaces it
    service.wait_for(lambda: service.said.count("Started worker-1") >= 3 and is_well(service))
    master.kill()
    service.wait_for(lambda: "web ended unexpectedly (killed by SIGKILL)" in service.said and is_well(service))

    database = next(p for p in service.children(f"{data}/postgres") if p.name() == "postgres")
    database.kill()
    service.wait_for(lambda: "the database answers again" in service.said and is_well(service))
    assert service.stop(signal.SIGTERM) == 0
    assert processes_of(data) == []


def test_nothing_outlives_a_killed_parent(data: Path, start: Start) -> None:
    service = start(data, "serve")
    service.wait_until_ready()
    left = psutil.Process(service.process.pid).children(recursive=True)
    assert len(left) > 8
    service.stop(signal.SIGKILL)
    _gone, alive = psutil.wait_procs(left, timeout=15)
    assert alive == []
    assert processes_of(data) == []
    # and the folder serves again, without a word about the past
    again = start(data, "serve")
    again.wait_until_ready()
    assert again.stop() == 0


def test_a_second_start_is_refused_in_words(data: Path, empty: Path, start: Start) -> None:
    service = start(data, "serve")
    service.wait_until_ready()

    same_port = command(empty, "serve", KENTONGAN_PORT=str(service.port))
    assert same_port.returncode == 1
    assert f"127.0.0.1:{service.port} cannot be listened on" in same_port.stderr
    assert "KENTONGAN_PORT" in same_port.stderr
    assert not empty.exists()

    same_folder = command(data, "serve", KENTONGAN_PORT=str(service.port + 2))
    assert same_folder.returncode == 1
    assert same_folder.stderr.strip().splitlines()[-1] == (
        f"`kentongan serve` (process {service.process.pid}) already uses the data folder {data}."
    )
    assert "Traceback" not in same_port.stderr + same_folder.stderr

    beside = command(data, "migrate", "--check")  # a command joins the running service
    assert (beside.returncode, beside.stdout.strip()) == (0, "The database is up to date.")
    assert is_well(service)


def test_a_part_that_cannot_start_ends_the_service(data: Path, tmp_path: Path, start: Start) -> None:
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).write_text("not a certificate")
    service = start(
        data,
        "serve",
        KENTONGAN_TLS_CERT=str(tmp_path / "cert.pem"),
        KENTONGAN_TLS_KEY=str(tmp_path / "key.pem"),
    )
    assert service.process.wait(60) == 1
    assert "does not start" in service.said
    assert processes_of(data) == []


def test_a_signal_while_the_database_starts_ends_quietly(data: Path, start: Start) -> None:
    service = start(data, "serve")
    service.wait_for((data / "postgres" / "postmaster.pid").exists)
    assert service.stop(signal.SIGTERM) == 0
    assert "Traceback" not in service.said
    assert "unforeseen" not in service.said
    assert processes_of(data) == []


def test_a_part_run_alone_joins_the_running_service(data: Path, start: Start) -> None:
    web = start(data, "web", KENTONGAN_WEB_WORKERS="1")
    web.wait_for(lambda: is_well(web))
    worker = start(data, "worker")
    worker.wait_for(lambda: "worker started" in worker.said)
    assert len([p for p in processes_of(data) if p.name() == "postgres" and f"{data}/postgres" in p.cmdline()]) == 1
    assert worker.stop(signal.SIGTERM) == 0
    assert is_well(web)
    assert web.stop(signal.SIGTERM) == 0
    assert processes_of(data) == []
