"""A verification names what is broken, in the database and in an exported file, and nothing else."""

import json
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kentongan.history import actions, chain, queries
from kentongan.history.chain import Verdict
from kentongan.history.models import Event
from kentongan.history.queries import streaming
from kentongan.history.tests.writing import BY, append_many, record, stream_head

pytestmark = pytest.mark.django_db

SALT = b"0123456789abcdef"
Texts = Mapping[str, queries.TextReader]


def told(kept: Mapping[int, tuple[bytes, str] | None]) -> Texts:
    return {"report": lambda ids: {n: kept[n] for n in ids if n in kept}}


@pytest.fixture(autouse=True)
def _three_streams_two_checkpoints() -> None:
    """case:1 and case:2 sealed, case:3 and one of case:2 after; reports 1 and 2 with marks."""
    for number in (1, 2):
        mark = chain.text_mark(SALT, f"Jalan rusak {number}")
        record(1, stream=f"case:{number}", texts={f"report:{number}": mark})
        record(2, stream=f"case:{number}")
    actions.sequence_now()
    actions.make_checkpoint(BY)
    record(2, stream="case:3")
    actions.sequence_now()
    actions.make_checkpoint(BY)
    record(1, stream="case:2")
    actions.sequence_now()


KEPT = {1: (SALT, "Jalan rusak 1"), 2: (SALT, "Jalan rusak 2")}


def verify(kept: Mapping[int, tuple[bytes, str] | None] = KEPT, **more: Any) -> Verdict:
    return queries.verify(texts=told(kept), **more)


def broken(verdict: Verdict) -> list[str]:
    assert verdict.broken == len(verdict.findings)
    return [f"{finding.trouble}: {finding.subject}" for finding in verdict.findings]


@contextmanager
def tampering() -> Iterator[Callable[..., None]]:
    """What a superuser can do who switches the guards off."""
    tables = ("history_event", "history_log", "history_checkpoint")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        yield cursor.execute
        for table in tables:
            cursor.execute(f"alter table {table} enable always trigger {table}_keep_rows")


def tamper(statement: str, *parameters: Any) -> None:
    with tampering() as execute:
        execute(statement, parameters)


def test_an_untouched_history_is_whole() -> None:
    verdict = verify()
    assert (verdict.broken, verdict.findings) == (0, [])
    assert (verdict.events, verdict.streams, verdict.checkpoints, verdict.unsealed) == (9, 3, 2, 1)
    assert (verdict.texts, verdict.erased, verdict.unread, verdict.waiting) == (2, 0, 0, 0)


def test_events_that_wait_for_their_position_are_no_fault() -> None:
    record(2, stream="case:9")
    verdict = verify()
    assert (verdict.waiting, verdict.broken) == (2, 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", '{"n":7}'),
        ("actor", "user:99"),
        ("kind", "tests.undone"),
        ("occurred_at", "2020-01-01"),
        ("recorded_at", "2020-01-01"),
        ("exercise", 3),
    ],
)
def test_a_changed_row_is_named_by_stream_and_seq(column: str, value: object) -> None:
    tamper(f"update history_event set {column} = %s where stream = 'case:2' and seq = 2", value)
    assert broken(verify()) == ["hash: case:2 seq 2"]


def forged(stream: str, seq: int) -> None:
    """A changed row whose hash was computed anew."""
    row = Event.objects.filter(stream=stream, seq=seq).values().get()
    fields: dict[str, Any] = {k: v for k, v in row.items() if k not in {"id", "hash"}}
    fields |= {"body": '{"n":7}', "prev_hash": bytes(row["prev_hash"])}
    tamper(
        "update history_event set body = %s, hash = %s where id = %s",
        fields["body"],
        chain.event_hash(**fields),
        row["id"],
    )


def test_a_row_forged_with_a_new_hash_breaks_the_chain_and_its_checkpoint() -> None:
    forged("case:1", 2)
    assert broken(verify()) == ["chain: case:1 seq 3", "checkpoint: checkpoint 1"]


