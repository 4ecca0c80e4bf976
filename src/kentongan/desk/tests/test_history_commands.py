"""`kentongan export history` and `kentongan history verify`: what they write, and how they end."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from kentongan.core.actor import system
from kentongan.desk.management.commands.history_verify import Command
from kentongan.history import actions, queries
from kentongan.history.chain import Head, Recorded
from kentongan.history.tasks import Follower, follow_once

BY = system("tests")
EXPORT = "0 texts (0 erased)"
_fails = True


def run(name: str, *words: str) -> tuple[list[str], int]:
    """The lines on stdout, and the exit code."""
    out, code = io.StringIO(), 0
    try:
        call_command(name, *words, stdout=out)
    except SystemExit as error:
        code = int(error.code or 0)
    return out.getvalue().splitlines(), code


@pytest.fixture
def history(db: None) -> None:
    head = Head()
    for number in range(3):
        head = actions.append("case:1", "tests.done", by=BY, body={"n": number}, head=head)
    actions.append("case:2", "tests.done", by=BY, body={}, head=Head())
    actions.sequence_now()
    actions.make_checkpoint(BY)


def fragile(events: Sequence[Recorded]) -> None:
    if _fails and any(event.stream == "case:2" for event in events):
        raise TimeoutError


FOLLOWERS = (Follower("fragile", fragile),)


def forge() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("alter table history_event disable trigger user")
        cursor.execute("update history_event set actor = 'user:99' where stream = 'case:1' and seq = 2")
        cursor.execute("alter table history_event enable always trigger history_event_keep_rows")


@pytest.mark.usefixtures("history")
def test_a_whole_history_ends_with_one_sentence_of_counts() -> None:
    sentence = f"4 events in 2 streams, 1 checkpoints (0 events since the last), {EXPORT}: nothing broken."
    assert run("history_verify") == ([sentence], 0)


@pytest.mark.usefixtures("history")
def test_a_broken_history_names_the_event_and_fails() -> None:
    forge()
    lines, code = run("history_verify")
    assert code == 1
    assert lines[0].startswith("BROKEN  case:1 seq 2 is not what was recorded")
    assert lines[-1].endswith(": 1 broken.")


@pytest.mark.usefixtures("history")
def test_an_export_is_checked_alone_and_the_database_against_it(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    assert run("history_export", str(path)) == ([f"4 events and 1 checkpoints written to {path}."], 0)
    assert path.stat().st_mode & 0o777 == 0o600
    assert run("history_verify", "--file", str(path))[1] == 0
    assert run("history_verify", "--against", str(path))[1] == 0
    path.write_text(path.read_text().replace('"actor":"system:tests"', '"actor":"user:99"', 1))
    lines, code = run("history_verify", "--file", str(path))
    assert (lines[0].split(" is ")[0], code) == ("BROKEN  case:1 seq 1", 1)


@pytest.mark.usefixtures("history")
def test_checkpoints_alone_can_be_written_to_be_kept_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints.jsonl"
    assert run("history_export", "--checkpoints", str(path))[1] == 0
    kinds = [json.loads(line)["type"] for line in path.read_text().splitlines()]
    assert kinds == ["kentongan history", "checkpoint", "end"]
    assert run("history_verify", "--against", str(path))[1] == 0


@pytest.mark.usefixtures("history")
def test_the_hash_of_a_receipt_is_found_or_the_command_fails() -> None:
    first = queries.stream_of("case:1")[0].hash.hex()
    lines, code = run("history_verify", "--hash", first)
    assert (lines[0], code) == ("The hash is that of the event at position 1, sealed by checkpoint 1.", 0)
    lines, code = run("history_verify", "--hash", "ab" * 32)
    assert (lines[0], code) == (f"BROKEN  {'ab' * 32} is the hash of no event", 1)
    with pytest.raises(CommandError, match="64"):
        run("history_verify", "--hash", "xyz")


def test_a_file_is_checked_without_a_database() -> None:
    assert not Command.needs_database({"file": Path("export.jsonl")})
    assert Command.needs_database({"file": None})


@pytest.mark.usefixtures("history")
def test_what_a_follower_set_aside_is_shown_and_given_to_it_again(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KENTONGAN_FOLLOWERS = f"{__name__}.FOLLOWERS"
    follow_once(FOLLOWERS[0])
    lines, _ = run("history_replay", "--show")
    assert lines[0].startswith("fragile at position 4: TimeoutError in tests/test_history_commands.py")
    assert lines[1:] == ["1 events wait for a replay."]
    assert run("history_replay") == (["0 of 1 events replayed."], 1)
    monkeypatch.setitem(globals(), "_fails", False)
    assert run("history_replay", "other") == (["0 of 0 events replayed."], 0)
    assert run("history_replay", "fragile", "4") == (["1 of 1 events replayed."], 0)
    assert run("history_replay") == (["0 of 0 events replayed."], 0)


@pytest.mark.usefixtures("history")
def test_what_a_follower_that_is_gone_set_aside_stays(settings: Any) -> None:
    settings.KENTONGAN_FOLLOWERS = "config.followers.FOLLOWERS"
    follow_once(FOLLOWERS[0])
    assert run("history_replay") == (["0 of 1 events replayed."], 1)
