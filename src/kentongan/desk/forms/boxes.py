"""The boxes on a file as rows of inputs: in percent of the page, so that they can be typed and drawn alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from kentongan.cases.publication import MOST_BOXES, Box, Boxes
from kentongan.core.errors import Refused

_EDGES = ("left", "top", "width", "height")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{0,2})?")
SPARE = 2  # empty rows to type in


@dataclass(frozen=True, slots=True)
class Row:
    """One box as typed; `error` says what is wrong with it."""

    page: str = "1"
    left: str = ""
    top: str = ""
    width: str = ""
    height: str = ""
    error: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, edge) for edge in _EDGES)

    @property
    def box(self) -> Box | None:
        """The box these words tell; None where one of them is no number."""
        told = [_thousandths(getattr(self, edge)) for edge in _EDGES]
        page = int(self.page) if self.page.isdecimal() and len(self.page) < 4 else None
        if page is None or None in told:
            return None
        left, top, width, height = (value or 0 for value in told)
        return Box(page, left, top, width, height)


def _thousandths(text: str) -> int | None:
    return round(float(text.replace(",", ".")) * 10) if _NUMBER.fullmatch(text) else None


def _percent(value: int) -> str:
    return f"{value / 10:g}"


def rows_of(boxes: Boxes) -> list[Row]:
    return [Row(str(box.page), *(_percent(getattr(box, edge)) for edge in _EDGES)) for box in boxes]


def typed(posted: QueryDict) -> list[Row]:
    """The rows that came, without those ticked to go and those nobody filled in."""
    columns = [posted.getlist(f"box_{name}")[: MOST_BOXES + SPARE + 1] for name in ("page", *_EDGES)]
    dropped = set(posted.getlist("box_drop"))
    rows = [Row(*(word.strip()[:8] for word in words)) for words in zip(*columns, strict=False)]
    return [row for n, row in enumerate(rows) if str(n) not in dropped and not row.is_empty]


def read(rows: Sequence[Row]) -> Boxes:
    """The boxes; Refused where a row is no box."""
    boxes = [row.box for row in rows]
    if None in boxes:
        raise Refused(_("Each box needs four numbers from 0 to 100 percent."), field="boxes")
    return tuple(sorted(box for box in boxes if box is not None))


def marked(rows: Sequence[Row]) -> list[Row]:
    """The rows, those that are no box with a word about it."""
    wrong = _("Four numbers from 0 to 100, please.")
    return [
        row if row.box is not None else Row(row.page, row.left, row.top, row.width, row.height, wrong) for row in rows
    ]


def as_text(boxes: Boxes) -> str:
    """The boxes as a form carries what it showed."""
    return " ".join(f"{b.page}:{b.left}:{b.top}:{b.width}:{b.height}" for b in boxes)


def of_text(text: str) -> Boxes:
    """What a form showed; what is no box is left out."""
    parts = [re.fullmatch(r"(\d{1,3}):(\d{1,4}):(\d{1,4}):(\d{1,4}):(\d{1,4})", word) for word in text.split()]
    return tuple(Box(*(int(n) for n in part.groups())) for part in parts if part)
