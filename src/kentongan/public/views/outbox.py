"""Reporting without a line: a form that phones keep, the page for times without one, the door for what comes later."""

import hashlib
import json
import re
from importlib import resources
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kentongan.cases.actions import Upload
from kentongan.cases.media import accepted_types, accepted_words, read
from kentongan.core import clock
from kentongan.core.actor import PUBLIC
from kentongan.core.errors import Refused, TooMany
from kentongan.intake.actions import Submission, receive
from kentongan.public.context import city_facts
from kentongan.public.forms import WhatForm, WhereForm, WhoForm
from kentongan.public.telling import submission_of
from kentongan.ui.gate import open_to_all
from kentongan.ui.pace import DRAFTS, slow_down

FILES = (
    "public.css",
    "public.js",
    "outbox.js",
    "icons.svg",
    "logo.svg",
    "icon-192.png",
    "plus-jakarta-sans-latin-wght-normal.woff2",
    "atkinson-hyperlegible-next-latin-wght-normal.woff2",
)
_KEY = re.compile(r"[A-Za-z0-9_-]{20,64}")
_FORMS = (WhatForm, WhereForm, WhoForm)


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("bahasa", "") or request.POST.get("bahasa", "")
    return wanted if wanted in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


@open_to_all
@require_GET
@never_cache
def form(request: HttpRequest) -> HttpResponse:
    """The whole report on one page, and what lies on this phone. It is the same for everyone: phones keep it."""
    with translation.override(_language(request)):
        return render(request, "public/outbox.html", _context())


def _context() -> dict[str, Any]:
    return {
        "what": WhatForm(auto_id="id_%s"),
        "where": WhereForm(),
        "who": WhoForm(),
        "today": clock.today(),
        "accepted": ",".join(accepted_types()),
        "accepted_words": accepted_words(),
    }


@open_to_all
@require_GET
@never_cache
def offline(request: HttpRequest) -> HttpResponse:
    """What stands in the place of a page that cannot be fetched."""
    with translation.override(_language(request)):
        return render(request, "public/offline.html")


def _of_the_city() -> list[str]:
    """The city's own style sheet and coat of arms, where it has them."""
    facts = city_facts()
    own = {"colours": facts.colours, "logo": facts.logo} if facts is not None else {}
    return [reverse(f"public:{name}", kwargs={"key": key}) for name, key in own.items() if key]


@open_to_all
@require_GET
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with what it keeps. Anything new in it makes it a new one, which throws the old away."""
    language = _language(request)
    files = [*(static(f"build/{name}") for name in FILES), *_of_the_city()]
    pages = {reverse(name): f"{reverse(name)}?bahasa={language}" for name in ("public:outbox", "public:offline")}
    code = resources.files("kentongan.ui").joinpath("static/build/sw.js").read_text(encoding="utf-8")
    with translation.override(language):
        looks = render_to_string("public/outbox.html", _context()) + render_to_string("public/offline.html")
    version = hashlib.sha256("\0".join([code, looks, language, *files]).encode()).hexdigest()[:16]
    kept = {
        "version": version,
        "files": [*files, reverse("public:manifest")],
        "pages": pages,
        "form": reverse("public:outbox"),
        "offline": reverse("public:offline"),
    }
    return HttpResponse(f"self.KEPT={json.dumps(kept)};\n{code}", content_type="text/javascript; charset=utf-8")


@open_to_all
@csrf_exempt  # it comes without a cookie, from a store of the phone; the header keeps forms of other sites away
@require_POST
def take(request: HttpRequest) -> JsonResponse:
    """A report from a phone's outbox: 201 with code and PIN, the same again for the same key (200), or 422."""
    key = request.POST.get("key", "")
    if request.headers.get("X-Kentongan-Outbox") != "1" or not _KEY.fullmatch(key):
        return JsonResponse({"errors": {"text": _("This report cannot be read.")}}, status=400)
    try:
        slow_down(request, DRAFTS)
        with translation.override(_language(request)):
            received = receive(_submission(request, key), by=PUBLIC)
    except TooMany as refusal:
        return JsonResponse({"errors": {}}, status=429, headers={"Retry-After": str(refusal.retry_after)})
    except _Wrong as wrong:
        return JsonResponse({"errors": wrong.errors}, status=422)
    except Refused as refusal:
        field = "photos" if refusal.field == "files" else refusal.field or "text"
        return JsonResponse({"errors": {field: str(refusal.reason)}}, status=422)
    said = {"code": received.code, "pin": received.pin, "alarms": received.emergency}
    return JsonResponse(said, status=201 if received.is_new else 200)


class _Wrong(Exception):
    """What the forms refuse, by field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__()
        self.errors = errors


def _told(request: HttpRequest) -> dict[str, Any]:
    told: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for each in _FORMS:
        one = each(request.POST)
        errors |= {name: str(reasons[0]) for name, reasons in one.errors.items()}
        told |= one.cleaned_data
    if errors:
        raise _Wrong(errors)
    return told


def _submission(request: HttpRequest, key: str) -> Submission:
    told = _told(request)
    files = tuple(Upload((file.name or "")[:200], read(file)) for file in request.FILES.getlist("photos"))
    return submission_of(told, client="outbox", key=key, files=files)
