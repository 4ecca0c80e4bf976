"""What the roles of the database may do to the history: the application adds and reads, the reader reads."""

from django.db import connection, transaction
from psycopg import sql

_KEPT = ("history_event", "history_log", "history_checkpoint")
_PASSING = ("history_pending", "history_cursor", "history_setaside")


def apply_grants(*, app: str = "kentongan_app", reader: str = "kentongan_reader") -> list[str]:
    """Set the rights anew, after every migration and by the tables' owner; returns the roles that got them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select rolname from pg_roles where rolname = any(%s)", [[app, reader]])
        present = {name for (name,) in cursor.fetchall()}
        if app in present:
            _grant(app, "select, insert", _KEPT)
            _grant(app, "select, insert, update, delete", _PASSING)
        if reader in present:
            _grant(reader, "select", _KEPT + _PASSING)
    return sorted(present)


def _grant(role: str, rights: str, tables: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            names = {"table": sql.Identifier(table), "role": sql.Identifier(role), "rights": sql.SQL(rights)}
            cursor.execute(sql.SQL("revoke all on {table} from {role}").format(**names))
            cursor.execute(sql.SQL("grant {rights} on {table} to {role}").format(**names))
