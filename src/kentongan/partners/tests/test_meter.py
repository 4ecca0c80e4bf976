"""Allowances are counted in memory, per client and minute."""

from datetime import UTC, datetime, timedelta

from kentongan.partners.meter import Meter

AT = datetime(2026, 8, 17, 3, 0, 15, tzinfo=UTC)
MINUTE = AT.replace(second=0)


def test_requests_within_the_limit_pass_and_the_next_waits_for_the_next_minute() -> None:
    meter = Meter()
    assert [meter.take(1, AT, 2) for _ in range(3)] == [0, 0, 45]
    assert meter.take(1, AT + timedelta(seconds=45), 2) == 0


def test_clients_do_not_use_each_others_allowance() -> None:
    meter = Meter()
    assert meter.take(1, AT, 1) == 0
    assert meter.take(2, AT, 1) == 0


def test_what_other_processes_counted_counts() -> None:
    meter = Meter()
    meter.take(1, AT, 10)
    assert meter.drain() == {(1, MINUTE): 1}
    meter.learn([(1, MINUTE, 10)])
    assert meter.take(1, AT, 10) == 45


def test_what_is_being_settled_still_counts() -> None:
    meter = Meter()
    meter.take(1, AT, 1)
    meter.drain()
    assert meter.take(1, AT, 1) == 45


def test_what_could_not_be_settled_is_settled_with_the_next() -> None:
    meter = Meter()
    meter.take(1, AT, 5)
    meter.put_back(meter.drain())
    meter.take(1, AT, 5)
    assert meter.drain() == {(1, MINUTE): 2}


def test_a_refused_request_uses_nothing() -> None:
    meter = Meter()
    for _ in range(5):
        meter.take(1, AT, 1)
    assert meter.drain() == {(1, MINUTE): 1}
