"""Publishing a file: parts of it are covered, and a copy in which they are gone is all that goes out.

The copy is what the public, other reporters and agencies of an anonymous case see. Taken back, it is gone at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.cases import access, media, storage
from kentongan.cases.actions.attachments import set_copy
from kentongan.cases.actions.base import begin, finish, handling_party
from kentongan.cases.actions.conflicts import Wanted, checked
from kentongan.cases.media import CleanFile
from kentongan.cases.models import Attachment, Case, Entry
from kentongan.cases.publication import Boxes, as_kept, boxes_of, checked_boxes, may_publish
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A copy made before the case was locked, and what it was made from."""

    boxes: Boxes
    file: CleanFile


def decide_attachment(number: str, key: str, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Cover parts of a file (`boxes`) and publish it or take it back (`is_released`); the coordinator any file, an
    agency its own evidence.

    Each comes with the value its form showed; what moved meanwhile is a conflict. A document takes seconds to draw, so
    its copy is made before anything is locked.
    """
    drawn = _drawn(_file_of(access.one(number, by), key), wanted)
    with transaction.atomic():
        case = begin(number, Act.EDIT, by=by) if by.has(Role.COORDINATOR) else access.locked(number, by)
        file = _file_of(case, key)
        _check_who(case, file, by=by)
        changes = checked(wanted, {"boxes": boxes_of(file.boxes), "is_released": file.is_released})
        if not changes:
            return
        _check_word(file, is_released=bool(changes.get("is_released")))
        _apply(file, changes, drawn)
        body = {
            "fields": ["attachments"],
            "file": file.pk,
            "is_released": file.is_released,
            "boxes": len(file.boxes),
        }
        finish(case, Act.EDIT, by=by, at=clock.now(), body=body)


def release_attachment(number: str, key: str, *, is_released: bool, by: Actor) -> None:
    """Release a file with the boxes it has, or take the release back."""
    decide_attachment(number, key, {"is_released": Wanted(not is_released, is_released)}, by=by)


def _file_of(case: Case, key: str) -> Attachment:
    file = Attachment.objects.select_related("entry").filter(case=case, key=key, size__gt=0).first()
    if file is None:
        raise NotFound(key)
    return file


def _check_who(case: Case, file: Attachment, *, by: Actor) -> None:
    handles = by.has(Role.COORDINATOR) or handling_party(case, by=by) is not None
    said_by = file.entry.agency_id if file.entry else None
    if not may_publish(by, is_reporters=file.report_id is not None, said_by=said_by, handles=handles):
        raise Refused(_("Only the coordinator may release this file."))


def _check_word(file: Attachment, *, is_released: bool) -> None:
    if is_released and file.entry is not None and file.entry.kind == Entry.Kind.HANDED_IN:
        raise Refused(_("The answer waits to be checked; its files go out with it."))


def _drawn(file: Attachment, wanted: Mapping[str, Wanted]) -> _Drawn | None:
    """The copy this decision leads to, if it leads to one that is not there."""
    boxes = _wanted_boxes(file, wanted)
    is_released = wanted["is_released"].wanted if "is_released" in wanted else file.is_released
    if not is_released or (file.is_released and boxes == boxes_of(file.boxes)):
        return None
    return _Drawn(boxes, media.covered(file.media_type, storage.read(file.key), boxes))


def _wanted_boxes(file: Attachment, wanted: Mapping[str, Wanted]) -> Boxes:
    if "boxes" not in wanted:
        return boxes_of(file.boxes)
    boxes: Boxes = wanted["boxes"].wanted
    pages = media.page_count(file.media_type, storage.read(file.key)) if boxes else 1
    return checked_boxes(boxes, pages=pages)


def _apply(file: Attachment, changes: Mapping[str, Any], drawn: _Drawn | None) -> None:
    if "boxes" in changes:
        file.boxes = as_kept(sorted(changes["boxes"]))
    if not changes.get("is_released", file.is_released):
        set_copy(file, None)
    elif drawn is None or drawn.boxes != boxes_of(file.boxes):
        raise Refused(_("Someone else has just decided about this file. Look at it again."))
    else:
        set_copy(file, drawn.file)
    file.save()
