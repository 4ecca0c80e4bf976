"""Management commands under the program's own words."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import django
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from config import database, embedded, folder, prepare

_HIDDEN = {"--version", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color", "--skip-checks"}


def migrate(arguments: list[str]) -> int:
    """`kentongan migrate`; with --check only tell, exit 1 where something is missing."""
    parser = argparse.ArgumentParser("kentongan migrate", description="Bring the database to this version.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where migrations are missing")
    options = parser.parse_args(arguments)
    folder.make(embedded.data_folder())
    is_embedded = embedded.choose()
    set_up()
    with embedded.running("migrate") if is_embedded else nullcontext(), connections_closed():
        return _tell_missing() if options.check else _migrate()


def _migrate() -> int:
    count = prepare.prepare()
    print(f"The database is up to date: {count} migrations applied.")
    return 0


def _tell_missing() -> int:
    with prepare.as_owner() as connection:
        names = prepare.missing(connection)
    for name in names:
        print(name)
    print(f"{len(names)} migrations are missing." if names else "The database is up to date.")
    return 1 if names else 0


def run(words: str, name: str, arguments: list[str]) -> int:
    """Run one management command with a database that is ready for it."""
    folder.make(embedded.data_folder())
    is_embedded = embedded.choose()
    command, options = _parsed(words, name, arguments)  # first: a wrong call starts nothing
    needs_database = getattr(command, "needs_database", None)
    if needs_database is not None and not needs_database(options):
        command.execute(*options.pop("args", ()), **options)
        return 0
    if not is_embedded:
        return _execute(command, options, is_fresh=True)
    with embedded.running(words) as is_ours:
        return _execute(command, options, is_fresh=is_ours)


def _parsed(words: str, name: str, arguments: list[str]) -> tuple[Any, dict[str, Any]]:
    set_up()
    found = get_commands()[name]
    command = found if isinstance(found, BaseCommand) else load_command_class(found, name)
    setattr(command, "_called_from_command_line", True)  # noqa: B010 - wrong arguments end with argparse's own words
    command.suppressed_base_arguments = _HIDDEN
    parser = command.create_parser("kentongan", words)
    return command, vars(parser.parse_args(arguments))


def _execute(command: Any, options: dict[str, Any], *, is_fresh: bool) -> int:
    """Prepare the database unless a running service has done so, then run."""
    with connections_closed():
        if is_fresh:
            prepare.prepare()
        command.execute(*options.pop("args", ()), **options)
    return 0


@contextmanager
def connections_closed() -> Iterator[None]:
    """Close the pool at the end, before the server that it leads to is stopped."""
    try:
        yield
    finally:
        database.close_pools()


def set_up() -> None:
    """Load Django with our settings."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
