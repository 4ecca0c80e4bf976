"""`kentongan keys rotate`: a new key, and everything personal encrypted with it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from kentongan.core import crypto
from kentongan.people.actions import rotate_keys


class Command(BaseCommand):
    help = "Make a new key and encrypt everything personal with it; an interrupted rotation is taken up again."

    def handle(self, *_: Any, **__: Any) -> None:
        with tqdm(unit=" rows", disable=None, file=sys.stderr) as bar:

            def show(done: int, waiting: int) -> None:
                bar.total = waiting
                bar.n = done
                bar.refresh()

            rotated = rotate_keys(show)
        self.stdout.write(f"Back up {crypto.ring_path()} now, apart from the database: without it nothing can be read.")
        begun = "an interrupted rotation was finished" if rotated.was_resumed else "a new key was made"
        self.stdout.write(f"{rotated.rows:,} rows are encrypted with key {rotated.key}; {begun}.")
