"""A report in three short steps: what, where, who. Nothing is lost on the way, and it needs no JavaScript."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.cases.actions import Upload
from kentongan.cases.media import accepted_types, accepted_words, read
from kentongan.cases.queries.categories import CategoryFacts, category_facts
from kentongan.channels import registry
from kentongan.core import clock
from kentongan.core.actor import PUBLIC
from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.intake.actions import Submission, receive
from kentongan.places import queries as places
from kentongan.places.outlines import Map
from kentongan.public import drafts, spots
from kentongan.public.drafts import Draft
from kentongan.public.files import harmless
from kentongan.public.forms import HonestForm, WhatForm, WhereForm, WhoForm
from kentongan.public.telling import submission_of
from kentongan.public.views import again, support
from kentongan.triage import alarm_words
from kentongan.ui.gate import open_to_all
from kentongan.ui.pace import DRAFTS, slow_down

SESSION, _MOST_DRAFTS = again.SESSION, again.MOST_DRAFTS
RECEIPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the form: its address, its question, its inputs."""

    slug: str
    name: Any
    title: Any
    form: type[HonestForm]

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(self.form.base_fields)


STEPS = (
    Step("apa", gettext_lazy("What"), gettext_lazy("What happened?"), WhatForm),
    Step("di-mana", gettext_lazy("Where"), gettext_lazy("Where is it?"), WhereForm),
    Step("siapa", gettext_lazy("Send"), gettext_lazy("Shall we keep you informed?"), WhoForm),
)
SLUGS = [step.slug for step in STEPS]
_STEP_OF_INPUT = {name: step for step in STEPS for name in step.inputs}


def own_draft(request: HttpRequest, key: str) -> Draft:
    """The draft of this visitor's session; anyone else's is not found."""
    if key not in request.session.get(SESSION, []):
        raise NotFound
    return drafts.load(key)


def _unsent(request: HttpRequest) -> Draft | None:
    for key in reversed(request.session.get(SESSION, [])):
        try:
            draft = drafts.load(key)
        except NotFound:
            continue
        if draft.receipt is None and draft.values.get("text"):
            return draft
    return None


@open_to_all
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """The first step, before anything is kept."""
    if request.method == "POST":
        try:
            slow_down(request, DRAFTS)
        except TooMany as refusal:
            return _too_fast(request, refusal)
        draft = drafts.start()
        request.session[SESSION] = [*request.session.get(SESSION, []), draft.key][-_MOST_DRAFTS:]
        return _take(request, draft, STEPS[0])
    form = WhatForm(initial={"category": request.GET.get("jenis", "")})
    facts = category_facts().get(request.GET.get("jenis", ""))
    return _page(request, Draft(key=""), STEPS[0], form, facts=facts, unsent=_unsent(request))


