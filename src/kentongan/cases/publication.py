"""What of a file may be published: the boxes that cover parts of it, and who decides. Pure.

A box is told in thousandths of the page's width and height, so that it lies where it lay at any size.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Refused

WHOLE = 1000
MOST_BOXES = 60
_EDGES = ("left", "top", "width", "height")


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A part of a page that nobody outside shall see."""

    page: int
    left: int
    top: int
    width: int
    height: int

    def in_pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """The corners, both inside the box; a pixel it touches is covered."""
        right, bottom = (self.left + self.width) * width / WHOLE, (self.top + self.height) * height / WHOLE
        return (
            self.left * width // WHOLE,
            self.top * height // WHOLE,
            min(math.ceil(right), width) - 1,
            min(math.ceil(bottom), height) - 1,
        )


Boxes = tuple[Box, ...]


def boxes_of(kept: Iterable[Mapping[str, Any]]) -> Boxes:
    """The boxes as they are kept."""
    return tuple(Box(**{name: int(row[name]) for name in ("page", *_EDGES)}) for row in kept)


def as_kept(boxes: Iterable[Box]) -> list[dict[str, int]]:
    return [asdict(box) for box in boxes]


def checked_boxes(boxes: Iterable[Box], *, pages: int) -> Boxes:
    """The boxes in the order of the pages; Refused where one does not lie on its page."""
    found = tuple(sorted(boxes))
    if len(found) > MOST_BOXES:
        raise Refused(_("At most %(count)s boxes on one file, please.") % {"count": MOST_BOXES}, field="boxes")
    if not all(_lies_on_a_page(box, pages) for box in found):
        raise Refused(_("A box must lie on the page: from 0 to 100 percent, with a width and a height."), field="boxes")
    return found


def _lies_on_a_page(box: Box, pages: int) -> bool:
    is_inside = box.left >= 0 and box.top >= 0 and box.left + box.width <= WHOLE and box.top + box.height <= WHOLE
    return is_inside and box.width > 0 and box.height > 0 and 1 <= box.page <= pages


def may_publish(by: Actor, *, is_reporters: bool, said_by: int | None, handles: bool) -> bool:
    """Whether this actor decides about a file: the coordinator about any, an agency about its own evidence.

    `said_by`: the agency with whose word the file came; `handles`: his agency leads or supports now.
    """
    if by.has(Role.COORDINATOR):
        return True
    return by.has(Role.OFFICER) and handles and not is_reporters and said_by is not None and said_by == by.agency
