"""`kentongan user password NAME`: a new password, shown once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kentongan.agencies.actions import give_password, set_password
from kentongan.core.errors import Refused
from kentongan.desk.management.users import by, named, refused, typed_password


class Command(BaseCommand):
    help = "Give a user a new password: made and printed once, or read from standard input with --stdin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: object, **options: Any) -> None:
        user = named(options["username"])
        if not options["stdin"]:
            self.stdout.write(give_password(user.id, by=by()))
            self.stdout.write(f"1 password given: {user.username}. It is shown only now.")
            return
        try:
            set_password(user.id, typed_password(), by=by())
        except Refused as refusal:
            raise refused(refusal) from refusal
        self.stdout.write(f"1 password set: {user.username}.")
