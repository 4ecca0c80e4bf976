"""`kentongan load city [NAME]`: make this installation a city, from its profile."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kentongan.agencies import actions as agencies
from kentongan.cases.actions import profile as cases
from kentongan.core.actor import system
from kentongan.core.errors import NotFound
from kentongan.places import actions as places
from kentongan.places.profile import open_profile
from kentongan.places.queries import city

_BY = system("profile")


class Command(BaseCommand):
    help = (
        "Load a city profile: what is missing is added, what is there stays. "
        "Without a name: the profile of KENTONGAN_CITY, where no city has been loaded yet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", default="", help="a shipped profile or a folder")

    def handle(self, *args: object, **options: object) -> None:
        name = str(options["name"])
        if not name and _is_loaded():
            self._say(options, f"{city().name} is loaded already.")
            return
        counts = load(name or settings.KENTONGAN_CITY)
        added = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in counts.items())
        self._say(options, f"{city().name}: {added} added.")

    def _say(self, options: dict[str, object], words: str) -> None:
        if options["verbosity"]:
            self.stdout.write(words)


@transaction.atomic
def load(name: str) -> dict[str, int]:
    """Load all parts of a profile in their order, or nothing; returns how many rows of each kind were added."""
    profile = open_profile(name)
    _check_clock(profile.city().time_zone)
    counts = places.load_profile(profile, by=_BY)
    counts |= agencies.load_profile(profile, by=_BY)
    return counts | cases.load_profile(profile, by=_BY)


def _check_clock(zone: str) -> None:
    if zone != settings.KENTONGAN_TIME_ZONE:
        msg = (
            f"This city lives by {zone}, this installation by {settings.KENTONGAN_TIME_ZONE}: set KENTONGAN_TIME_ZONE."
        )
        raise CommandError(msg)


def _is_loaded() -> bool:
    try:
        city()
    except NotFound:
        return False
    return True
