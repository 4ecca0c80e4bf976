"""How long things may take, and why a limit falls where it falls, in words."""

from datetime import datetime

from django.utils.translation import ngettext

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


def usual(stage: str, classification: str = "") -> str:
    """How long a stage may take by today's rules of the city, e.g. "3 hari kerja"; empty where it has none."""
    rule = deadlines.choose(rules(), stage=stage, classification=classification, agency=None, on=clock.today())
    return in_words(rule.amount, rule.unit) if rule else ""


def in_words(amount: int, unit: str) -> str:
    """`5 hari kerja`, `30 hari`, `3 jam`."""
    count = {"count": amount}
    if unit == "hours":
        return ngettext("%(count)d hour", "%(count)d hours", amount) % count
    if unit == "calendar_days":
        return ngettext("%(count)d day", "%(count)d days", amount) % count
    return ngettext("%(count)d working day", "%(count)d working days", amount) % count
