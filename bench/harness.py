"""What every measurement stands on: a product or a database of its own, and rows that go into docs/performance.md."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from config import postgres

PORT = 8240


@dataclass(frozen=True)
class Row:
    """One line of the table. `peer` names what `ratio` compares with, or the limit that holds."""

    name: str
    value: float
    unit: str
    peer: str = ""
    ratio: float | None = None


def environment(data: Path, **values: str) -> dict[str, str]:
    """A shell without settings of ours but the data folder."""
    usual = {k: v for k, v in os.environ.items() if not k.startswith(("KENTONGAN_", "DATABASE_URL", "PG"))}
    return {**usual, "KENTONGAN_DATA": str(data), "KENTONGAN_PORT": str(PORT), "KENTONGAN_CLOCK_MOVABLE": "", **values}


@contextmanager
def folder() -> Iterator[Path]:
    """A data folder that the database's user can reach, gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="kentongan-bench-", dir="/tmp"))
    home.chmod(0o711)
    try:
        yield home / "data"
    finally:
        shutil.rmtree(home, ignore_errors=True)


def command(data: Path, *words: str) -> str:
    """One `kentongan` command; its standard output."""
    program = [sys.executable, "-P", "-m", "config.cli", *words]
    done = subprocess.run(program, env=environment(data), capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def key(data: Path) -> str:
    """A new client's key, with all the allowance there is."""
    said = command(data, "client", "create", "bench", "--rate", "1000000")
    return next(line for line in said.splitlines() if line.startswith("ktg_"))


@contextmanager
def serving(data: Path) -> Iterator[int]:
    """The whole product on PORT; gives the pid of its head."""
    program = [sys.executable, "-P", "-m", "config.cli", "serve"]
    log = (data.parent / "serve.log").open("w")
    head = subprocess.Popen(
        program, env=environment(data, KENTONGAN_LOG_LEVEL="WARNING"), stdout=log, stderr=log, cwd="/"
    )
    try:
        _wait(f"http://127.0.0.1:{PORT}/health")
        yield head.pid
    finally:
        head.terminate()
        head.wait(60)
        log.close()


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    msg = f"{address} does not answer"
    raise RuntimeError(msg)


def wait_for_port(port: int) -> None:
    """Until something listens there."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    msg = f"nothing listens on port {port}"
    raise RuntimeError(msg)


@contextmanager
def database(data: Path) -> Iterator[str]:
    """The embedded server alone, migrated, with the city; gives its address for a superuser."""
    command(data, "migrate")
    server = postgres.Server(data, programs=postgres.programs(), purpose="bench")
    server.start()
    try:
        yield postgres.url(data, postgres.SUPERUSER)
    finally:
        server.stop()


def without_city(data: Path, url: str) -> str:
    """A second database of this server, migrated, to which no city was given."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create database bare")
    parts = urlsplit(url)
    bare = urlunsplit(parts._replace(path="/bare"))
    values = environment(data, DATABASE_URL=bare, DJANGO_SETTINGS_MODULE="config.settings")
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=values, check=True)
    return bare


def child(name: str, data: Path, url: str, *words: str) -> list[Row]:
    """Run `python -m bench.<name>` against a database; the rows it prints."""
    values = environment(data, DATABASE_URL=url, DJANGO_SETTINGS_MODULE="config.settings")
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", *words], env=values, stdout=subprocess.PIPE, text=True, check=True
    )
    return [Row(**row) for row in json.loads(done.stdout.splitlines()[-1])]


def print_rows(measure: Callable[[], list[Row]]) -> None:
    """The end of a child: set Django up, measure, print the rows."""
    import django

    django.setup()
    print(json.dumps([asdict(row) for row in measure()]))
