"""Canonical bodies, hashes that nothing can imitate, trees and proofs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.history import chain
from kentongan.history.chain import Head, Link, Proof, Seal

AT = datetime(2026, 8, 17, 3, 0, tzinfo=UTC)
FIELDS: dict[str, Any] = {
    "prev_hash": b"",
    "stream": "case:1",
    "seq": 1,
    "kind": "cases.submitted",
    "actor": "user:7",
    "occurred_at": AT,
    "recorded_at": AT,
    "exercise": None,
    "body": "{}",
}


def leaves(count: int) -> list[bytes]:
    return [sha256(str(n).encode()).digest() for n in range(count)]


def test_the_same_body_gives_the_same_text_in_any_order() -> None:
    assert chain.canonical({"b": 1, "a": {"d": [1, "é"], "c": None}}) == '{"a":{"c":null,"d":[1,"é"]},"b":1}'
    assert chain.canonical({"a": {"c": None, "d": [1, "é"]}, "b": 1}) == chain.canonical(
        {"b": 1, "a": {"d": [1, "é"], "c": None}}
    )


def test_moments_and_days_in_a_body_are_written_one_way() -> None:
    jakarta = timezone(timedelta(hours=7))
    text = chain.canonical({"at": datetime(2026, 8, 17, 10, 0, tzinfo=jakarta), "on": AT.date()})
    assert text == '{"at":"2026-08-17T03:00:00.000000Z","on":"2026-08-17"}'


@pytest.mark.parametrize("value", [float("nan"), b"bytes", {1, 2}, object()])
def test_a_body_holds_nothing_that_json_cannot_say(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        chain.canonical({"x": value})


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("prev_hash", b"\0"),
        ("stream", "case:2"),
        ("seq", 2),
        ("kind", "cases.submitte"),
        ("actor", "user:8"),
        ("occurred_at", AT + timedelta(microseconds=1)),
        ("recorded_at", AT + timedelta(microseconds=1)),
        ("exercise", 0),
        ("body", "{} "),
    ],
)
def test_every_field_is_in_the_hash(field: str, other: object) -> None:
    assert chain.event_hash(**FIELDS) != chain.event_hash(**{**FIELDS, field: other})


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_letters_moved_between_fields_change_the_hash(a: str, b: str, c: str, d: str) -> None:
    first = chain.event_hash(**{**FIELDS, "kind": a, "actor": b})
    second = chain.event_hash(**{**FIELDS, "kind": c, "actor": d})
    assert (first == second) == ((a, b) == (c, d))


def test_the_hash_is_the_one_the_documentation_tells_how_to_compute() -> None:
    parts = [
        b"kentongan event 1",
        b"",
        b"case:1",
        b"1",
        b"cases.submitted",
        b"user:7",
        b"2026-08-17T03:00:00.000000Z",
        b"2026-08-17T03:00:00.000000Z",
        b"",
        b"{}",
    ]
    data = b"".join(len(p).to_bytes(4, "big") + p for p in parts)
    assert chain.event_hash(**FIELDS) == sha256(data).digest()


def test_the_hash_is_the_same_whatever_zone_the_moment_was_read_in() -> None:
    jakarta = timezone(timedelta(hours=7))
    assert chain.event_hash(**{**FIELDS, "occurred_at": AT.astimezone(jakarta)}) == chain.event_hash(**FIELDS)


def sealed(head: Head) -> Link:
    return chain.sealed("case:1", "x.done", actor="public", body={}, head=head, occurred_at=AT, recorded_at=AT)


def test_an_event_follows_the_head_it_was_given() -> None:
    first = sealed(Head())
    second = sealed(first.head)
    assert (first.seq, first.prev_hash) == (1, b"")
    assert (second.seq, second.prev_hash) == (2, first.hash)
    assert first.hash != second.hash


def test_a_mark_changes_with_the_text_and_with_the_salt() -> None:
    mark = chain.text_mark(b"salt", "Jalan berlubang")
    assert mark == chain.text_mark(b"salt", "Jalan berlubang")
    assert len({mark, chain.text_mark(b"salt", "Jalan berlubang."), chain.text_mark(b"pepper", "Jalan berlubang")}) == 3


def test_the_root_is_that_of_the_standard() -> None:
    def h(data: bytes) -> bytes:
        return sha256(data).digest()

    a, b, c = (h(b"\0" + leaf) for leaf in leaves(3))
    assert chain.merkle_root([]) == h(b"")
    assert chain.merkle_root(leaves(1)) == a
    assert chain.merkle_root(leaves(3)) == h(b"\1" + h(b"\1" + a + b) + c)


def seal_over(hashes: list[bytes], first: int = 1) -> Seal:
    seal = Seal(1, first, first + len(hashes) - 1, chain.merkle_root(hashes), b"", b"", AT)
    return replace(seal, hash=chain.checkpoint_hash(seal))


def proof_of(hashes: list[bytes], index: int, first: int = 1) -> Proof:
    path = chain.inclusion_path(hashes, index, len(hashes))
    return Proof(first + index, hashes[index], index, len(hashes), path, seal_over(hashes, first))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 8, 9, 33])
def test_every_leaf_of_a_tree_can_be_proved(count: int) -> None:
    hashes = leaves(count)
    for index in range(count):
        assert chain.proves(proof_of(hashes, index, first=11))


@given(st.integers(1, 40), st.data())
def test_a_proof_proves_nothing_else(count: int, data: st.DataObject) -> None:
    hashes = leaves(count)
    proof = proof_of(hashes, data.draw(st.integers(0, count - 1)))
    assert not chain.proves(replace(proof, event_hash=sha256(b"other").digest()))
    assert not chain.proves(replace(proof, path=(*proof.path, sha256(b"more").digest())))
    assert not chain.proves(replace(proof, index=proof.index + 1, position=proof.position + 1))
    assert not chain.proves(replace(proof, path=proof.path[:-1])) or not proof.path
    moved = replace(proof.checkpoint, made_at=AT + timedelta(days=1))
    assert not chain.proves(replace(proof, checkpoint=moved))


def test_a_tree_is_read_once_from_a_stream_that_is_never_kept() -> None:
    def stream() -> Iterator[bytes]:
        yield from leaves(1000)

    source = stream()
    path = chain.inclusion_path(source, 613, 1000)
    assert next(source, None) is None
    assert path == chain.inclusion_path(leaves(1000), 613, 1000)
