"""Bulk acts: chosen from a list, shown before anything is done, done once, told case by case, undone for a while."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.cases import queries as cases
from kentongan.cases.queries.outlook import Outlook, outlooks
from kentongan.cases.queries.queues import queues_of
from kentongan.cases.queries.watched import heads_of
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.desk import bulk
from kentongan.desk.bulk import BULK, BulkMove
from kentongan.desk.listing import Listing
from kentongan.desk.page import show
from kentongan.desk.subjects import number_of, subject_of
from kentongan.desk.views.acting import told_beside
from kentongan.desk.views.inbox import listing_of
from kentongan.statistics import sheets
from kentongan.ui.gate import actor_of, any_staff
from kentongan.workspace import actions, queries
from kentongan.workspace.queries.bulks import MOST_LINES, BulkFacts, LineFacts, single
from kentongan.workspace.queries.bulks import bulk as bulk_of
from kentongan.workspace.queries.bulks import bulks as bulks_of
from kentongan.workspace.queries.bulks import lines as lines_of

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the page shows it. `outlook` None: a case he may not know of any more."""

    line: LineFacts
    number: str
    outlook: Outlook | None
    is_written: bool = False

    @property
    def refusal(self) -> str:
        return self.outlook.refusal if self.outlook else _("You may not know of this case any more.")


def _move_of(slug: str, by: Actor) -> BulkMove:
    move = BULK.get(slug)
    if move is None:
        raise Refused(_("Choose what shall be done with these cases."))
    if not by.has(*move.roles):
        raise Refused(_("Your role may not do this. Ask the coordinator."))
    return move


@any_staff
@require_http_methods(["GET", "POST"])
def bulks(request: HttpRequest) -> HttpResponse:
    """His latest bulk acts; a list posted here is put together for one."""
    actor = actor_of(request)
    if request.method == "POST":
        move = _move_of(request.POST.get("act", ""), actor)
        numbers = _chosen(request, actor)
        return _put_together(request, move.slug, numbers, listing_of(request).trail)
    lines = [(one, BULK[one.act]) for one in bulks_of(actor) if one.act in BULK]
    return show(request, "desk/bulks.html", {"here": "inbox", "lines": lines})


def _chosen(request: HttpRequest, by: Actor) -> list[str]:
    if not request.POST.get("all"):
        return list(dict.fromkeys(request.POST.getlist("case")))[: MOST_LINES + 1]
    listing = listing_of(request)
    if listing.queue not in queues_of(by):
        raise Refused(_("Open the list first, then choose."))
    numbers = _walked(listing, by)
    if len(numbers) > MOST_LINES:
        messages.warning(request, _("The list is longer: these are its first %(most)s.") % {"most": MOST_LINES})
    return numbers[:MOST_LINES]


def _walked(listing: Listing, by: Actor) -> list[str]:
    """The numbers of a list in its order, one more than may be done at once where it is longer."""
    numbers: list[str] = []
    after: str | None = None
    while len(numbers) <= MOST_LINES:
        page = cases.inbox(
            listing.queue, by=by, filters=listing.filters, after=after, limit=_PAGE, order=listing.order or None
        )
        numbers += [row.number for row in page.rows]
        after = page.after
        if after is None:
            break
    return numbers[: MOST_LINES + 1]


def _put_together(request: HttpRequest, slug: str, numbers: list[str], trail: str) -> HttpResponse:
    actor = actor_of(request)
    heads = heads_of(numbers, by=actor)
    subjects = {subject_of(number): heads[number] for number in numbers if number in heads}
    return redirect("desk:bulk", actions.choose_bulk(slug, subjects, trail=trail, by=actor))


