"""Adding events and reading them back."""

from typing import Any

import pytest
from django.db import connection, transaction

from kentongan.core import clock
from kentongan.core.actor import Actor, system
from kentongan.core.errors import Conflict
from kentongan.history import actions, chain, queries
from kentongan.history.chain import Head
from kentongan.history.models import Event, Pending

pytestmark = pytest.mark.django_db
BY = system("tests")


def append(stream: str = "case:1", head: Head = Head(), **more: object) -> Head:  # noqa: B008 - frozen
    return actions.append(stream, "tests.done", by=BY, body={"n": 1, **more}, head=head)


def test_an_event_is_read_back_as_it_was_told() -> None:
    head = append()
    (event,) = queries.stream_of("case:1")
    assert (event.stream, event.seq, event.kind, event.actor) == ("case:1", 1, "tests.done", "system:tests")
    assert event.body == {"n": 1}
    assert event.position == 0
    assert head == Head(1, event.hash) == queries.head_of("case:1")


def test_the_new_head_lies_on_the_row_and_nothing_else_of_it_is_saved() -> None:
    saved: list[list[str]] = []

    class Row:
        head_seq, head_hash = 0, b""

        def save(self, *, update_fields: list[str]) -> None:
            saved.append(update_fields)

    row = Row()
    for _ in range(2):
        actions.append_to(row, "case:1", "tests.done", by=BY, body={})
    assert queries.head_of("case:1") == Head(2, row.head_hash) == Head(row.head_seq, row.head_hash)
    assert saved == [["head_seq", "head_hash"]] * 2


def test_every_event_waits_for_its_position() -> None:
    append()
    assert list(Pending.objects.values_list("event_id", flat=True)) == list(Event.objects.values_list("pk", flat=True))


def test_the_stored_hash_is_the_hash_of_what_is_stored() -> None:
    append(head=append())
    previous = b""
    for row in Event.objects.filter(stream="case:1").order_by("seq").values():
        fields: dict[str, Any] = {k: v for k, v in row.items() if k not in {"id", "hash"}}
        fields["prev_hash"] = bytes(fields["prev_hash"])
        assert fields["prev_hash"] == previous
        assert chain.event_hash(**fields) == bytes(row["hash"])
        previous = bytes(row["hash"])


def test_a_second_act_on_the_same_head_is_a_conflict_and_leaves_nothing() -> None:
    first = append()
    with pytest.raises(Conflict) as error:
        append()
    assert (error.value.fields["history"].shown, error.value.fields["history"].current) == (0, 1)
    assert Event.objects.count() == Pending.objects.count() == 1
    append(head=first)


def test_a_text_with_any_character_survives() -> None:
    body = {"ids": [1, 2], "odd": "\0 \u202e é ' \\ % 🥁"}
    actions.append("case:1", "tests.done", by=BY, body=body, head=Head())
    assert queries.stream_of("case:1")[0].body == body


def test_an_event_of_an_actor_in_an_exercise_belongs_to_it() -> None:
    player = Actor(label="user:1", exercise=4)
    actions.append("case:1", "tests.done", by=player, body={}, head=Head())
    assert queries.stream_of("case:1")[0].exercise == 4


def test_many_events_take_one_statement_and_keep_their_order(django_assert_num_queries: object) -> None:
    now = clock.now()
    links, head = [], Head()
    for _ in range(5):
        link = chain.sealed(
            "case:1", "tests.done", actor="public", body={}, head=head, occurred_at=now, recorded_at=now
        )
        links.append(link)
        head = link.head
    with django_assert_num_queries(1):  # type: ignore[operator]
        actions.append_all(links)
    assert [e.seq for e in queries.stream_of("case:1")] == [1, 2, 3, 4, 5]
    ids = [e.id for e in queries.stream_of("case:1")]
    assert ids == sorted(ids)


@pytest.mark.django_db(transaction=False)
def test_an_event_outside_a_transaction_is_refused() -> None:
    assert connection.in_atomic_block
    atomic_blocks, connection.in_atomic_block = connection.in_atomic_block, False
    try:
        with pytest.raises(RuntimeError, match="transaction"):
            append()
    finally:
        connection.in_atomic_block = atomic_blocks


def test_an_act_that_fails_leaves_no_event() -> None:
    class Failed(Exception):
        pass

    def act() -> None:
        with transaction.atomic():
            append()
            raise Failed

    with pytest.raises(Failed):
        act()
    assert queries.stream_of("case:1") == []
