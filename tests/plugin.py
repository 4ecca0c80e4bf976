"""The test session's own environment: PostgreSQL, keys and files.

Loaded before Django's settings are (`-p tests.plugin`), so the environment is made when this module is imported. Tests
run against `DATABASE_URL` where it is set; else one server without durability is started, shared by all xdist workers.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from config import postgres

IS_CONTROLLER = "PYTEST_XDIST_WORKER" not in os.environ
HAS_OWN_SERVER = IS_CONTROLLER and "DATABASE_URL" not in os.environ
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}
_running: list[postgres.Server] = []


def _make_environment() -> None:
    # Under /tmp and open to walk through: as root the server runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="kentongan-tests-", dir="/tmp"))
    folder.chmod(0o711)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["KENTONGAN_DATA"] = str(folder)
    os.environ["KENTONGAN_KEYS"] = str(folder / "keys")
    os.environ["KENTONGAN_CLOCK_MOVABLE"] = "1"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in the test's thread
    if HAS_OWN_SERVER:
        os.environ["DATABASE_URL"] = postgres.url(folder, postgres.SUPERUSER)


if IS_CONTROLLER:
    _make_environment()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres-bin", type=Path, metavar="FOLDER", help="run on the PostgreSQL programs of this folder"
    )


def pytest_configure(config: pytest.Config) -> None:
    if HAS_OWN_SERVER and not config.option.collectonly:
        programs = postgres.programs(config.getoption("--postgres-bin"))
        data = Path(os.environ["KENTONGAN_DATA"])
        server = postgres.Server(data, programs=programs, purpose="tests", is_fast=True, max_connections=200)
        try:
            server.start()
        except postgres.DatabaseUnavailable as error:
            raise pytest.UsageError(str(error)) from error
        _running.append(server)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reads or writes the database, by the fixtures it asks for."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker("stored")


def pytest_unconfigure() -> None:
    for server in _running:
        server.stop()


@pytest.fixture(autouse=True)
def _no_reference_data_of_another_test() -> None:
    """What processes hold in memory (`core.cached`) belongs to rows that the last test has rolled back."""
    from kentongan.core import cached, pace

    cached.forget_all()
    pace.forget_all()
