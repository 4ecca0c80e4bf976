"""`kentongan user close NAME`: he signs in no more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kentongan.agencies.actions import close_user
from kentongan.core.errors import Refused
from kentongan.desk.management.users import by, named, refused


class Command(BaseCommand):
    help = "Let a user sign in no more, from now on. What he did stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: object, **options: Any) -> None:
        user = named(options["username"])
        try:
            close_user(user.id, by=by())
        except Refused as refusal:
            raise refused(refusal) from refusal
        self.stdout.write(f"1 user closed: {user.username}.")
