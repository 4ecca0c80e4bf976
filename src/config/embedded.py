"""A database for whoever needs one: the configured one, the running embedded one, or one started for the while."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from config import environment, folder, postgres, roles

_ATTACH_SECONDS = 60


def data_folder() -> Path:
    return Path(environment.read("KENTONGAN_DATA")).absolute()


def choose() -> bool:
    """Name the embedded database in the environment where no other is configured; returns whether it is the embedded.

    Comes before Django's settings are read; the server need not run yet.
    """
    if environment.read("DATABASE_URL"):
        return False
    os.environ["DATABASE_URL"] = postgres.url(data_folder())
    os.environ["KENTONGAN_OWNER_DATABASE_URL"] = postgres.url(data_folder(), roles.OWNER)
    return True


@contextmanager
def running(purpose: str) -> Iterator[bool]:
    """The embedded server, for one command: started if none runs and stopped at the end.

    Yields whether we started it. A service that holds the folder is joined; another command is waited for.
    """
    server = take_or_join(data_folder(), purpose)
    if server is None:
        yield False
        return
    try:
        yield True
    finally:
        server.stop()


def take_or_join(data: Path, purpose: str) -> postgres.Server | None:
    """A started server that is ours to stop, or None where a service already runs one."""
    while True:
        server = postgres.Server(
            data, programs=postgres.programs(), purpose=purpose, max_connections=connections(), say=_say
        )
        try:
            server.start()
        except folder.InUse as busy:
            if busy.holder.stays:
                join(data)
                return None
            print(f"{busy} Waiting for it.", file=sys.stderr)
            wait_for_the_end_of(data, busy.holder)
        else:
            return server


def join(data: Path) -> None:
    """Wait until the server a running service holds takes connections."""
    until = time.monotonic() + _ATTACH_SECONDS
    while True:
        try:
            psycopg.connect(postgres.url(data), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                msg = f"The database in {data} is held by a running service but does not answer."
                raise postgres.DatabaseUnavailable(msg) from error
            time.sleep(0.2)
        else:
            return


def connections() -> int:
    """What the web processes' pools can take, and room for live, worker and commands."""
    web = int(environment.read("KENTONGAN_WEB_WORKERS")) * (int(environment.read("KENTONGAN_WEB_THREADS")) + 1)
    return max(60, web + 50)


def wait_for_the_end_of(data: Path, holder: folder.Holder, should_stop: Callable[[], bool] = lambda: False) -> None:
    """Return when this holder has let go; raises Interrupted where we are to stop before."""
    while folder.holder(data) == holder:
        if should_stop():
            raise postgres.Interrupted
        time.sleep(0.3)


def _say(line: str) -> None:
    """Only what a person must know: the server is starting slowly, or in trouble."""
    if "PANIC:" in line or "WARNING:" in line or "still starting" in line:
        print(f"database: {line}", file=sys.stderr)
