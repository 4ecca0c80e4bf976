"""`kentongan client renew NAME`: a new key for an old one."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from kentongan.core.actor import system
from kentongan.core.errors import NotFound
from kentongan.partners.actions import renew_key


class Command(BaseCommand):
    help = "Give an API client a new key and print it, once. The old one is dead within 30 seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")

    def handle(self, *args: object, **options: object) -> None:
        name = str(options["name"])
        try:
            key = renew_key(name, by=system("command"))
        except NotFound:
            msg = f"There is no client named {name}."
            raise CommandError(msg) from None
        self.stdout.write(key)
        self.stdout.write(f"1 key renewed: {name}. The key is shown only now.")
