"""Checkpoints seal what was recorded, each chained to the one before; any event can be proved to be in one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kentongan.core import clock
from kentongan.core.actor import PUBLIC, system
from kentongan.core.errors import Refused
from kentongan.history import actions, chain, queries, tasks
from kentongan.history.chain import Seal
from kentongan.history.tests.writing import BY, record

pytestmark = pytest.mark.django_db


def sealed(count: int) -> Seal:
    record(count)
    actions.sequence_now()
    seal = actions.make_checkpoint(BY)
    assert seal is not None
    return seal


def test_an_empty_history_has_nothing_to_seal() -> None:
    assert actions.make_checkpoint(BY) is None
    assert queries.latest_checkpoint() is None


def test_a_checkpoint_seals_all_since_the_last_and_is_chained_to_it() -> None:
    first, second = sealed(3), sealed(4)
    assert [(s.number, s.first_position, s.last_position) for s in (first, second)] == [(1, 1, 3), (2, 4, 7)]
    assert (first.prev_hash, second.prev_hash) == (b"", first.hash)
    assert second.root == chain.merkle_root(event.hash for event in queries.tail(3))
    assert second.hash == chain.checkpoint_hash(second)
    assert queries.latest_checkpoint() == second
    assert queries.checkpoints() == [first, second]


def test_where_nothing_happened_the_last_checkpoint_stands() -> None:
    seal = sealed(1)
    record(1)  # without a position yet
    assert actions.make_checkpoint(BY) == seal


def test_only_those_who_answer_for_the_history_seal_it() -> None:
    record(1)
    with pytest.raises(Refused):
        actions.make_checkpoint(PUBLIC)


def test_every_event_of_a_checkpoint_can_be_proved_to_be_in_it() -> None:
    sealed(2)
    seal = sealed(5)
    for event in queries.tail(2):
        proof = queries.proof_of(event.id)
        assert proof is not None
        assert (proof.position, proof.checkpoint) == (event.position, seal)
        assert chain.proves(proof)
        assert not chain.proves(replace(proof, event_hash=b"x" * 32))


def test_an_event_after_the_last_checkpoint_has_no_proof_yet() -> None:
    sealed(2)
    record(2)
    assert queries.proof_of(queries.stream_of("case:1")[-1].id) is None
    actions.sequence_now()
    assert queries.proof_of(queries.stream_of("case:1")[-1].id) is None
    assert queries.proof_of(0) is None


def test_a_day_is_sealed_once_and_the_next_one_again() -> None:
    record(2)
    actions.sequence_now()
    first = tasks.seal_the_day()
    record(2)
    actions.sequence_now()
    assert first is not None
    assert tasks.seal_the_day() is None
    clock.move(timedelta(days=1))
    second = tasks.seal_the_day()
    assert second is not None
    assert (second.number, second.first_position, second.last_position) == (2, 3, 4)
    assert tasks.seal_the_day() is None


def test_a_day_without_events_is_not_sealed() -> None:
    assert tasks.seal_the_day() is None
    record(1)
    actions.sequence_now()
    assert actions.make_checkpoint(system("tests")) is not None
    clock.move(timedelta(days=3))
    assert tasks.seal_the_day() is None
