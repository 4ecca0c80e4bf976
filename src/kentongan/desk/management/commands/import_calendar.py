"""`kentongan import calendar FILE`: publish a new version of the calendar of days off."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from kentongan.agencies.actions import DayOff, publish_calendar
from kentongan.agencies.calendar_file import WORKING, read_calendar
from kentongan.core.actor import system
from kentongan.desk.management.files import read_text


class Command(BaseCommand):
    help = "Publish a new version of the calendar: the days the file names change, the others stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", help="CSV with day (2026-08-17), name, kind (public, collective_leave, local, working)"
        )
        parser.add_argument("--note", default="", help="why, e.g. the number of the decree")

    def handle(self, *args: object, **options: object) -> None:
        rows = read_calendar(read_text(str(options["file"])))
        changes = {day: None if kind == WORKING else DayOff(name, kind) for day, name, kind in rows}
        number = publish_calendar(changes, by=system("command"), note=str(options["note"]))
        self.stdout.write(f"Version {number} of the calendar is published: {len(changes)} days changed.")
