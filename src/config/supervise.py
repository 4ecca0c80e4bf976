"""Children kept alive, and stopped in order.

Each child runs in a session of its own, so Ctrl-C reaches only the supervisor, and dies with it even by kill -9.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

from config import postgres

_TICK_SECONDS = 0.1
_HEALTHY_SECONDS = 20
_LONGEST_WAIT_SECONDS = 30
_FAILED_STARTS = 5
_DIE_WITH_US = ("setpriv", "--pdeathsig", "KILL")


@dataclass(frozen=True)
class Part:
    """One process to keep alive. `grace`: seconds it may take to stop before it is killed."""

    name: str
    command: tuple[str, ...]
    grace: float


class NotStarting(Exception):
    """A part that dies at every start."""


class _Child:
    """One part's process: started, watched, started again later each time it fails."""

    def __init__(self, part: Part, environment: Mapping[str, str]) -> None:
        self.part, self._environment = part, environment
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._started_at = 0.0
        self._start_at = 0.0
        self._failures = 0
        self._was_healthy = False

    def tick(self) -> None:
        """Start it where it is due; notice its death."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._start_at:
                self._start()
            return
        if self._process.poll() is None:
            if now - self._started_at > _HEALTHY_SECONDS:
                self._failures, self._was_healthy = 0, True
            return
        self._died(now)

    def _start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            [*_DIE_WITH_US, *self.part.command],
            start_new_session=True,
            env=dict(self._environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._reader = threading.Thread(target=_pass_on, args=(self.part.name, self._process), daemon=True)
        self._reader.start()

    def _died(self, now: float) -> None:
        how = _how(self._process.returncode) if self._process else ""
        self._kill()
        wait = min(0.5 * 2**self._failures, _LONGEST_WAIT_SECONDS)
        self._failures += 1
        if self._failures >= _FAILED_STARTS and not self._was_healthy:
            msg = f"{self.part.name} does not start ({how}); its last lines stand above."
            raise NotStarting(msg)
        say(f"{self.part.name} ended unexpectedly ({how}); it is started again in {wait:.1f} s")
        self._start_at = now + wait

    def stop(self, *, is_urgent: Callable[[], bool]) -> None:
        """Ask it to end, wait its grace, then kill it and what it left."""
        if self._process is not None and self._process.poll() is None:
            say(f"stopping {self.part.name}")
            self._process.terminate()
            until = time.monotonic() + self.part.grace
            while self._process.poll() is None and time.monotonic() < until and not is_urgent():
                time.sleep(_TICK_SECONDS / 4)
            if self._process.poll() is None:
                say(f"{self.part.name} did not stop in time and is killed")
        self._kill()

    def _kill(self) -> None:
        """The whole session goes: a server's own workers too."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._reader is not None:
            self._reader.join(2)
        self._process = None


class Signals:
    """Counts the requests to stop: one means in order, a second one at once."""

    def __init__(self) -> None:
        """Take Ctrl-C and SIGTERM from here on; also where they were ignored (started by `&` in a script)."""
        self.count = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.count += 1

    def should_stop(self) -> bool:
        return self.count > 0


class Supervisor:
    """Keeps parts (and the embedded database, if it is ours) alive until told to stop."""

    def __init__(
        self, parts: Sequence[Part], environment: Mapping[str, str], server: postgres.Server | None, signals: Signals
    ) -> None:
        self._children = [_Child(part, environment) for part in parts]
        self._server, self._signals = server, signals
        self._database_at = 0.0
        self._database_failures = 0

    def run(self, on_tick: Callable[[], None]) -> int:
        """Until a signal comes: 0; where a part cannot be started at all: 1."""
        try:
            while not self._signals.should_stop():
                self._watch_database()
                for child in self._children:
                    child.tick()
                on_tick()
                time.sleep(_TICK_SECONDS)
        except NotStarting as error:
            say(str(error))
            return 1
        else:
            return 0
        finally:
            self.stop()

    def stop(self) -> None:
        """In the order of the parts, the database last. A second signal makes it quick."""
        for child in self._children:
            child.stop(is_urgent=lambda: self._signals.count > 1)
        if self._server is not None:
            say("stopping the database")
            self._server.stop()

    def _watch_database(self) -> None:
        if self._server is None or self._server.exit_code() is None or time.monotonic() < self._database_at:
            return
        say(f"the database ended unexpectedly ({_how(self._server.exit_code())}); it is started again")
        try:
            self._server.launch(self._signals.should_stop)
            self._database_failures = 0
            say("the database answers again")
        except postgres.Interrupted:
            return
        except postgres.DatabaseUnavailable as error:
            wait = min(0.5 * 2**self._database_failures, _LONGEST_WAIT_SECONDS)
            self._database_failures += 1
            self._database_at = time.monotonic() + wait
            say(f"{error} Again in {wait:.1f} s.")


def run_once(command: Sequence[str], environment: Mapping[str, str], signals: Signals, *, is_result: bool) -> int:
    """Run a command before the parts are started; its exit code. A signal ends it too."""
    process = subprocess.Popen(
        [*_DIE_WITH_US, *command],
        start_new_session=True,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=None if is_result else sys.stderr,
    )
    while process.poll() is None:
        if signals.should_stop():
            process.terminate()
            return process.wait()
        time.sleep(_TICK_SECONDS / 4)
    return process.returncode


def say(line: str) -> None:
    """A line of the supervisor itself, on stderr like every log."""
    print(f"kentongan | {line}", file=sys.stderr, flush=True)


def _pass_on(name: str, process: "subprocess.Popen[str]") -> None:
    if process.stdout is None:
        return
    with process.stdout as lines:
        for line in lines:
            print(f"{name:9} | {line.rstrip()}", file=sys.stderr, flush=True)


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"
