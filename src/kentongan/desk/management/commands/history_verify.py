"""`kentongan history verify`: proves that the history is whole, in the database or in an exported file."""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string
from tqdm import tqdm

from kentongan.history import queries
from kentongan.history.chain import Finding, Trouble, Verdict

_SAID = {
    Trouble.HASH: "is not what was recorded: its content does not give its hash",
    Trouble.CHAIN: "does not follow the event before it in its stream",
    Trouble.ORDER: "stands wrong in the order, or is missing from it",
    Trouble.LOST: "has lost its place in the order, or its event",
    Trouble.CHECKPOINT: "does not seal the events it names",
    Trouble.TEXT: "marks a text that is not the one kept",
    Trouble.OUTSIDE: "is not the same in the copy kept elsewhere",
    Trouble.FILE: "is not as it was exported",
    Trouble.ABSENT: "is the hash of no event",
}
_SHA256_BYTES = 32


class Command(BaseCommand):
    help = "Prove that the history is whole: chains, order, checkpoints and the marks of texts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--against", type=Path, metavar="FILE", help="an export or checkpoints kept elsewhere")
        parser.add_argument("--file", type=Path, metavar="EXPORT", help="check this export alone, without a database")
        parser.add_argument("--hash", default="", metavar="HEX", help="prove that this hash, from a receipt, is in it")

    @staticmethod
    def needs_database(options: Mapping[str, Any]) -> bool:
        """An export is checked alone."""
        return options["file"] is None

    def handle(self, *_: Any, **options: Any) -> None:
        sought = _hash(options["hash"])
        verdict = _verified(options["file"], options["against"], sought)
        for finding in verdict.findings:
            self.stdout.write(words(finding))
        if verdict.broken > len(verdict.findings):
            self.stdout.write(f"and {verdict.broken - len(verdict.findings):,} more")
        if verdict.found_position is not None:
            self.stdout.write(_place(verdict))
        self.stdout.write(sentence(verdict))
        if verdict.broken:
            sys.exit(1)


def _hash(typed: str) -> bytes:
    try:
        value = bytes.fromhex(typed)
    except ValueError:
        value = b"?"
    if typed and len(value) != _SHA256_BYTES:
        msg = "A hash has 64 hexadecimal digits."
        raise CommandError(msg)
    return value


def _verified(file: Path | None, against: Path | None, sought: bytes) -> Verdict:
    if file is not None:
        with tqdm(unit=" events", disable=None, file=sys.stderr) as bar:
            return queries.verify_file(file, against=against, sought=sought, progress=bar.update)
    texts: Mapping[str, queries.TextReader] = import_string(settings.KENTONGAN_TEXTS)
    with tqdm(unit=" events", total=2 * queries.position_now(), disable=None, file=sys.stderr) as bar:
        return queries.verify(texts=texts, against=against, sought=sought, progress=bar.update)


def words(finding: Finding) -> str:
    """One finding as a line: which event, checkpoint or text, and what is wrong with it."""
    return f"BROKEN  {finding.subject} {_SAID[finding.trouble]}"


def _place(verdict: Verdict) -> str:
    sealed = f"sealed by checkpoint {verdict.found_checkpoint}" if verdict.found_checkpoint else "not yet sealed"
    return f"The hash is that of the event at position {verdict.found_position:,}, {sealed}."


def sentence(verdict: Verdict) -> str:
    """The counts, and whether anything is broken."""
    texts = f"{verdict.texts:,} texts ({verdict.erased:,} erased)"
    if verdict.unread:
        texts += f", {verdict.unread:,} marks of texts not looked at"
    outcome = f"{verdict.broken:,} broken" if verdict.broken else "nothing broken"
    return (
        f"{verdict.events:,} events in {verdict.streams:,} streams, {verdict.checkpoints:,} checkpoints "
        f"({verdict.unsealed:,} events since the last), {texts}: {outcome}."
    )
