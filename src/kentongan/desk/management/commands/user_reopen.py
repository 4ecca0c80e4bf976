"""`kentongan user reopen NAME`: he signs in again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kentongan.agencies.actions import reopen_user
from kentongan.core.errors import Refused
from kentongan.desk.management.users import by, named, refused


class Command(BaseCommand):
    help = "Let a closed user sign in again, with the password he had."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: object, **options: Any) -> None:
        user = named(options["username"])
        try:
            reopen_user(user.id, by=by())
        except Refused as refusal:
            raise refused(refusal) from refusal
        self.stdout.write(f"1 user reopened: {user.username}.")
