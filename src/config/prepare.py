"""A database made ready: migrated by its owner, rights set, keys there, the city's profile loaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from config import environment, roles
from config.database import from_url

_LOCK = 5_611_208_417_772_451_003  # one migration at a time, whoever starts it; a number of our own

_GRANTS = (
    "grant {rights} on all tables in schema public to {role}",
    "grant usage, select on all sequences in schema public to {role}",
)


def prepare(*, has_new_tables: bool = False) -> int:
    """Do what is missing and return how many migrations were applied. Quick where nothing is.

    `has_new_tables`: something else than a migration made tables, so rights must be set.
    """
    from kentongan.core import crypto
    from kentongan.people.queries import check_newest

    app = connections["default"].settings_dict["USER"]
    with as_owner() as connection, connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [_LOCK])
        count = len(missing(connection))
        if count:
            call_command("migrate", verbosity=0, interactive=False)
        if count or has_new_tables:
            _set_rights(app)
        cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])
    check_newest()
    crypto.ring_in_use()
    if "load_city" in get_commands():
        call_command("load_city", verbosity=0)
    return count


def missing(connection: DatabaseWrapper) -> list[str]:
    """Names of the migrations this version has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def as_owner() -> Iterator[DatabaseWrapper]:
    """The default connection as the owner of the tables; the application's role may not change them."""
    connection = cast("DatabaseWrapper", connections["default"])
    address = environment.read("KENTONGAN_OWNER_DATABASE_URL")
    if not address:
        yield connection
        return
    usual = dict(connection.settings_dict)
    owner = from_url(address, threads=settings.KENTONGAN_WEB_THREADS)
    _use(connection, {key: owner[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")})
    try:
        yield connection
    finally:
        _use(connection, usual)


def _use(connection: DatabaseWrapper, values: dict[str, Any]) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict.update(values)


def _set_rights(app: str) -> None:
    """The application may read and write rows, the reader read; then the history takes away what is only added to."""
    from kentongan.history.actions import apply_grants

    with transaction.atomic(), connections["default"].cursor() as cursor:
        for role, rights in ((app, "select, insert, update, delete"), (roles.READER, "select")):
            cursor.execute("select from pg_roles where rolname = %s and rolname <> current_user", [role])
            if cursor.fetchone() is not None:
                names = {"role": sql.Identifier(role), "rights": sql.SQL(rights)}
                for grant in _GRANTS:
                    cursor.execute(sql.SQL(grant).format(**names))
        apply_grants(app=app, reader=roles.READER)
