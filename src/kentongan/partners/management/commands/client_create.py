"""`kentongan client_create NAME`: a key for another system, shown once."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from kentongan.core.actor import system
from kentongan.core.errors import Refused
from kentongan.partners.actions import create_client
from kentongan.partners.scopes import Scope


class Command(BaseCommand):
    help = "Make an API client and print its key, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument(
            "--scope", action="append", choices=[s.value for s in Scope], help="repeatable; default all"
        )
        parser.add_argument("--rate", type=int, default=600, help="requests a minute (default 600)")
        parser.add_argument("--channel", default="partner")

    def handle(self, *args: object, **options: object) -> None:
        name = str(options["name"])
        scopes = options["scope"] if isinstance(options["scope"], list) else [s.value for s in Scope]
        rate = options["rate"] if isinstance(options["rate"], int) else 600
        try:
            key = create_client(name, scopes, rate, by=system("command"), channel=str(options["channel"]))
        except Refused as error:
            raise CommandError(str(error.reason)) from error
        self.stdout.write(key)
        self.stdout.write(f"1 client made: {name}, {rate} requests a minute. The key is shown only now.")
