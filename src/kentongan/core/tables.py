"""Files of rows that people bring: taken whole or not at all. Pure.

What is wrong is named with the number of its row, counted from 1 without the line of column names.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.core.errors import Refused

T = TypeVar("T")
_SHOWN = 20


class WrongRow(Exception):
    """What is wrong with one row, in words."""


class BadRows(Refused):
    """A file with wrong rows; nothing of it was taken. `rows` are their numbers and reasons."""

    def __init__(self, rows: Sequence[tuple[int, str]]) -> None:
        self.rows = tuple(rows)
        count = len(rows)
        lines = [
            ngettext(
                "%(count)d row is wrong; nothing was imported.",
                "%(count)d rows are wrong; nothing was imported.",
                count,
            )
            % {"count": count}
        ]
        lines += [_("Row %(row)d: %(why)s") % {"row": row, "why": why} for row, why in rows[:_SHOWN]]
        if count > _SHOWN:
            lines.append(_("… and %(count)d more.") % {"count": count - _SHOWN})
        super().__init__("\n".join(lines))


def read_csv(text: str, *, needed: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of a CSV file whose first line names the columns. Refused where a needed one is missing."""
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines())
    missing = set(needed) - {(name or "").strip() for name in reader.fieldnames or ()}
    if missing:
        raise Refused(_("The file has no column %(names)s.") % {"names": ", ".join(sorted(missing))})
    return list(reader)


def read_each(rows: Iterable[Any], read: Callable[[Any], T], *, key: Callable[[T], str]) -> list[T]:
    """Read every row; `key` may stand only once. BadRows with all that is wrong, Refused where no row is there."""
    good: list[T] = []
    bad: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        try:
            one = read(row)
        except WrongRow as wrong:
            bad.append((number, str(wrong)))
            continue
        first = seen.setdefault(key(one), number)
        if first != number:
            bad.append((number, _("“%(key)s” stands in row %(row)d already.") % {"key": key(one), "row": first}))
        good.append(one)
    if bad:
        raise BadRows(bad)
    if not good:
        raise Refused(_("The file holds no rows."))
    return good
