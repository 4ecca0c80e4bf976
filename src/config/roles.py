"""The three roles of the database, and what each may do.

The owner migrates; the application reads and writes rows; the reader reads. Rights on tables are set after each
migration (`config.prepare`).
"""

import psycopg
from psycopg import sql

OWNER, APP, READER = "kentongan_owner", "kentongan_app", "kentongan_reader"


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
        for role in (APP, READER):
            grant = sql.SQL("grant usage on schema public to {}").format(sql.Identifier(role))
            connection.execute(grant)


def _exists(connection: "psycopg.Connection[tuple[object, ...]]", query: str, value: str) -> bool:
    return connection.execute(query.encode(), [value]).fetchone() is not None
