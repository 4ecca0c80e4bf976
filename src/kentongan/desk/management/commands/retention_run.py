"""`kentongan retention`: what is kept too long is counted; what was counted is erased."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kentongan.core.actor import system
from kentongan.core.errors import NotFound, Refused
from kentongan.people.actions import retention
from kentongan.people.queries.retention import run as read_run


class Command(BaseCommand):
    help = "Count what is kept too long; with --run, erase what a rehearsal of the last day counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--run", type=int, metavar="ID", help="the rehearsal whose counts you have seen")

    def handle(self, *_: Any, **options: Any) -> None:
        by = system("command")
        try:
            started = retention.rehearse(by=by) if options["run"] is None else self._erasing(options["run"])
        except Refused as refusal:
            raise CommandError(str(refusal.reason)) from refusal
        retention.carry_all()
        one = read_run(started, by=by)
        if one.finished_at is None:
            msg = "Another process does it at the moment; it goes on there."
            raise CommandError(msg)
        for kind in one.kinds:
            numbers = ", ".join(one.numbers.get(kind, []))
            self.stdout.write(f"{one.counts.get(kind, 0):>10,}  {kind}{f'  e.g. {numbers}' if numbers else ''}")
        if one.is_rehearsal:
            self.stdout.write(f"{one.total:,} would go; erase them with: kentongan retention --run {one.id}")
        else:
            self.stdout.write(f"{one.total:,} are gone, {one.failures:,} could not be erased.")

    @staticmethod
    def _erasing(rehearsal: int) -> int:
        try:
            return retention.erase_rehearsed(rehearsal, by=system("command"))
        except NotFound as error:
            msg = f"There is no rehearsal {rehearsal}."
            raise CommandError(msg) from error
