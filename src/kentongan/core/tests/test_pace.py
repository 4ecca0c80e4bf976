"""Each key has its own count, and each minute begins anew."""

from datetime import UTC, datetime, timedelta

from kentongan.core.pace import Pace

NOON = datetime(2026, 11, 24, 12, 0, 15, tzinfo=UTC)


def test_the_first_ones_pass_and_the_next_waits_for_the_minute_to_end() -> None:
    pace = Pace(3)
    assert [pace.wait("a", NOON) for _ in range(4)] == [0, 0, 0, 45]


def test_one_who_hurries_slows_nobody_else() -> None:
    pace = Pace(1)
    assert [pace.wait("a", NOON), pace.wait("a", NOON), pace.wait("b", NOON)] == [0, 45, 0]


def test_a_new_minute_forgets_the_one_before() -> None:
    pace = Pace(1)
    assert pace.wait("a", NOON) == 0
    assert pace.wait("a", NOON + timedelta(seconds=45)) == 0
    assert pace.wait("a", NOON + timedelta(seconds=104.9)) == 1
