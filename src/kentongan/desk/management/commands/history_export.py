"""`kentongan export history FILE`: the history, or its checkpoints alone, as a file that verifies without us."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from kentongan.history import queries


class Command(BaseCommand):
    help = "Write the history to a file that `kentongan history verify --file` checks without the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a JSON object a line; replaced where it exists")
        parser.add_argument("--checkpoints", action="store_true", help="only the checkpoints, to be kept elsewhere")

    def handle(self, *_: Any, **options: Any) -> None:
        path: Path = options["file"]
        unfinished = path.with_name(path.name + ".part")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        events = 0
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            if options["checkpoints"]:
                checkpoints = queries.export_checkpoints_to(file)
            else:
                with tqdm(unit=" events", total=queries.position_now(), disable=None, file=sys.stderr) as bar:
                    events, checkpoints = queries.export_to(file, progress=bar.update)
        unfinished.replace(path)
        self.stdout.write(f"{events:,} events and {checkpoints:,} checkpoints written to {path}.")
