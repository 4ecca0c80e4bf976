"""The part of `kentongan check` that looks at the machine: front end, database, keys. Changes nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.db import connections
from django.db.utils import OperationalError

from config import embedded, environment, folder, management, postgres, prepare, unprivileged

_OLDEST, _NEWEST = 15, 18  # major versions of PostgreSQL the product is tested with


def problems() -> Iterator[str]:
    """One sentence for each thing that would stop the product or hurt it."""
    data = embedded.data_folder()
    is_embedded = embedded.choose()
    is_running = not is_embedded or (data.exists() and folder.holder(data) is not None)
    if is_embedded:
        yield from _embedded(data)
    if is_running:
        yield from _database()


def _embedded(data: Path) -> Iterator[str]:
    """Could the embedded database be started here?"""
    try:
        programs = postgres.programs()
        unprivileged.choose(programs.folder, data / "postgres")
    except (postgres.DatabaseUnavailable, unprivileged.NobodyToRunAs) as error:
        yield str(error)
    if data.exists() and not os.access(data, os.W_OK | os.X_OK):
        yield str(folder.NotOurs(data))


def _database() -> Iterator[str]:
    management.set_up()
    try:
        with psycopg.connect(environment.read("DATABASE_URL"), connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
        if not _OLDEST <= version <= _NEWEST:
            yield f"The database is PostgreSQL {version}; versions {_OLDEST} to {_NEWEST} are tested."
        with prepare.as_owner() as owner:
            names = prepare.missing(owner)
        if names:
            yield f"{len(names)} migrations are missing. Run `kentongan migrate`."
        else:
            yield from _keys_and_channels()
    except (psycopg.OperationalError, OperationalError) as error:
        yield f"The database does not answer: {str(error).splitlines()[0]}"
    finally:
        connections.close_all()


def _keys_and_channels() -> Iterator[str]:
    """Are the keys those of the database and ours alone? Can messages leave?"""
    from kentongan.channels import registry
    from kentongan.core import crypto
    from kentongan.core.errors import Refused
    from kentongan.people.queries import check_newest

    yield from crypto.open_modes()
    yield from registry.problems()
    try:
        check_newest()
    except Refused as refusal:
        yield str(refusal)
