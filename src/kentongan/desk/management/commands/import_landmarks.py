"""`kentongan import landmarks FILE`: take the city's own landmarks."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from kentongan.core.actor import system
from kentongan.desk.management.files import read_text
from kentongan.places.actions import import_landmarks


class Command(BaseCommand):
    help = "Take landmarks from a file, all or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="CSV with id, name, kind, lat, lon, or GeoJSON of points")

    def handle(self, *args: object, **options: object) -> None:
        done = import_landmarks(read_text(str(options["file"])), by=system("command"))
        self.stdout.write(f"landmarks: {done.new} added, {done.changed} changed, {done.same} as they were.")
