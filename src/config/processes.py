"""The long-running commands: `serve`, `web`, `live`, `worker`, and `demo`."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from config import check, embedded, environment, folder, ports, postgres
from config.supervise import Part, Signals, Supervisor, run_once, say

WEB_GRACE, LIVE_GRACE, WORKER_GRACE = 20, 2, 20  # seconds
_PYTHON = (sys.executable, "-P", "-m")
_PARTS = {
    "web": Part("web", (*_PYTHON, "config.servers", "web"), WEB_GRACE + 5),
    "live": Part("live", (*_PYTHON, "config.servers", "live"), LIVE_GRACE + 3),
    "worker": Part("worker", (*_PYTHON, "config.worker"), WORKER_GRACE + 5),
}


def serve(arguments: list[str]) -> int:
    """`kentongan serve`."""
    _no_arguments("serve", "Serve everything on this machine until Ctrl-C.", arguments)
    return _run("serve", ("web", "live", "worker"))


def web(arguments: list[str]) -> int:
    """`kentongan web`."""
    _no_arguments("web", "Run the web process alone.", arguments)
    return _run("web", ("web",))


def live(arguments: list[str]) -> int:
    """`kentongan live`."""
    _no_arguments("live", "Run the live process (streams) alone.", arguments)
    return _run("live", ("live",))


def worker(arguments: list[str]) -> int:
    """`kentongan worker`."""
    _no_arguments("worker", "Run the worker alone.", arguments)
    return _run("worker", ("worker",))


def demo(arguments: list[str]) -> int:
    """`kentongan demo [--serve]`: other options are the demo's own."""
    if "--serve" in arguments:
        arguments.remove("--serve")
        return _run("demo --serve", ("web", "live", "worker"), before=("demo", *arguments))
    from config import management

    return management.run("demo", "demo", arguments)


def _no_arguments(name: str, description: str, arguments: list[str]) -> None:
    argparse.ArgumentParser(f"kentongan {name}", description=description).parse_args(arguments)


def _run(purpose: str, names: Sequence[str], before: Sequence[str] = ()) -> int:
    """Check, start the database if it is ours, prepare it, then keep the parts alive."""
    check.ensure()
    _ensure_ports(names)
    data = embedded.data_folder()
    folder.make(data)
    is_embedded, is_alone = embedded.choose(), len(names) == 1
    if is_alone and not is_embedded:
        return _become(names[0], _environment(data, purpose))
    signals = Signals()
    try:
        server = _database(data, purpose, signals, is_alone=is_alone) if is_embedded else None
    except postgres.Interrupted:
        return 0
    values = _environment(data, purpose)
    supervisor = Supervisor([_PARTS[name] for name in names], _without_owner(values), server, signals)
    if not (is_alone and server is None):  # else a running service has prepared the database
        for words in (("migrate",), before):
            code = _do(words, values, signals)
            if code or signals.should_stop():
                supervisor.stop()
                return code if not signals.should_stop() else 0
    return supervisor.run(_Announcement(names))


def _ensure_ports(names: Sequence[str]) -> None:
    host = environment.read("KENTONGAN_HOST")
    if "web" in names:
        ports.ensure_free(host, environment.port(), "KENTONGAN_PORT")
    if "live" in names:
        ports.ensure_free(host, environment.live_port(), "KENTONGAN_LIVE_PORT")


def _environment(data: Path, purpose: str) -> dict[str, str]:
    """What the parts see: our environment, one form of log for all, and a fresh folder to count requests in."""
    counts = data / "metrics" / f"{purpose.split()[0]}-{environment.port()}"
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir(parents=True)
    return {
        **os.environ,
        "KENTONGAN_LOG_FORMAT": environment.log_format(),
        "PROMETHEUS_MULTIPROC_DIR": str(counts),
        "PYTHONUNBUFFERED": "1",
    }


def _without_owner(values: Mapping[str, str]) -> dict[str, str]:
    """Only migrations work as the owner of the tables."""
    return {key: value for key, value in values.items() if key != "KENTONGAN_OWNER_DATABASE_URL"}


def _become(name: str, values: dict[str, str]) -> int:
    """With a database of one's own there is nothing to supervise: this process turns into the part."""
    if subprocess.run(
        [*_PYTHON, "config.cli", "migrate", "--check"], env=values, stdout=sys.stderr, check=False
    ).returncode:
        print("The database is not ready. Run `kentongan migrate` first.", file=sys.stderr)
        return 1
    command = _PARTS[name].command
    os.execve(command[0], command, _without_owner(values))


def _database(data: Path, purpose: str, signals: Signals, *, is_alone: bool) -> postgres.Server | None:
    """The embedded server, started; None where a part run alone joins the one of a running service."""
    server = postgres.Server(
        data,
        programs=postgres.programs(),
        purpose=purpose,
        stays=True,
        max_connections=embedded.connections(),
        say=_say_for_database,
    )
    while True:
        try:
            server.start(signals.should_stop)
        except folder.InUse as busy:
            if not is_alone:
                raise
            if busy.holder.stays:
                embedded.join(data)
                return None
            say(f"{busy} Waiting for it.")
            embedded.wait_for_the_end_of(data, busy.holder, signals.should_stop)
        else:
            return server


def _say_for_database(line: str) -> None:
    if " LOG:" not in line:
        print(f"database  | {line}", file=sys.stderr, flush=True)


def _do(words: Sequence[str], values: Mapping[str, str], signals: Signals) -> int:
    if not words:
        return 0
    command = (*_PYTHON, "config.cli", *words)
    return run_once(command, values, signals, is_result=words[0] == "demo")


class _Announcement:
    """Says once, on stdout, where to go, as soon as somebody is there."""

    def __init__(self, names: Sequence[str]) -> None:
        self._is_due = "web" in names
        self._next = 0.0

    def __call__(self) -> None:
        if not self._is_due or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + 0.5
        host, speaks_tls = environment.read("KENTONGAN_HOST"), environment.speaks_tls()
        if ports.answers(host, environment.port(), speaks_tls=speaks_tls):
            print(f"Kentongan serves {environment.address()} (Ctrl-C stops it).", flush=True)
            self._is_due = False
