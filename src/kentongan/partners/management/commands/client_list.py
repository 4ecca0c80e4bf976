"""`kentongan client list`: who may speak to us."""

from django.core.management.base import BaseCommand

from kentongan.partners.queries import clients


class Command(BaseCommand):
    help = "List the API clients that have a key, with what it may do and how often in a minute."

    def handle(self, *args: object, **options: object) -> None:
        found = clients()
        for client in found:
            self.stdout.write(f"{client.name}\t{','.join(sorted(client.scopes))}\t{client.rate_per_minute}/min")
        self.stdout.write(f"{len(found)} clients have a key.")
