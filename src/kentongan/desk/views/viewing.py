"""Looking at a file: large, page by page, with who sent it; the boxes on it; whether it is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kentongan.cases import actions
from kentongan.cases.actions import Wanted
from kentongan.cases.media.pages import PUBLISHED
from kentongan.cases.publication import Boxes
from kentongan.cases.queries.files import opened, page_count, page_picture
from kentongan.cases.queries.shapes import CasePage, FileView, Step
from kentongan.core.actor import Role
from kentongan.core.errors import Conflict, Moved, NotFound, Refused
from kentongan.desk.clashes import Clash
from kentongan.desk.forms import boxes as rows
from kentongan.desk.forms.boxes import Row
from kentongan.desk.page import show
from kentongan.desk.views.files import harmless
from kentongan.desk.views.showing import case_of
from kentongan.ui.gate import actor_of, any_staff, staff

ZOOMS = ("fit", "100", "200", "300")
_KINDS = {"application/pdf": "document"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the file: the picture to look at."""

    number: int
    address: str
    boxes: Boxes


@any_staff
@require_GET
def look(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One file of a case, large."""
    page = case_of(request, number)
    file = _file_of(page, key)
    return _shown(request, page, file, rows.rows_of(file.boxes))


@any_staff
@require_GET
def sheet(request: HttpRequest, number: str, key: str, page: int) -> HttpResponse:
    """One page of a document as a picture, after the access rule was asked."""
    found = opened(key, by=actor_of(request), as_published="published" in request.GET)
    return harmless(page_picture(found, page), "image/jpeg", f"{number}-{key[:8]}-{page}")


@staff(Role.COORDINATOR, Role.OFFICER)
@require_POST
def decide(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Keep the boxes; publish the file, or take it back."""
    page = case_of(request, number)
    file, typed, act = _file_of(page, key), rows.typed(request.POST), request.POST.get("act", "")
    try:
        wanted = _wanted(request, file, typed, act)
        actions.decide_attachment(page.row.number, key, wanted, by=actor_of(request))
    except Refused as refusal:
        return _shown(request, page, file, rows.marked(typed), error=str(refusal.reason), status=422)
    except Conflict as conflict:
        page = case_of(request, number)
        clashes = _clashes(conflict.fields)
        return _shown(request, page, _file_of(page, key), typed, clashes=clashes, status=409)
    messages.success(request, _SAID.get(act, _SAID["save"])())
    return redirect(_address(request, page, key))


_SAID = {
    "publish": lambda: _("Published: the public may see the copy with the boxes."),
    "withdraw": lambda: _("Taken back: the public copy is gone."),
    "save": lambda: _("The boxes are saved."),
}


def _wanted(request: HttpRequest, file: FileView, typed: Sequence[Row], act: str) -> dict[str, Wanted]:
    """What the buttons ask for. To publish, one says that one has looked; to take back, nothing more is needed."""
    is_out = request.POST.get("shown_released") == "yes"
    if act == "withdraw":
        return {"is_released": Wanted(is_out, False)}
    wanted = {"boxes": Wanted(rows.of_text(request.POST.get("shown_boxes", "")), rows.read(typed))}
    if act == "publish":
        if request.POST.get("looked") != "on":
            raise Refused(_("Look at the whole of it first, and say so with the tick."), field="looked")
        wanted["is_released"] = Wanted(is_out, True)
    return wanted


def _file_of(page: CasePage, key: str) -> FileView:
    file = next((file for file in page.files if file.key == key), None)
    if file is None:
        raise NotFound(key)
    return file


def _address(request: HttpRequest, page: CasePage, key: str) -> str:
    trail = request.GET.urlencode()
    return reverse("desk:view-file", args=[page.row.number, key]) + (f"?{trail}" if trail else "")


def _shown(
    request: HttpRequest,
    page: CasePage,
    file: FileView,
    typed: Sequence[Row],
    *,
    error: str = "",
    clashes: Sequence[Clash] = (),
    status: int = 200,
) -> HttpResponse:
    found = opened(file.key, by=actor_of(request))
    keys = [one.key for one in page.files]
    here = keys.index(file.key)
    count = page_count(found)
    kind = _KINDS.get(file.media_type, file.media_type.partition("/")[0])
    context: dict[str, Any] = {
        "page": page,
        "file": file,
        "kind": kind,
        "sheets": _sheets(page, file, kind, count),
        "pages": count,
        "is_cut": count > PUBLISHED,
        "is_drawable": kind == "image" or (kind == "document" and 0 < count <= PUBLISHED),
        "why_not": _why_not(kind, count),
        "step": _step_of(page, file),
        "number": here + 1,
        "count": len(keys),
        "before": keys[here - 1] if here else "",
        "after": keys[here + 1] if here + 1 < len(keys) else "",
        "rows": typed,
        "spare": [Row() for _n in range(rows.SPARE)],
        "shown_boxes": rows.as_text(file.boxes),
        "zoom": request.GET.get("zoom") if request.GET.get("zoom") in ZOOMS else "fit",
        "zooms": ZOOMS,
        "error": error,
        "clashes": clashes,
        "trail": request.GET.urlencode(),
    }
    return show(request, "desk/file_view.html", context, status=status)


def _sheets(page: CasePage, file: FileView, kind: str, count: int) -> list[Sheet]:
    if kind == "image":
        return [Sheet(1, reverse("desk:file", args=[page.row.number, file.key]), file.boxes)]
    if kind != "document":
        return []
    return [
        Sheet(
            n,
            reverse("desk:file-page", args=[page.row.number, file.key, n]),
            tuple(box for box in file.boxes if box.page == n),
        )
        for n in range(1, min(count, PUBLISHED) + 1)
    ]


def _why_not(kind: str, count: int) -> str:
    """Why it cannot be published, where that is known before anyone tries."""
    if kind == "document" and not count:
        return _("This machine cannot draw documents (pdftoppm is missing): open it, and publish its pages as photos.")
    if kind == "document" and count > PUBLISHED:
        return _("Only documents of at most %(pages)s pages are published. Attach the pages that matter as photos.") % {
            "pages": PUBLISHED
        }
    return ""


def _step_of(page: CasePage, file: FileView) -> Step | None:
    """The step of the history the file came with."""
    return next((step for step in page.timeline if file.key in {one.key for one in step.files}), None)


def _clashes(moved: dict[str, Moved]) -> list[Clash]:
    labels = {"boxes": _("Boxes"), "is_released": _("Public")}
    return [
        Clash(name, labels.get(name, name), _said(one.shown), _said(one.current), _said(one.wanted))
        for name, one in moved.items()
    ]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ngettext("%(count)d box", "%(count)d boxes", len(value)) % {"count": len(value)}
