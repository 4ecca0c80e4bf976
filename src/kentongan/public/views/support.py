"""*Dukung laporan ini*: what others told already is offered before it is told again."""

import secrets
from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.cases import queries
from kentongan.cases.actions import supporting
from kentongan.cases.queries.categories import category_facts
from kentongan.cases.queries.shapes import PublicRow
from kentongan.cases.queries.supporting import similar, supports_of
from kentongan.core.errors import Refused
from kentongan.intake.supporters import support_of
from kentongan.public import drafts
from kentongan.public.drafts import Draft
from kentongan.public.forms import SupportForm
from kentongan.public.spots import Spot
from kentongan.ui.gate import open_to_all
from kentongan.ui.pace import SUPPORTS, slow_down

BROWSER = "kentongan_browser"
_YEAR = 365 * 24 * 3600
_SEEN = "similar_seen"


def offered(draft: Draft, spot: Spot) -> tuple[PublicRow, ...]:
    """What may be the same as this draft. Nothing for a sensitive subject: it is nobody's business what is like it."""
    category = draft.values.get("category", "")
    facts = category_facts().get(category)
    if facts is not None and facts.is_sensitive:
        return ()
    return similar(text=draft.values.get("text", ""), category=category, area=spot.area)


def must_offer(draft: Draft, spot: Spot) -> bool:
    """Whether this draft's writer should first see what is like it: once for each kelurahan he names."""
    if draft.values.get(_SEEN) == spot.area or not offered(draft, spot):
        return False
    draft.values[_SEEN] = spot.area
    drafts.save(draft)
    return True


def page(request: HttpRequest, draft: Draft, spot: Spot, rows: Sequence[PublicRow]) -> HttpResponse:
    """The page between the second and the third step."""
    counts = supports_of(row.case for row in rows)
    context = {
        "rows": [(row, counts.get(row.case, 0)) for row in rows],
        "draft": draft,
        "form": SupportForm(),
        "area": spot.area_name,
    }
    return render(request, "public/similar.html", context)


@open_to_all
@require_POST
def support(request: HttpRequest, case_id: int) -> HttpResponse:
    """Count this browser once, and go to the page of the report."""
    form = SupportForm(request.POST)
    back = HttpResponseRedirect(reverse("public:case", kwargs={"case_id": case_id}))
    if not form.is_valid():
        return _wrong(request, case_id, form)
    slow_down(request, SUPPORTS)
    browser = request.get_signed_cookie(BROWSER, default="", salt=BROWSER) or secrets.token_urlsafe(16)
    try:
        is_new = supporting.support(
            case_id, browser=browser, email=form.cleaned_data["email"], language=get_language() or "id"
        )
    except Refused as refusal:
        if refusal.field != "email":
            messages.warning(request, str(refusal.reason), extra_tags="warn")
            return back
        form.add_error("email", str(refusal.reason))
        return _wrong(request, case_id, form)
    said = _("Thank you. Your support is counted.") if is_new else _("Thank you. Your support was counted before.")
    messages.success(request, said, extra_tags="ok")
    back.set_signed_cookie(
        BROWSER,
        browser,
        salt=BROWSER,
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return back


def _wrong(request: HttpRequest, case_id: int, form: SupportForm) -> HttpResponse:
    context = {"form": form, "case": queries.public_case(case_id)}
    return render(request, "public/support.html", context, status=422)


@open_to_all
@csrf_exempt  # the secret of the address is the permission; mail programs post it by themselves (RFC 8058)
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more news: asked by the link of a message, done by a button, so that no scanner of mail does it."""
    number = support_of(token)
    if request.method == "POST":
        supporting.stop_news(number)
        return render(request, "public/stopped.html", {"what": _("You get no more news of this report.")})
    return render(request, "public/stop.html")
