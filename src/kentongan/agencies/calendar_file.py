"""A file of days off, as the yearly decree (SKB) and the city's own days are brought in. Pure."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kentongan.core.tables import WrongRow, read_csv, read_each
from kentongan.core.text import clean

WORKING = "working"
KINDS = ("public", "collective_leave", "local", WORKING)


def read_calendar(text: str) -> list[tuple[date, str, str]]:
    """Day, name and kind of each row of a CSV (`day,name,kind`); kind `working` makes a day off a working day again.

    Only the days named change. BadRows, Refused.
    """
    return read_each(read_csv(text, needed=("day", "name", "kind")), _row, key=lambda row: row[0].isoformat())


def _row(row: dict[str, Any]) -> tuple[date, str, str]:
    name, kind = clean(row["name"] or ""), clean(row["kind"] or "")
    try:
        day = date.fromisoformat(clean(row["day"] or ""))
    except ValueError as error:
        raise WrongRow(_("“%(day)s” is no day; write 2026-08-17.") % {"day": row["day"]}) from error
    if kind not in KINDS:
        raise WrongRow(_("The kind is one of: %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    if not name and kind != WORKING:
        raise WrongRow(_("The day has no name."))
    return day, name, kind
