"""`kentongan import reports FILE`: reports of another system, a JSON object a line. Twice gives the same result."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from tqdm import tqdm

from kentongan.cases.queries.categories import category_facts, current
from kentongan.core.actor import system
from kentongan.core.errors import Refused
from kentongan.intake.actions import Submission, receive_many
from kentongan.intake.rows import BadLine, Row, area_of, category_of, parsed, tags_of
from kentongan.places.queries import areas, districts, villages

CHANNEL = "import"
_SECONDS = 1.0  # of work in one commit: what waits for locks or follows the history never waits longer
_SMALLEST, _LARGEST = 50, 2_000
_SHOWN = 100  # refused rows named one by one


@dataclass
class Counts:
    """What became of the rows."""

    new: int = 0
    known: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        return self.new + self.known + self.refused


@dataclass
class Translator:
    """From another system's row to our submission; our areas and categories are read once."""

    codes: frozenset[str] = field(default_factory=lambda: frozenset(code for code in category_facts() if current(code)))
    villages: dict[tuple[str, str], str] = field(
        default_factory=lambda: {(_name_of(v.parent), v.name.casefold()): v.code for v in villages()}
    )
    districts: frozenset[str] = field(default_factory=lambda: frozenset(d.name.casefold() for d in districts()))

    def submission(self, row: Row) -> Submission:
        category = category_of(row.category, self.codes)
        area, is_outside = area_of(row, self.villages, self.districts)
        return Submission(
            client=row.client,
            external_id=str(row.id),
            channel=CHANNEL,
            text=row.text,
            title=row.title or "",
            category=category,
            area=area,
            place_text=row.place_text,
            lat=row.lat,
            lon=row.lon,
            is_outside=is_outside,
            language=row.language,
            received_at=row.told_at,
            received_at_is_estimated=row.told_at is None,
            tags=tags_of(row, category),
        )


def _name_of(code: str | None) -> str:
    area = areas().get(code or "")
    return area.name.casefold() if area else ""


class Importer:
    """Takes lines in, in batches of about a second each; memory does not grow with their number."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.counts = Counts()
        self._tell = tell
        self._translator = Translator()
        self._by = system("import")
        self._size = _SMALLEST * 4
        self._batch: list[tuple[int, Submission]] = []
        self._bad: list[tuple[int, str]] = []

    def take(self, number: int, line: bytes) -> None:
        """One line; an empty one is passed over."""
        if not line.strip():
            return
        try:
            self._batch.append((number, self._translator.submission(parsed(line))))
        except BadLine as error:
            self._bad.append((number, str(error)))
        if len(self._batch) + len(self._bad) >= self._size:
            self.flush()

    def flush(self) -> None:
        """Write what has gathered: one statement, one commit."""
        batch, self._batch = self._batch, []
        bad, self._bad = self._bad, []
        began = time.monotonic()
        results = receive_many([submission for _number, submission in batch], by=self._by) if batch else []
        for (number, _submission), result in zip(batch, results, strict=True):
            if isinstance(result, Refused):
                bad.append((number, f"{result.field}: {result.reason}" if result.field else str(result.reason)))
            elif result.is_new:
                self.counts.new += 1
            else:
                self.counts.known += 1
        for number, reason in sorted(bad):
            self._refuse(number, reason)
        pace = len(batch) / max(time.monotonic() - began, 0.001)
        self._size = max(_SMALLEST, min(_LARGEST, int(pace * _SECONDS)))

    def _refuse(self, number: int, reason: str) -> None:
        self.counts.refused += 1
        if self.counts.refused <= _SHOWN:
            self._tell(f"row {number}: {reason}")
        elif self.counts.refused == _SHOWN + 1:
            self._tell("more rows were refused; they are only counted")


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    path = Path(name)
    if not path.is_file():
        msg = f"There is no file {name}."
        raise CommandError(msg)
    with path.open("rb") as file:
        yield file


def _progress(file: Iterable[bytes], *, is_quiet: bool) -> Iterator[tuple[int, bytes]]:
    numbered = enumerate(file, start=1)
    yield from tqdm(numbered, unit=" rows", file=sys.stderr, disable=is_quiet or None, mininterval=0.5)


class Command(BaseCommand):
    help = "Take in reports from a file of JSON lines, or from standard input with -."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="one JSON object a line: id, text, source, category, kecamatan, kelurahan, …")

    def handle(self, *args: object, **options: object) -> None:
        with translation.override("en"):
            counts = self._imported(str(options["file"]), is_quiet=options["verbosity"] == 0)
        self.stdout.write(
            f"{counts.rows:,} rows read: {counts.new:,} reports taken in, {counts.known:,} already there, "
            f"{counts.refused:,} refused."
        )
        if counts.refused:
            sys.exit(1)

    def _imported(self, name: str, *, is_quiet: bool) -> Counts:
        importer = Importer(self._tell)
        with _opened(name) as file:
            for number, line in _progress(file, is_quiet=is_quiet):
                importer.take(number, line)
            importer.flush()
        return importer.counts

    def _tell(self, text: str) -> None:
        with tqdm.external_write_mode(file=sys.stderr):
            self.stderr.write(text)
