"""`kentongan import areas FILE`: take the city's own areas."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from kentongan.core.actor import system
from kentongan.desk.management.files import read_text
from kentongan.places.actions import import_areas


class Command(BaseCommand):
    help = "Take areas from a file, all or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="GeoJSON with the properties code (Kemendagri) and name")

    def handle(self, *args: object, **options: object) -> None:
        done = import_areas(read_text(str(options["file"])), by=system("command"))
        self.stdout.write(f"areas: {done.new} added, {done.changed} changed, {done.same} as they were.")
