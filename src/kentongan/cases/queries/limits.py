"""Why a limit falls where it falls, in words."""

from datetime import datetime

from kentongan.agencies.queries import calendar
from kentongan.cases import deadlines
from kentongan.cases.queries.rules import rules
from kentongan.core import clock, workdays


def why(rule: int | None, started_at: datetime) -> str:
    """The working of a limit of working days in the language in use; empty for others and unknown rules."""
    found = next((r for r in rules() if r.id == rule), None)
    if found is None:
        return ""
    working = deadlines.explain(found, started_at, calendar=calendar()[1], zone=clock.zone())
    return workdays.in_words(working) if working else ""
