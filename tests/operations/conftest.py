"""A prepared data folder, copied for each test that starts the program."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.operations.running import Service, command, open_folder


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """A data folder after the first `kentongan migrate`."""
    with open_folder() as folder:
        done = command(folder / "data", "migrate")
        assert done.returncode == 0, done.stderr
        yield folder / "data"


@pytest.fixture
def data(prepared: Path) -> Iterator[Path]:
    """A copy of it: owners and modes too."""
    with open_folder() as folder:
        subprocess.run(["cp", "-a", prepared, folder / "data"], check=True)
        shutil.rmtree(folder / "data" / "socket")
        yield folder / "data"


@pytest.fixture
def empty() -> Iterator[Path]:
    """Where a data folder may be made; it is not there yet."""
    with open_folder() as folder:
        yield folder / "data"


@pytest.fixture
def start() -> Iterator[Callable[..., Service]]:
    """Start services that are ended with the test."""
    running: list[Service] = []

    def begin(data: Path, *words: str, **values: str) -> Service:
        running.append(Service(data, *words, **values))
        return running[-1]

    yield begin
    for service in running:
        service.end()
