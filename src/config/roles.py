"""The three roles of the database, and what each may do.

The owner migrates; the application reads and writes rows; the reader reads. What the application may not do to the
history is taken away by the history's own migrations.
"""

import psycopg
from psycopg import sql

OWNER, APP, READER = "kentongan_owner", "kentongan_app", "kentongan_reader"

_GRANTS = (
    "grant connect on database {name} to {app}, {reader}",
    "grant usage on schema public to {app}, {reader}",
    "alter default privileges for role {owner} in schema public"
    " grant select, insert, update, delete on tables to {app}",
    "alter default privileges for role {owner} in schema public grant usage, select on sequences to {app}",
    "alter default privileges for role {owner} in schema public grant select on tables to {reader}",
)


def prepare(server: str, name: str) -> None:
    """Make roles, database and grants where they are missing. `server` is a superuser's URL of the same server."""
    with psycopg.connect(server, dbname="postgres", autocommit=True) as connection:
        for role in (OWNER, APP, READER):
            if not _exists(connection, "select 1 from pg_roles where rolname = %s", role):
                connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        if not _exists(connection, "select 1 from pg_database where datname = %s", name):
            create = sql.SQL("create database {} owner {} encoding 'UTF8' template template0")
            connection.execute(create.format(sql.Identifier(name), sql.Identifier(OWNER)))
    with psycopg.connect(server, dbname=name, autocommit=True) as connection:
        parts = {
            "name": sql.Identifier(name),
            "owner": sql.Identifier(OWNER),
            "app": sql.Identifier(APP),
            "reader": sql.Identifier(READER),
        }
        for grant in _GRANTS:
            connection.execute(sql.SQL(grant).format(**parts))


def _exists(connection: "psycopg.Connection[tuple[object, ...]]", query: str, value: str) -> bool:
    return connection.execute(query.encode(), [value]).fetchone() is not None
