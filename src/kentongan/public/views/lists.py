"""What everyone may read: the verified public reports as a list, one by one, and their released files."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kentongan.cases import queries
from kentongan.cases.queries.categories import category_facts
from kentongan.cases.queries.supporting import may_support, support_count
from kentongan.cases.workflow import State
from kentongan.core.actor import PUBLIC
from kentongan.places import queries as places
from kentongan.public import timeline
from kentongan.public.files import served
from kentongan.public.forms import SupportForm, category_choices
from kentongan.public.sharing import preview
from kentongan.public.views.feeds import address_of, where
from kentongan.ui.gate import open_to_all

FILTERS = ("q", "kategori", "kelurahan", "keadaan")
_STATES = (State.ROUTED, State.IN_PROGRESS, State.ANSWERED, State.CLOSED, State.REFERRED)
PAGE = 18


def _wanted(request: HttpRequest) -> dict[str, str]:
    wanted = {name: request.GET.get(name, "").strip()[:100] for name in FILTERS}
    return wanted | {"kategori": queries.current_code(wanted["kategori"])}


@open_to_all
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The public list, newest first, page by page."""
    wanted = _wanted(request)
    page = queries.public_list(
        text=wanted["q"],
        category=wanted["kategori"],
        **(where(wanted["kelurahan"]) or {"area": wanted["kelurahan"]}),
        state=wanted["keadaan"],
        after=request.GET.get("sesudah") or None,
        limit=PAGE,
    )
    kept = {name: value for name, value in wanted.items() if value}
    context = {
        "rows": page.rows,
        "older": f"?{urlencode({**kept, 'sesudah': page.after})}" if page.after else "",
        "wanted": wanted,
        "is_filtered": bool(kept),
        "categories": _flat(category_choices()),
        "districts": [(d, places.villages(d.code)) for d in places.districts()],
        "feed": _feed(wanted),
        "preview": preview(
            _("What people report"),
            _("Only reports a person has checked stand here; confidential ones never do."),
            reverse("public:list"),
        ),
        "states": _STATES,
    }
    return render(request, "public/list.html", context)


def _feed(wanted: dict[str, str]) -> str:
    """The feed of what is shown: subject and part of the city; words and states make no feed."""
    category = wanted["kategori"] if wanted["kategori"] in category_facts() else ""
    part = wanted["kelurahan"] if wanted["kelurahan"] in places.areas() else ""
    return address_of(category, part, get_language() or "id")


def _flat(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for value, label in choices:
        flat += label if isinstance(label, list) else [(value, label)] if value else []
    return flat


@open_to_all
@require_GET
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One public report."""
    found = queries.public_case(case_id)
    address = reverse("public:case", kwargs={"case_id": found.row.case})
    picture = next((f.key for f in found.files if f.media_type.startswith("image/")), "")
    city_map = places.outline_svg_paths("village")
    context = {
        "case": found,
        "supports": support_count(found.row.case),
        "may_support": may_support(found.row.case),
        "form": SupportForm(),
        "preview": preview(found.row.title, found.text, address, picture=picture),
        "lines": timeline.lines(found.timeline, for_reporter=False),
        "city_map": city_map,
        "mark": city_map.point(found.lon, found.lat) if found.lat is not None and found.lon is not None else None,
    }
    return render(request, "public/case.html", context)


@open_to_all
@require_GET
def file(request: HttpRequest, key: str) -> HttpResponse:
    """A released file of a public report."""
    return served(request, key, by=PUBLIC)
