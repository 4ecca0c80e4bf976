"""Limits: the narrowest rule, the unit of the rule, the end of the day, the working shown."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kentongan.cases import deadlines, workflow
from kentongan.cases.deadlines import Rule
from kentongan.core.workdays import Calendar

WIB = ZoneInfo("Asia/Jakarta")
FREE = Calendar(days_off={date(2026, 8, 17): "Hari Kemerdekaan"})


def rule(amount: int, unit: str, *, stage: str = "verify", classification: str = "", agency: int | None = None) -> Rule:
    return Rule(1, stage, amount, unit, classification, agency, date(2020, 1, 1), None, 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("amount", "unit", "start", "due"),
    [
        (3, "working_days", "2026-08-14T09:00", "2026-08-20T23:59:59"),  # the 17th is off
        (3, "working_days", "2026-08-14T23:00", "2026-08-20T23:59:59"),  # late in the evening is still that day
        (3, "calendar_days", "2026-08-14T09:00", "2026-08-17T23:59:59"),
        (3, "hours", "2026-08-14T23:00", "2026-08-15T02:00"),
        (3, "hours", "2026-08-15T23:30", "2026-08-16T02:30"),  # hours run over a week end
    ],
)
def test_a_limit_ends_where_its_unit_says(amount: int, unit: str, start: str, due: str) -> None:
    assert deadlines.due_at(rule(amount, unit), at(start), calendar=FREE, zone=WIB) == at(due)


def test_the_day_is_the_citys_not_the_clocks() -> None:
    evening_utc = datetime(2026, 8, 19, 17, 30, tzinfo=UTC)  # 00.30 WIB on the 20th

    due = deadlines.due_at(rule(1, "working_days"), evening_utc, calendar=FREE, zone=WIB)

    assert due == at("2026-08-21T23:59:59")


def test_the_narrowest_rule_in_force_wins() -> None:
    rules = [
        rule(5, "working_days"),
        rule(14, "working_days", classification="unsupervised"),
        rule(3, "hours", agency=7),
        rule(1, "hours", agency=7, classification="unsupervised"),
    ]

    def amount(classification: str, agency: int | None) -> int:
        found = deadlines.choose(
            rules, stage="verify", classification=classification, agency=agency, on=date(2026, 1, 1)
        )
        assert found is not None
        return found.amount

    assert [amount("", None), amount("unsupervised", None), amount("", 7), amount("unsupervised", 7)] == [5, 14, 3, 1]


def test_a_rule_of_another_time_does_not_count() -> None:
    old = Rule(1, "verify", 9, "hours", "", None, date(2010, 1, 1), date(2019, 12, 31), 1)

    assert deadlines.choose([old], stage="verify", classification="", agency=None, on=date(2020, 1, 1)) is None


def test_the_working_names_the_days_off_on_the_way() -> None:
    working = deadlines.explain(rule(3, "working_days"), at("2026-08-14T09:00"), calendar=FREE, zone=WIB)

    assert working is not None
    assert working.skipped == ((date(2026, 8, 17), "Hari Kemerdekaan"),)
    assert deadlines.explain(rule(3, "hours"), at("2026-08-14T09:00"), calendar=FREE, zone=WIB) is None


def test_the_documented_life_cycle_is_the_table() -> None:
    page = Path(__file__).parents[4] / "docs" / "parts" / "lifecycle.md"

    assert workflow.diagram() in page.read_text(), "run tools/lifecycle"
