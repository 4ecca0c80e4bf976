"""`kentongan import configuration FILE [--dry-run]`: make the configuration what a file says, all of it or nothing."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import translation

from kentongan.core.actor import system
from kentongan.desk.management.files import read_text
from kentongan.places.actions import import_configuration, rehearse_configuration
from kentongan.places.configuration import Change


class Command(BaseCommand):
    help = "Make the configuration what a file says; each change is an event. Twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="as `kentongan export configuration` writes it")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would change, and what is refused")

    def handle(self, *args: object, **options: object) -> None:
        text, by = read_text(str(options["file"])), system("command")
        with translation.override("en"):
            changes = rehearse_configuration(text, by=by)
            self._tell(changes)
            refused = sum(change.kind == "refused" for change in changes)
            if not refused and not options["dry_run"]:
                import_configuration(text, by=by)
        done = "would change" if options["dry_run"] or refused else "changed"
        self.stdout.write(f"{len(changes) - refused} things {done}, {refused} refused.")
        if refused:
            sys.exit(1)

    def _tell(self, changes: list[Change]) -> None:
        for change in changes:
            self.stdout.write(
                f"{change.kind}: {change.section} {change.key}{f': {change.reason}' * bool(change.reason)}"
            )
            if change.kind == "changed":
                for name, before, after in change.fields:
                    self.stdout.write(f"  {name}: {before!r} -> {after!r}")
