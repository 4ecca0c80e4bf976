"""From a database URL to Django's settings."""

from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from config.pooled import pool_options


def from_url(url: str, *, threads: int) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?host=/socket/folder` → Django's DATABASES entry with a pool.

    `prepare_threshold=none` keeps statements from being prepared, for a pooler in between that cannot bear it.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        msg = "DATABASE_URL must begin with postgresql://"
        raise ImproperlyConfigured(msg)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "kentongan",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "") or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            "prepare_threshold": None if options.get("prepare_threshold") == "none" else 5,
            "pool": pool_options(threads),
        },
    }


def size_pool(size: int) -> None:
    """Let this process hold up to `size` connections; before its first one."""
    connections["default"].settings_dict["OPTIONS"]["pool"]["max_size"] = size


def close_pools() -> None:
    """Give up every connection of this thread and the pools behind them."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        cast("DatabaseWrapper", connection).close_pool()


def libpq(url: str) -> dict[str, str]:
    """The same address for PostgreSQL's own programs, as environment: a list of processes shows nothing of it."""
    entry = from_url(url, threads=1)
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    options = {f"PG{key.upper()}": str(value) for key, value in entry["OPTIONS"].items() if key.startswith("ssl")}
    return {**{name: entry[key] for name, key in names.items() if entry[key]}, **options}