def _too_fast(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    """The form with what was typed in it; nothing is kept yet."""
    form = WhatForm(request.POST)
    form.is_valid()
    form.add_error(None, str(refusal.reason))
    response = _page(request, Draft(key=""), STEPS[0], form, status=429)
    response["Retry-After"] = str(refusal.retry_after)
    return response


@open_to_all
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """One step of a draft. What was typed is kept before it is judged."""
    draft = own_draft(request, key)
    if draft.receipt is not None:
        return redirect("public:receipt", key=key)
    current = next((s for s in STEPS if s.slug == slug), None)
    if current is None:
        raise NotFound
    if request.method == "POST":
        return _take(request, draft, current)
    form = current.form(draft.values) if "periksa" in request.GET else current.form(initial=draft.values)
    return _page(request, draft, current, form)


def _take(request: HttpRequest, draft: Draft, current: Step) -> HttpResponse:
    draft.take(request.POST.dict(), current.inputs)
    draft.refused = _take_photos(request, draft)
    drafts.save(draft)
    act = request.POST.get("act", "next")
    here = SLUGS.index(current.slug)
    if act == "back" or act.startswith("goto:"):
        wanted = act.partition(":")[2]
        return _to(draft, STEPS[SLUGS.index(wanted) if wanted in SLUGS else max(here - 1, 0)])
    if act.startswith("drop:"):
        drafts.drop_photo(draft, act.removeprefix("drop:"))
        drafts.save(draft)
        return _to(draft, current)
    if act == "discard":
        drafts.discard(draft)
        return redirect("public:report")
    if not current.form(draft.values).is_valid() or draft.refused:
        return _to(draft, current, check=True)
    if act == "send" and current is STEPS[-1]:
        return _send(request, draft)
    if act == "next" and current.form is WhereForm and support.must_offer(draft, spots.spot_of(_cleaned(draft))):
        return redirect("public:similar", key=draft.key)
    return _to(draft, current if act == "stay" else STEPS[min(here + 1, len(STEPS) - 1)])


@open_to_all
@require_GET
def similar(request: HttpRequest, key: str) -> HttpResponse:
    """What others told already and may be the same; whoever finds nothing there goes on."""
    draft = own_draft(request, key)
    spot = spots.spot_of(_cleaned(draft))
    rows = () if draft.receipt is not None else support.offered(draft, spot)
    if not rows:
        return redirect("public:step", key=key, slug=SLUGS[-1])
    return support.page(request, draft, spot, rows)


def _to(draft: Draft, target: Step, *, check: bool = False) -> HttpResponseRedirect:
    address = reverse("public:step", kwargs={"key": draft.key, "slug": target.slug})
    return HttpResponseRedirect(address + ("?periksa" if check else ""))


def _take_photos(request: HttpRequest, draft: Draft) -> list[str]:
    """Keep the files that came; gives what was wrong with the others."""
    refused = []
    for file in request.FILES.getlist("photos"):
        try:
            drafts.add_photo(draft, file.name or "", read(file))
        except Refused as refusal:
            refused.append(f"{file.name}: {refusal.reason}")
    return refused


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Hand the draft in. A second click hands in the same `external_id` and gets the same receipt."""
    for earlier in STEPS:
        if not earlier.form(draft.values).is_valid():
            return _to(draft, earlier, check=True)
    try:
        received = receive(_submission(draft), by=PUBLIC)
    except Refused as refusal:
        return _refused(request, draft, refusal)
    receipt = drafts.Receipt(
        received.code, received.pin, received.received_at, received.due_at, alarms=received.emergency
    )
    again.link(draft, received.code)
    drafts.finish(draft, receipt)
    return redirect("public:receipt", key=draft.key)


def _refused(request: HttpRequest, draft: Draft, refusal: Refused) -> HttpResponse:
    target = _STEP_OF_INPUT.get(refusal.field or "", STEPS[-1])
    form = target.form(draft.values)
    form.is_valid()
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.reason))
    return _page(request, draft, target, form, status=422)


def _cleaned(draft: Draft) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for part in STEPS:
        form = part.form(draft.values)
        form.is_valid()
        told |= form.cleaned_data
    return told


def _submission(draft: Draft) -> Submission:
    told = _cleaned(draft)
    files = [drafts.read_photo(draft, photo.key) for photo in draft.photos]
    uploads = tuple(Upload(photo.name, data) for data, photo in files)
    return submission_of(told, client="web", key=draft.key, files=uploads)


def _page(
    request: HttpRequest,
    draft: Draft,
    current: Step,
    form: Any,
    *,
    facts: CategoryFacts | None = None,
    unsent: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    here = SLUGS.index(current.slug)
    facts = facts or category_facts().get(draft.values.get("category", ""))
    context = {
        "form": form,
        "draft": draft,
        "step": current,
        "steps": [(s, n < here, n == here) for n, s in enumerate(STEPS)],
        "is_last": current is STEPS[-1],
        "facts": facts,
        "facts_label": facts.label(get_language() or "id") if facts else "",
        "alarms": alarm_words.found(draft.values.get("text", "")),
        "unsent": unsent,
        "today": clock.today(),
        "news_by": registry.reached(),
        "accepted": ",".join(accepted_types()),
        "accepted_words": accepted_words(),
        "city_map": places.outline_svg_paths("village"),
    }
    if here > 0:
        context["told"] = _cleaned(draft)
        context["spot"] = spots.spot_of(context["told"])
        context["said"] = said(context["spot"])
        context["mark"] = _mark(context["spot"], context["city_map"])
    return render(request, f"public/report_{current.form.__name__[:-4].lower()}.html", context, status=status)


def _mark(spot: spots.Spot, city_map: Map) -> tuple[float, float] | None:
    is_set = spot.lat is not None and spot.lon is not None
    return city_map.point(spot.lon, spot.lat) if is_set else None  # type: ignore[arg-type]


@open_to_all
@require_GET
def photo(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """A file of one's own draft."""
    data, kept = drafts.read_photo(own_draft(request, key), name)
    return harmless(data, kept.media_type)


@open_to_all
@require_POST
def alarm(request: HttpRequest) -> JsonResponse:
    """Whether a text being typed sounds like an emergency. Nothing of it is kept."""
    return JsonResponse({"alarms": alarm_words.found(request.POST.get("text", "")[:10_000])})


@open_to_all
@require_POST
def whereabouts(request: HttpRequest) -> JsonResponse:
    """Which kelurahan a pin lies in. By POST: a position belongs in no log."""
    form = WhereForm(request.POST)
    form.is_valid()
    spot = spots.spot_of({"lat": form.cleaned_data.get("lat"), "lon": form.cleaned_data.get("lon")})
    if not spot.is_known:
        raise Refused(_("This is not a position."))
    title, more = said(spot)
    return JsonResponse({"area": spot.area, "outside": spot.is_outside, "title": title, "more": more})


def said(spot: spots.Spot) -> tuple[str, str]:
    """A place in two lines: what it is, and what that means or what it lies in."""
    if spot.is_outside:
        named = _("We pass it on to %(name)s.") % {"name": spot.neighbour}
        return _("Outside the city"), named if spot.neighbour else _("We pass it on to the region in charge.")
    if not spot.area_name:
        return "", ""
    return f"Kelurahan {spot.area_name}", f"Kecamatan {spot.district_name}"
