"""What everyone may read: the verified public reports as a list, one by one, and their released files."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kentongan.cases import queries
from kentongan.cases.workflow import State
from kentongan.core.actor import PUBLIC
from kentongan.places import queries as places
from kentongan.public import timeline
from kentongan.public.files import served
from kentongan.public.forms import category_choices
from kentongan.ui.gate import open_to_all

FILTERS = ("q", "kategori", "kelurahan", "keadaan")
_STATES = (State.ROUTED, State.IN_PROGRESS, State.ANSWERED, State.CLOSED, State.REFERRED)
PAGE = 18


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:100] for name in FILTERS}


@open_to_all
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The public list, newest first, page by page."""
    wanted = _wanted(request)
    page = queries.public_list(
        text=wanted["q"],
        category=wanted["kategori"],
        area=wanted["kelurahan"],
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
        "districts": [(d.name, places.villages(d.code)) for d in places.districts()],
        "states": _STATES,
    }
    return render(request, "public/list.html", context)


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
    city_map = places.outline_svg_paths("village")
    context = {
        "case": found,
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
