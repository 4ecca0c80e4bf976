"""`kentongan user list`: who works here."""

from django.core.management.base import BaseCommand

from kentongan.agencies.queries import agencies
from kentongan.desk.management.users import all_users


class Command(BaseCommand):
    help = "List the users with their roles, agency and area; those who are closed come last."

    def handle(self, *args: object, **options: object) -> None:
        known, found = agencies(), all_users()
        for user in found:
            office = known[user.agency].code if user.agency in known else user.area or "-"
            state = "" if user.is_active else "\tclosed"
            self.stdout.write(f"{user.username}\t{user.name}\t{','.join(user.roles)}\t{office}{state}")
        self.stdout.write(f"{len(found)} users, {sum(user.is_active for user in found)} open.")