def test_the_last_event_of_a_stream_forged_is_told_by_the_checkpoint() -> None:
    forged("case:3", 2)
    assert broken(verify()) == ["checkpoint: checkpoint 2"]


def test_a_removed_event_is_missed_in_its_stream_and_in_the_order() -> None:
    tamper("delete from history_event where stream = 'case:1' and seq = 2")
    assert broken(verify()) == ["chain: case:1 seq 3", "lost: position 2", "checkpoint: checkpoint 1"]


def test_an_event_taken_out_of_the_order_is_lost() -> None:
    tamper("delete from history_log where position = 7")
    assert broken(verify()) == ["lost: case:3 seq 1", "order: position 7", "checkpoint: checkpoint 2"]


def test_two_events_that_changed_places_stand_wrong() -> None:
    with tampering() as execute:
        execute("update history_log set position = 99 where position = 1")
        execute("update history_log set position = 1 where position = 2")
        execute("update history_log set position = 2 where position = 99")
    assert broken(verify()) == ["order: case:1 seq 2", "checkpoint: checkpoint 1"]


def test_a_changed_checkpoint_is_named() -> None:
    tamper("update history_checkpoint set made_at = made_at + interval '1 day' where number = 2")
    assert broken(verify()) == ["checkpoint: checkpoint 2"]


def test_an_erased_text_is_erased_and_not_broken() -> None:
    for kept in ({1: KEPT[1]}, {1: KEPT[1], 2: None}):
        verdict = verify(kept)
        assert (verdict.texts, verdict.erased, verdict.broken) == (2, 1, 0)


@pytest.mark.parametrize("kept", [(SALT, "Jalan rusak 1."), (SALT[::-1], "Jalan rusak 1")])
def test_a_changed_text_or_salt_is_broken(kept: tuple[bytes, str]) -> None:
    assert broken(verify({**KEPT, 1: kept})) == ["text: case:1 seq 1 (report:1)"]


def test_texts_are_read_some_hundred_at_a_time() -> None:
    asked: list[int] = []

    def read(ids: list[int]) -> dict[int, None]:
        asked.append(len(ids))
        return {}

    head = stream_head("case:7")
    for number in range(1201):
        body = {"texts": {f"report:{number}": "00"}}
        head = actions.append("case:7", "tests.done", by=BY, body=body, head=head)
    verdict = queries.verify(texts={"report": read})
    assert asked == [500, 500, 203]
    assert (verdict.texts, verdict.erased) == (1203, 1203)


def test_marks_nobody_can_read_are_counted() -> None:
    verdict = queries.verify(texts={})
    assert (verdict.texts, verdict.unread, verdict.broken) == (0, 2, 0)


def test_the_hash_on_a_receipt_is_found_with_the_checkpoint_that_seals_it() -> None:
    hashes = [event.hash for event in queries.stream_of("case:2")]
    verdict = verify(sought=hashes[0])
    assert (verdict.found_position, verdict.found_checkpoint, verdict.broken) == (4, 1, 0)
    verdict = verify(sought=hashes[-1])
    assert (verdict.found_position, verdict.found_checkpoint) == (9, None)
    assert broken(verify(sought=b"x" * 32)) == [f"absent: {b'x'.hex() * 32}"]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "history.jsonl"
    with path.open("w") as file:
        assert queries.export_to(file) == (9, 2)
    return path


@pytest.fixture
def kept_checkpoints(tmp_path: Path) -> Path:
    path = tmp_path / "checkpoints.jsonl"
    with path.open("w") as file:
        assert queries.export_checkpoints_to(file) == 2
    return path


def test_an_export_is_whole_without_the_database(export: Path, kept_checkpoints: Path) -> None:
    verdict = queries.verify_file(export, against=kept_checkpoints, sought=queries.stream_of("case:3")[0].hash)
    assert broken(verdict) == []
    assert (verdict.events, verdict.streams, verdict.checkpoints, verdict.unsealed) == (9, 3, 2, 1)
    assert (verdict.unread, verdict.found_position, verdict.found_checkpoint) == (2, 7, 2)


