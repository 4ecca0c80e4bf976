"""Reference data in memory: loaded once, and anew when its edition changed, here or in another process."""

import uuid

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from kentongan.core import cached
from kentongan.core.actions import new_edition
from kentongan.core.cached import Cached
from kentongan.core.models import Edition

pytestmark = pytest.mark.django_db


class Loads:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        self.count += 1
        return self.count


def test_a_value_is_loaded_once_and_then_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    value = Cached("towns", Loads())
    assert value() == 1
    with django_assert_num_queries(0):
        assert [value() for _ in range(100)] == [1] * 100


def test_a_new_edition_loads_anew_at_once_in_this_process_and_only_that_set() -> None:
    towns, rivers = Cached("towns", Loads()), Cached("rivers", Loads())
    assert (towns(), rivers()) == (1, 1)
    new_edition("towns")
    assert (towns(), rivers()) == (2, 1)


def test_another_process_sees_the_change_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    value = Cached("towns", Loads())
    assert value() == 1
    Edition.objects.create(name="towns", token=uuid.uuid4())  # what the other process committed
    assert value() == 1
    monkeypatch.setattr(cached, "RECHECK_SECONDS", 0.0)
    assert value() == 2


def test_a_change_that_was_rolled_back_does_not_stay() -> None:
    value = Cached("towns", Loads())
    new_edition("towns")
    before = value()
    with transaction.atomic():
        new_edition("towns")
        assert value() == before + 1
        transaction.set_rollback(True)
    cached.recheck()
    assert value() == before + 2
