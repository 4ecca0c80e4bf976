"""The program as a process of its own, in a data folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

PROGRAM = (sys.executable, "-P", "-m", "config.cli")
_NOT_OURS = ("DATABASE_URL", "PG", "PYTEST", "DJANGO", "COV_")


def environment(data: Path, **values: str) -> dict[str, str]:
    """What a person at a terminal has, and this data folder."""
    usual = {key: value for key, value in os.environ.items() if not key.startswith((*_NOT_OURS, "KENTONGAN_"))}
    return {**usual, "KENTONGAN_DATA": str(data), **values}


def command(data: Path, *words: str, **values: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [*PROGRAM, *words],
        env=environment(data, **values),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd="/",
    )


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder under /tmp that the database's user can walk through, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kentongan-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_ports(count: int = 2) -> list[int]:
    """Ports nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Service:
    """A long-running command; what it says is collected in files."""

    def __init__(self, data: Path, *words: str, **values: str) -> None:
        self.data = data
        self.port, self.live_port = free_ports()
        values = {"KENTONGAN_PORT": str(self.port), "KENTONGAN_LIVE_PORT": str(self.live_port), **values}
        self._logs = data.parent / f"{data.name}.{words[0]}.{self.port}.log"
        with self._logs.open("w") as file:
            self.process = subprocess.Popen(
                [*PROGRAM, *words],
                env=environment(data, **values),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd="/",
            )

    @property
    def said(self) -> str:
        return self._logs.read_text()

    def wait_for(self, is_so: Callable[[], bool], seconds: float = 60) -> None:
        """Fail, with everything the service said, where it does not become so."""
        until = time.monotonic() + seconds
        while not is_so():
            assert self.process.poll() is None, f"it ended: {self.said}"
            assert time.monotonic() < until, self.said
            time.sleep(0.05)

    def wait_until_ready(self) -> None:
        self.wait_for(lambda: "Kentongan serves" in self.said)

    def stop(self, number: int = signal.SIGINT, seconds: float = 60) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def end(self) -> None:
        """Leave nothing behind, whatever a test did."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        until = time.monotonic() + 20
        while (left := processes_of(self.data)) and time.monotonic() < until:
            time.sleep(0.1)
        for process in left:
            process.kill()
        self._logs.unlink(missing_ok=True)

    def children(self, word: str) -> list[psutil.Process]:
        """Living descendants whose command line holds the word, oldest first."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        return sorted((p for p in found if word in " ".join(_command_line(p))), key=lambda p: p.create_time())


def processes_of(data: Path) -> list[psutil.Process]:
    """Every living process that works on this data folder: by its environment, or PostgreSQL by its command line."""
    return [process for process in psutil.process_iter() if _works_on(process, str(data))]


def _works_on(process: psutil.Process, data: str) -> bool:
    if process.pid == os.getpid():
        return False
    try:
        is_alive = process.status() != psutil.STATUS_ZOMBIE
        values: Mapping[str, str] = process.environ() if is_alive else {}
        return is_alive and (values.get("KENTONGAN_DATA") == data or f"{data}/postgres" in process.cmdline())
    except psutil.Error:
        return False


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
