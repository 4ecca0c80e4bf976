"""How tests share a database: copied anew after each test that commits, for a history is never flushed."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import TransactionTestCase

from tests.plugin import IS_CONTROLLER

_templates: set[str] = set()


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setattr(TransactionTestCase, "_fixture_setup", classmethod(_make_template_once))  # noqa: B010 - private to Django
    setattr(TransactionTestCase, "_fixture_teardown", _renew_database)  # noqa: B010
    if IS_CONTROLLER:
        from kentongan.core import crypto

        crypto.ring_in_use()  # once, before xdist's workers read it


@pytest.fixture(autouse=True)
def _no_moved_clock() -> Iterator[None]:
    """What one test read of the clock's offset is not believed by the next."""
    from kentongan.core import clock

    yield
    clock._offset.forget()


@pytest.fixture(scope="session", autouse=True)
def _no_template_left(django_db_blocker: Any) -> Iterator[None]:
    yield
    if _templates:
        with django_db_blocker.unblock(), _connection()._nodb_cursor() as cursor:
            for name in _templates:
                cursor.execute(f'drop database if exists "{name}"')


def _connection() -> DatabaseWrapper:
    return cast("DatabaseWrapper", connections["default"])


def _make_template_once(_: Any) -> None:
    """Before the first test that commits: a copy of the migrated database, which nobody may use meanwhile."""
    connection = _connection()
    name = connection.settings_dict["NAME"]
    template = f"{name}_template"
    if template in _templates:
        return
    connection.close()
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
        cursor.execute(f'drop database if exists "{template}"')
        cursor.execute(f'create database "{template}" template "{name}" strategy file_copy')
    _templates.add(template)


def _renew_database(_: Any) -> None:
    """Throw the database away and copy it from the template.

    Sequences go on where they stood: ids already taken in blocks by this process are not given twice.
    """
    connection = _connection()
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("select sequencename, last_value from pg_sequences where last_value is not null")
        sequences = cursor.fetchall()
    connection.close()
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'drop database "{name}" with (force)')
        cursor.execute(f'create database "{name}" template "{name}_template" strategy file_copy')
    with connection.cursor() as cursor:
        for sequence, value in sequences:
            cursor.execute("select setval(%s::regclass, %s)", [f'"{sequence}"', value])
