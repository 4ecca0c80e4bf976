"""The table of test vectors of the field's rules, and what a calendar may and may not be."""

from datetime import date, timedelta

import holidays
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kentongan.core.workdays import Calendar, add_working_days, explain, in_words, working_days_between


def indonesia(*, collective_leave_counts: bool = False) -> Calendar:
    years = range(2025, 2029)
    public = holidays.country_holidays("ID", years=years, categories=("public",), language="id")
    leave = holidays.country_holidays("ID", years=years, categories=("government",), language="id")
    return Calendar(
        days_off={**leave, **public},
        collective_leave=frozenset(set(leave) - set(public)),
        collective_leave_counts=collective_leave_counts,
    )


AMOUNTS = (3, 5, 10, 14, 17, 60)
VECTORS = {
    "2025-08-15": ("2025-08-21", "2025-08-25", "2025-09-01", "2025-09-08", "2025-09-11", "2025-11-11"),
    "2026-03-13": ("2026-03-25", "2026-03-27", "2026-04-06", "2026-04-10", "2026-04-15", "2026-06-24"),
    "2026-03-17": ("2026-03-27", "2026-03-31", "2026-04-08", "2026-04-14", "2026-04-17", "2026-06-26"),
    "2026-05-13": ("2026-05-20", "2026-05-22", "2026-06-03", "2026-06-09", "2026-06-12", "2026-08-13"),
    "2026-08-14": ("2026-08-20", "2026-08-24", "2026-09-01", "2026-09-07", "2026-09-10", "2026-11-10"),
    "2026-11-24": ("2026-11-27", "2026-12-01", "2026-12-08", "2026-12-14", "2026-12-17", "2027-02-23"),
    "2026-12-22": ("2026-12-29", "2026-12-31", "2027-01-11", "2027-01-15", "2027-01-20", "2027-04-02"),
}
FIVE_DAYS_WHERE_COLLECTIVE_LEAVE_COUNTS = {
    "2025-08-15": "2025-08-22",
    "2026-03-13": "2026-03-23",
    "2026-03-17": "2026-03-25",
    "2026-05-13": "2026-05-21",
    "2026-08-14": "2026-08-24",
    "2026-11-24": "2026-12-01",
    "2026-12-22": "2026-12-30",
}


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [(start, amount, due) for start, row in VECTORS.items() for amount, due in zip(AMOUNTS, row, strict=True)],
)
def test_a_limit_in_working_days_falls_where_the_table_says(start: str, amount: int, due: str) -> None:
    assert add_working_days(date.fromisoformat(start), amount, indonesia()) == date.fromisoformat(due)


@pytest.mark.parametrize(("start", "due"), FIVE_DAYS_WHERE_COLLECTIVE_LEAVE_COUNTS.items())
def test_collective_leave_counts_where_the_city_says_so(start: str, due: str) -> None:
    calendar = indonesia(collective_leave_counts=True)
    assert add_working_days(date.fromisoformat(start), 5, calendar) == date.fromisoformat(due)


def test_no_working_days_is_the_start_even_on_a_sunday() -> None:
    sunday = date(2026, 8, 16)
    assert add_working_days(sunday, 0, indonesia()) == sunday


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 8, 14), -1, indonesia())


def test_a_calendar_without_a_working_day_cannot_be() -> None:
    with pytest.raises(ValueError, match="working day"):
        Calendar(weekend=frozenset(range(7)))


def test_an_office_of_six_days_works_on_saturday() -> None:
    six_days = Calendar(weekend=frozenset({6}))
    friday, saturday = date(2026, 8, 14), date(2026, 8, 15)
    assert add_working_days(friday, 1, six_days) == saturday


@given(start=st.dates(date(2020, 1, 1), date(2030, 12, 31)), amount=st.integers(0, 300))
def test_between_undoes_add(start: date, amount: int) -> None:
    calendar = Calendar(days_off={date(2026, 1, 1) + timedelta(days=11 * n): "libur" for n in range(40)})
    due = add_working_days(start, amount, calendar)
    assert working_days_between(start, due, calendar) == amount
    assert working_days_between(due, start, calendar) == -amount
    assert amount == 0 or calendar.is_working_day(due)


def test_the_explanation_names_the_days_off_that_moved_the_limit_and_no_other() -> None:
    calendar = Calendar(
        days_off={date(2026, 8, 17): "Hari Kemerdekaan", date(2026, 8, 16): "Minggu raya", date(2026, 9, 1): "Nanti"}
    )
    reasons = explain(date(2026, 8, 14), 3, calendar)
    assert (reasons.due, reasons.skipped) == (date(2026, 8, 20), ((date(2026, 8, 17), "Hari Kemerdekaan"),))
    with translation.override("en"):
        assert in_words(reasons) == "3 working days, 17 August off (Hari Kemerdekaan)"
    with translation.override("id"):
        assert in_words(reasons) == "3 hari kerja, 17 Agustus libur (Hari Kemerdekaan)"
