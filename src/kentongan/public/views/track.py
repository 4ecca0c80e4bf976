"""Following a report: the state by code; everything else with the PIN, in this browser, for an hour."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.cases import actions as cases
from kentongan.cases import queries
from kentongan.cases.actions import Upload
from kentongan.cases.media import accepted_types, accepted_words, read
from kentongan.cases.queries.mailbox import stays_open
from kentongan.cases.queries.retelling import related
from kentongan.cases.queries.shapes import ReporterPage
from kentongan.core import actor, clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Conflict, NotFound, Refused, TooMany
from kentongan.core.ids import normal_code
from kentongan.public import timeline
from kentongan.public.files import served
from kentongan.public.forms import RateForm, TrackForm, WordForm
from kentongan.ui.gate import open_to_all
from kentongan.ui.pace import LOOKUPS, slow_down

OPENED, LOOKED_UP = "opened", "looked_up"
OPEN_FOR = timedelta(hours=1)


def private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


@open_to_all
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """By code: the state. With a PIN: the whole report. Neither ever stands in an address."""
    if request.method == "POST":
        return _look_up(request, TrackForm(request.POST))
    code = request.session.get(LOOKED_UP, "")
    status = queries.track(code) if code else None
    context = {"form": TrackForm(initial={"code": code}), "status": status, "opened": _opened(request)}
    return private(render(request, "public/track.html", context))


def _look_up(request: HttpRequest, form: TrackForm) -> HttpResponse:
    if not form.is_valid():
        return _wrong(request, form, _("Please fill in the code that stands on your receipt."))
    try:
        slow_down(request, LOOKUPS)
    except TooMany as refusal:
        return _wrong(request, form, str(refusal.reason), status=429, retry_after=refusal.retry_after)
    code, factor = form.cleaned_data["code"], form.cleaned_data["factor"]
    if factor:
        return _open(request, form, code, factor)
    normal = normal_code(code)
    if normal is None or queries.track(normal) is None:
        return _wrong(request, form, _("There is no report with this code. Compare it with your receipt."))
    request.session[LOOKED_UP] = normal
    return redirect("public:track")


def _open(request: HttpRequest, form: TrackForm, code: str, factor: str) -> HttpResponse:
    try:
        by = cases.open_by_pin(code, factor)
    except NotFound:
        return _wrong(request, form, _("Code and PIN do not belong together. Compare both with your receipt."))
    except TooMany as refusal:
        return _wrong(request, form, str(refusal.reason), status=429, retry_after=refusal.retry_after)
    until = clock.now() + OPEN_FOR
    request.session[OPENED] = {"report": by.report, "exercise": by.exercise, "until": until.isoformat()}
    request.session[LOOKED_UP] = normal_code(code)
    return redirect("public:mine")


def _wrong(
    request: HttpRequest, form: TrackForm, reason: str, *, status: int = 422, retry_after: int | None = None
) -> HttpResponse:
    form.is_valid()
    form.add_error(None, reason)
    context = {"form": form, "status": None, "opened": _opened(request)}
    response = private(render(request, "public/track.html", context, status=status))
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def _opened(request: HttpRequest) -> Actor | None:
    """Whose report this browser has open."""
    held = request.session.get(OPENED)
    if held is None or datetime.fromisoformat(held["until"]) < clock.now():
        return None
    if held.get("by_mailbox") and not stays_open(held["report"]):
        return None
    return actor.reporter(held["report"], exercise=held["exercise"], language=get_language() or "id")


def opened_by(request: HttpRequest) -> Actor:
    """The reporter whose report this browser has open; NotFound where it has none."""
    by = _opened(request)
    if by is None:
        raise NotFound
    return by


@open_to_all
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The reporter's own report: what was told, what was done, what he can do next."""
    by = _opened(request)
    if by is None:
        messages.info(request, _("Please open the report again with code and PIN."))
        return redirect("public:track")
    return _mine(request, queries.reporter_page(by))


def _mine(
    request: HttpRequest,
    page: ReporterPage,
    *,
    word: WordForm | None = None,
    rating: RateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": page,
        "related": related(opened_by(request)),
        "status": page.status,
        "lines": timeline.lines(page.timeline, for_reporter=True),
        "word": word or WordForm(),
        "rating": rating or RateForm(initial={"text": page.rating_text}),
        "accepted": ",".join(accepted_types()),
        "accepted_words": accepted_words(),
    }
    return private(render(request, "public/mine.html", context, status=status))


@open_to_all
@require_POST
def act(request: HttpRequest, name: str) -> HttpResponse:
    """One act of the reporter, then back to the page."""
    by = opened_by(request)
    if name not in _ACTS:
        raise NotFound
    page = queries.reporter_page(by)
    return _ACTS[name](request, page, by)


def _back(request: HttpRequest, done: str) -> HttpResponseRedirect:
    messages.success(request, done, extra_tags="ok")
    return HttpResponseRedirect(reverse("public:mine"))


def _said(request: HttpRequest, page: ReporterPage, by: Actor, say: Callable[..., Any], done: str) -> HttpResponse:
    form = WordForm(request.POST)
    if not form.is_valid():
        return _mine(request, page, word=form, status=422)
    try:
        files = [Upload(f.name or "", read(f)) for f in request.FILES.getlist("photos")]
        say(page.number, text=form.cleaned_data["text"], files=files, by=by)
    except Refused as refusal:
        form.add_error("text", str(refusal.reason))
        return _mine(request, page, word=form, status=422)
    return _back(request, done)


def _reply(request: HttpRequest, page: ReporterPage, by: Actor) -> HttpResponse:
    done = (
        _("Thank you. The report goes on.") if page.question else _("Your reply has arrived. The report is open again.")
    )
    return _said(request, page, by, cases.reply, done)


def _complete(request: HttpRequest, page: ReporterPage, by: Actor) -> HttpResponse:
    return _said(request, page, by, cases.complete, _("Thank you. The report goes on."))


def _rate(request: HttpRequest, page: ReporterPage, by: Actor) -> HttpResponse:
    """A rating; where the case only waits for the reporter's word, it closes it first."""
    form = RateForm(request.POST)
    if not form.is_valid():
        return _mine(request, page, rating=form, status=422)
    try:
        if page.can_close:
            cases.close(page.number, by=by)
        cases.rate(page.number, stars=form.cleaned_data["stars"], text=form.cleaned_data["text"], by=by)
    except Refused as refusal:
        form.add_error(None, str(refusal.reason))
        return _mine(request, queries.reporter_page(by), rating=form, status=422)
    return _back(request, _("Thank you for your rating."))


def _close(request: HttpRequest, page: ReporterPage, by: Actor) -> HttpResponse:
    try:
        cases.close(page.number, by=by)
    except (Refused, Conflict) as refusal:
        messages.warning(request, str(getattr(refusal, "reason", refusal)), extra_tags="warn")
        return redirect("public:mine")
    return _back(request, _("Thank you. The report is closed."))


_ACTS: dict[str, Callable[[HttpRequest, ReporterPage, Actor], HttpResponse]] = {
    "balas": _reply,
    "lengkapi": _complete,
    "nilai": _rate,
    "selesai": _close,
}


@open_to_all
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the page for whoever uses this browser next."""
    for name in (OPENED, LOOKED_UP):
        request.session.pop(name, None)
    messages.success(request, _("The report is closed in this browser."), extra_tags="ok")
    return redirect("public:track")


@open_to_all
@require_GET
def own_file(request: HttpRequest, key: str) -> HttpResponse:
    """A file of the report that is open in this browser."""
    return served(request, key, by=opened_by(request))
