"""`kentongan demo`: a city at work, from invented reports that went the real way through the real acts."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from tqdm import tqdm

from kentongan.agencies import actions as agencies
from kentongan.agencies.queries import users_with_role
from kentongan.core import clock
from kentongan.core.actor import Role, system
from kentongan.exercises.stories import plan
from kentongan.places.profile import open_profile
from kentongan.training.demo import Player

PASSWORD = "kentongan-demo"  # noqa: S105 - printed, for invented users only
SHOWN = (
    *(Role.COORDINATOR, Role.SUPERVISOR, Role.OFFICER, Role.CALL_TAKER, Role.VILLAGE_STAFF),
    *(Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER),
)


class Command(BaseCommand):
    help = "Fill the city with invented users and reports. Twice is harmless: each report enters once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reports", type=int, default=180, help="how many (default 180)")
        parser.add_argument("--seed", type=int, default=112, help="another seed, another city")

    def handle(self, *args: Any, **options: Any) -> None:
        agencies.load_users(open_profile(settings.KENTONGAN_CITY), password=PASSWORD, by=system("demo"))
        player = Player(clock.now())
        tellings = list(plan(options["reports"], seed=options["seed"]))
        shown = tqdm(tellings, unit="report", file=sys.stderr, disable=None)
        new = sum(player.play(telling) for telling in shown)
        self.stdout.write(f"Sign in at {settings.KENTONGAN_PUBLIC_URL}/desk/ with the password {PASSWORD} as")
        for role in SHOWN:
            names = ", ".join(user.email.split("@")[0] for user in users_with_role(role)[:4])
            self.stdout.write(f"  {role.value:<15} {names}")
        self.stdout.write(f"{new} invented reports entered, {len(tellings) - new} were there already.")
