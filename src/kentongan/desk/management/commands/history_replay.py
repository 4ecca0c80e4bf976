"""`kentongan history replay`: gives followers again what they failed on and set aside."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from kentongan.history import actions, queries
from kentongan.history.follower import Follower


class Command(BaseCommand):
    help = "Show the events that followers set aside, or give them to their followers again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("follower", nargs="?", help="only what this follower set aside")
        parser.add_argument("position", nargs="?", type=int, help="only the event at this position")
        parser.add_argument("--show", action="store_true", help="change nothing")

    def handle(self, *_: Any, **options: Any) -> None:
        waiting = [
            aside for aside in queries.set_aside(options["follower"]) if options["position"] in (None, aside.position)
        ]
        if options["show"]:
            for aside in waiting:
                self.stdout.write(
                    f"{aside.follower} at position {aside.position}: {aside.error}, {aside.attempts} times"
                )
            self.stdout.write(f"{len(waiting)} events wait for a replay.")
            return
        followers: Sequence[Follower] = import_string(settings.KENTONGAN_FOLLOWERS)
        known = {follower.name: follower for follower in followers}
        done = sum(self._replay(known.get(aside.follower), aside) for aside in waiting)
        self.stdout.write(f"{done} of {len(waiting)} events replayed.")
        if done < len(waiting):
            sys.exit(1)

    def _replay(self, follower: Follower | None, aside: queries.Aside) -> bool:
        """Whether the follower took the event this time."""
        try:
            if follower is None:
                self.stderr.write(f"Nothing follows by the name {aside.follower} any more.")
                return False
            actions.replay(follower, aside.position)
        except Exception as error:
            self.stderr.write(f"{aside.follower} at position {aside.position}: {actions.place_of(error)}")
            return False
        return True
