"""Help inside: the manual's chapters, the words of the field, and the tour of the first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from kentongan.agencies.actions import keep_preferences
from kentongan.core.errors import NotFound
from kentongan.desk import manual as book
from kentongan.desk.page import is_fragment, show
from kentongan.desk.terms import TERMS
from kentongan.desk.tours import tour_of
from kentongan.ui.gate import actor_of, any_staff


@any_staff
@require_GET
def manual(request: HttpRequest, key: str = "") -> HttpResponse:
    """A chapter; without a name that of the reader's own work."""
    chapter = book.chapter(key) if key else book.first_for(actor_of(request))
    if chapter is None:
        raise NotFound
    context = {"chapter": chapter, "chapters": book.CHAPTERS, "page": book.page(chapter.name), "here": "help"}
    return show(request, "desk/manual.html", context)


@any_staff
@require_GET
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the field, in the order of the alphabet."""
    terms = sorted(TERMS.items(), key=lambda entry: str(entry[1].word).casefold())
    return show(request, "desk/glossary.html", {"terms": terms, "chapters": book.CHAPTERS, "here": "help"})


@any_staff
@require_GET
def tour(request: HttpRequest) -> HttpResponse:
    """The stops: one after the other on the first page, or as a list where scripts are off."""
    template = "desk/tour.html" if is_fragment(request) else "desk/tour_page.html"
    context = {"stops": tour_of(actor_of(request)), "chapters": book.CHAPTERS, "here": "help"}
    return show(request, template, context)


@any_staff
@require_POST
def end_tour(request: HttpRequest) -> HttpResponse:
    """Seen, or not wanted: it is not offered again, and stays in the help."""
    keep_preferences(by=actor_of(request), has_seen_tour=True)
    return HttpResponse(status=204) if is_fragment(request) else redirect("desk:inbox")