@any_staff
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Before: what would happen to each, and the form. While it runs: how far it is. After: what became of each."""
    actor = actor_of(request)
    found = bulk_of(key, by=actor)
    move = _move_of(found.act, actor)
    if not found.is_chosen:
        return _told(request, found, move) if request.method == "GET" else redirect("desk:bulk", key)
    form = move.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if isinstance(value, str | int | list | None)}
        try:
            bulk.start(found, data, by=actor)
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            return redirect("desk:bulk", key)
    return _preview(request, found, move, form)


def _shown(found: BulkFacts, move: BulkMove, by: Actor) -> list[Shown]:
    lines = lines_of(found.id)
    seen = outlooks([number_of(line.subject) for line in lines], move.act, by=by)
    written = queries.written([line.subject for line in lines], by=by) if found.is_chosen else set()
    pairs = ((line, number_of(line.subject)) for line in lines)
    return [Shown(line, number, seen.get(number), line.subject in written) for line, number in pairs]


def _preview(request: HttpRequest, found: BulkFacts, move: BulkMove, form: forms.Form) -> HttpResponse:
    lines = _shown(found, move, actor_of(request))
    context = {
        "here": "inbox",
        "bulk": found,
        "move": move,
        "form": form,
        "lines": sorted(lines, key=lambda one: not one.refusal),
        "able": sum(not one.refusal for one in lines),
        "refused": sum(bool(one.refusal) for one in lines),
    }
    return show(request, "desk/bulk_preview.html", context, status=422 if form.is_bound else 200)


def _told(request: HttpRequest, found: BulkFacts, move: BulkMove) -> HttpResponse:
    actor = actor_of(request)
    lines = [] if found.is_running else _shown(found, move, actor)
    settled = found.total - found.counts["done" if found.state == "undoing" else "waiting"]
    context = {
        "here": "inbox",
        "bulk": found,
        "move": move,
        "lines": sorted(lines, key=lambda one: one.line.state not in {"refused", "kept"}),
        "settled": settled,
        "may_undo": move.may_undo(actor) and found.undo_until is not None,
    }
    return show(request, "desk/bulk_done.html", context)


@any_staff
@require_POST
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """Take back what was done, case by case, while there is time and where the table offers a way."""
    actor = actor_of(request)
    found = bulk_of(key, by=actor)
    move = _move_of(found.act, actor)
    if not move.may_undo(actor):
        raise Refused(str(move.way_back))
    bulk.take_back(found, by=actor)
    return redirect("desk:bulk", key)


@any_staff
@require_POST
def undo_one(request: HttpRequest, key: str) -> HttpResponse:
    """Take one act on one case back, while there is time."""
    actor = actor_of(request)
    found, line = single(key, by=actor)
    bulk.take_back(found, by=actor)
    _found, line = single(key, by=actor)
    if line.state == "undone":
        messages.success(request, _("Undone."))
    else:
        messages.warning(request, _("Not undone: %(reason)s") % {"reason": line.reason})
    return redirect("desk:case", number_of(line.subject))


@any_staff
@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Choose those that were refused once more, as they are now."""
    found = bulk_of(key, by=actor_of(request))
    numbers = [number_of(line.subject) for line in lines_of(found.id, "refused")]
    return _put_together(request, found.act, numbers, found.trail)


def result_words() -> dict[str, str]:
    return {
        "waiting": pgettext("bulk", "not begun"),
        "done": pgettext("bulk", "done"),
        "refused": pgettext("bulk", "refused"),
        "undone": pgettext("bulk", "undone"),
        "kept": pgettext("bulk", "done, not undone"),
    }


@any_staff
@require_GET
def result(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """What became of each, as a sheet: codes and reasons, nothing of what the cases tell."""
    actor = actor_of(request)
    found = bulk_of(key, by=actor)
    if name not in sheets.MEDIA_TYPES or found.is_chosen:
        raise NotFound(name)
    told = result_words()
    lines = lines_of(found.id)
    rows: list[list[Any]] = [[number_of(line.subject), capfirst(told[line.state]), line.reason] for line in lines]
    data = sheets.written(name, [_("Code"), pgettext("bulk", "Result"), pgettext("column", "Reason")], rows)
    headers = {
        "Content-Disposition": f'attachment; filename="{found.act}-{found.id}.{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=sheets.MEDIA_TYPES[name], headers=headers)
