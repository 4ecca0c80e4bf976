"""`kentongan export configuration [FILE]`: all configuration as one file, to standard output where none is named."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kentongan.core.actor import system
from kentongan.places.actions import export_configuration


class Command(BaseCommand):
    help = "Write all configuration as one JSON file, sorted, without secrets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="where to; - is standard output")
        parser.add_argument("--with-users", action="store_true", help="also users: names and addresses, no passwords")

    def handle(self, *args: object, **options: object) -> None:
        text = export_configuration(with_users=bool(options["with_users"]), by=system("command"))
        name = str(options["file"])
        if name == "-":
            self.stdout.write(text, ending="")
            return
        try:
            Path(name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}") from error