def edit(path: Path, change: Callable[[list[dict[str, Any]]], object]) -> None:
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    change(lines)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_a_changed_line_of_an_export_is_named(export: Path) -> None:
    edit(export, lambda lines: lines[2].update(actor="user:99"))
    assert broken(queries.verify_file(export)) == ["hash: case:1 seq 2"]


def test_a_line_missing_from_an_export_is_missed(export: Path) -> None:
    edit(export, lambda lines: lines.pop(2))
    assert broken(queries.verify_file(export)) == [
        "chain: case:1 seq 3",
        "order: position 2",
        "checkpoint: checkpoint 1",
        "file: end of file",
    ]


def test_an_export_cut_short_is_no_whole_export(export: Path) -> None:
    export.write_text("".join(export.read_text().splitlines(keepends=True)[:-2]))
    assert broken(queries.verify_file(export)) == ["file: end of file"]


@pytest.mark.parametrize(
    "line", ["{", "[]", "null", '{"type":"event"}', '{"type":"x"}', '{"type":"checkpoint","number":"a"}']
)
def test_a_line_that_is_none_of_ours_is_named(export: Path, line: str) -> None:
    export.write_text(line + "\n" + export.read_text())
    assert broken(queries.verify_file(export)) == ["file: line 1"]


def test_a_history_rewritten_whole_is_told_by_checkpoints_kept_elsewhere(kept_checkpoints: Path) -> None:
    """Whoever holds the database can make every hash anew; what an auditor keeps cannot be reached."""
    rows = list(Event.objects.filter(stream="case:3").order_by("seq").values())
    with tampering() as execute:
        previous = b""
        for row in rows:
            fields: dict[str, Any] = {k: v for k, v in row.items() if k not in {"id", "hash"}}
            fields |= {"prev_hash": previous, "actor": "user:99"}
            previous, before = chain.event_hash(**fields), previous
            execute(
                "update history_event set actor = 'user:99', prev_hash = %s, hash = %s where id = %s",
                [before, previous, row["id"]],
            )
        execute("delete from history_checkpoint where number = 2")
    actions.make_checkpoint(BY)
    assert broken(verify()) == []
    assert broken(verify(against=kept_checkpoints)) == ["outside: checkpoint 2"]


def test_an_export_kept_elsewhere_names_the_event_that_was_forged(export: Path) -> None:
    forged("case:2", 4)  # after the last checkpoint, at the end of its stream: nothing inside can tell
    assert broken(verify()) == []
    assert broken(verify(against=export)) == ["outside: case:2 seq 4"]


def test_what_only_the_copy_has_is_named(export: Path) -> None:
    with tampering() as execute:
        execute("delete from history_log where position > 6")
        execute("delete from history_event where stream = 'case:3' or seq = 4")
        execute("delete from history_checkpoint where number = 2")
    assert broken(verify()) == []
    assert broken(verify(against=export)) == [
        "outside: checkpoint 2",
        "outside: case:3 seq 1",
        "outside: case:3 seq 2",
        "outside: case:2 seq 4",
    ]


def test_a_copy_that_was_changed_itself_is_named(kept_checkpoints: Path) -> None:
    edit(kept_checkpoints, lambda lines: lines[1].update(last_position=5))
    assert broken(verify(against=kept_checkpoints)) == ["file: checkpoint 1"]


def test_a_history_that_went_on_still_agrees_with_an_older_copy(export: Path) -> None:
    record(3, stream="case:1")
    actions.sequence_now()
    actions.make_checkpoint(BY)
    assert broken(verify(against=export)) == []


def test_memory_does_not_grow_with_the_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "_ROWS", 100)

    def peak(work: Callable[[], object]) -> int:
        tracemalloc.start()
        try:
            work()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def work() -> None:
        assert verify().broken == 0
        path = tmp_path / "large.jsonl"
        with path.open("w") as file:
            queries.export_to(file)
        assert queries.verify_file(path).broken == 0

    append_many(500, stream="case:8")
    actions.sequence_now()
    once = peak(work)
    append_many(2000, stream="case:9")
    actions.sequence_now()
    assert peak(work) < once * 1.2
