"""`kentongan client close NAME`: its key opens nothing any more."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from kentongan.core.actor import system
from kentongan.core.errors import NotFound
from kentongan.partners.actions import close_client


class Command(BaseCommand):
    help = "Refuse an API client from now on, within 30 seconds in running processes. What it sent stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")

    def handle(self, *args: object, **options: object) -> None:
        name = str(options["name"])
        try:
            close_client(name, by=system("command"))
        except NotFound:
            msg = f"There is no client named {name}."
            raise CommandError(msg) from None
        self.stdout.write(f"1 client closed: {name}.")
