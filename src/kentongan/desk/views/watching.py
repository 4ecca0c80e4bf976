"""Watched cases: a list of one's own, with what is new in it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.cases import queries as cases
from kentongan.cases.queries.shapes import CasePage, Row
from kentongan.cases.queries.watched import heads_of, rows_of
from kentongan.core.actor import Actor
from kentongan.desk.page import show
from kentongan.desk.subjects import number_of, subject_of
from kentongan.ui.gate import actor_of, any_staff
from kentongan.workspace import actions, queries


@dataclass(frozen=True, slots=True)
class Watched:
    """A watched case, and how many things were done since its watcher looked."""

    row: Row
    news: int


def _numbers(by: Actor) -> dict[str, int]:
    return {number_of(subject): seen for subject, seen in queries.watched(by).items()}


def unread(by: Actor) -> int | None:
    """How many watched cases have news; None where he watches none."""
    seen = _numbers(by)
    return sum(head > seen[number] for number, head in heads_of(seen, by=by).items()) if seen else None


def is_watched(page: CasePage, by: Actor) -> bool:
    """Does he watch it? Then he has read it now."""
    subject = subject_of(page.row.number)
    seen = queries.seen_of(subject, by=by)
    if seen is not None and seen < page.head_seq:
        actions.see(subject, seen=page.head_seq, by=by)
    return seen is not None


@any_staff
@require_GET
def watched(request: HttpRequest) -> HttpResponse:
    """His list: those with news first."""
    actor = actor_of(request)
    seen = _numbers(actor)
    found = [Watched(row, row.seq - seen[row.number]) for row in rows_of(seen, by=actor)]
    found.sort(key=lambda one: one.news <= 0)
    return show(request, "desk/watched.html", {"here": "inbox", "watched": found})


@any_staff
@require_POST
def watch(request: HttpRequest, number: str) -> HttpResponse:
    """Watch the case, or no longer."""
    actor = actor_of(request)
    page = cases.case_page(number, by=actor)
    subject = subject_of(page.row.number)
    if request.POST.get("watch") == "no":
        actions.unwatch(subject, by=actor)
        messages.success(request, _("You no longer watch this case."))
    else:
        actions.watch(subject, seen=page.head_seq, by=actor)
        messages.success(request, _("You watch this case: its news stand under Watched."))
    return redirect("desk:case", page.row.number)
