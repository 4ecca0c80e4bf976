"""`kentongan user create NAME --role …`: someone who works here, with a password shown once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kentongan.agencies import queries
from kentongan.agencies.actions import create_user
from kentongan.agencies.passwords import new_password
from kentongan.core.actor import Role
from kentongan.core.errors import NotFound, Refused
from kentongan.core.roles import NOT_STAFF
from kentongan.desk.management.users import by, refused, typed_password

_ROLES = [role.value for role in Role if role not in NOT_STAFF]


class Command(BaseCommand):
    help = "Let someone work here. The password is made and printed once, or read from standard input with --stdin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="the sign-in name")
        parser.add_argument("--role", action="append", required=True, choices=_ROLES, help="repeatable")
        parser.add_argument("--name", default="", help="as others read it; empty: the sign-in name")
        parser.add_argument("--agency", default="", help="code of the agency; officers need one")
        parser.add_argument("--area", default="", help="Kemendagri code; village staff need one")
        parser.add_argument("--email", default="")
        parser.add_argument("--stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: object, **options: Any) -> None:
        username, is_typed = options["username"], options["stdin"]
        password = typed_password() if is_typed else new_password()
        try:
            create_user(
                username,
                name=options["name"] or username,
                roles=[Role(role) for role in options["role"]],
                password=password,
                agency=_agency(options["agency"]),
                area=options["area"] or None,
                email=options["email"],
                by=by(),
            )
        except Refused as refusal:
            raise refused(refusal) from refusal
        if not is_typed:
            self.stdout.write(password)
        shown = "" if is_typed else " The password is shown only now."
        self.stdout.write(f"1 user made: {username} ({', '.join(options['role'])}).{shown}")


def _agency(code: str) -> int | None:
    try:
        return queries.agency(code).id if code else None
    except NotFound:
        raise CommandError(f"There is no agency with the code {code}.") from None
