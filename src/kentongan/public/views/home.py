"""The first page."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from kentongan.cases import queries
from kentongan.cases.queries.categories import category_facts
from kentongan.cases.queries.shapes import PublicRow
from kentongan.cases.workflow import State
from kentongan.public.context import city_facts
from kentongan.public.figures import figures
from kentongan.public.sharing import preview
from kentongan.ui.gate import open_to_all

# One tile for each of these drawings: what people report most, in every city.
_TILES = ("road", "lamp", "trash", "tree", "drop", "money", "card")
_LATEST, _SHOWN = 12, 3
_REST = re.compile(r",? (?:dan|and) .*| \(.*|: .*")


@dataclass(frozen=True, slots=True)
class Kind:
    """A tile of the first page."""

    code: str
    icon: str
    label: str


def kinds() -> list[Kind]:
    """An ordinary category of the second level for each drawing: best one whose parent wears the same drawing."""
    facts, language = category_facts(), get_language() or "id"
    found: dict[str, tuple[bool, Kind]] = {}
    for one in facts.values():
        parent = facts.get(one.parent or "")
        if parent is None or one.icon not in _TILES or not one.is_active or one.is_sensitive or one.is_emergency:
            continue
        is_best = parent.icon == one.icon
        if one.icon not in found or (is_best and not found[one.icon][0]):
            found[one.icon] = (is_best, Kind(one.code, one.icon, _REST.sub("", one.label(language))))
    return [found[icon][1] for icon in _TILES if icon in found]


@open_to_all
@ensure_csrf_cookie
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The ways in, what was solved lately, and a few honest figures."""
    facts = city_facts()
    said = _("One door for complaints, ideas and questions of the people of %(city)s.")
    context = {
        "kinds": kinds(),
        "solved": solved(),
        "figures": figures(),
        "preview": preview(
            _("Something needs mending? Sound it."),
            said % {"city": facts.name if facts else ""},
            reverse("public:home"),
        ),
    }
    return render(request, "public/home.html", context)


def solved() -> list[PublicRow]:
    """The latest closed reports, those with pictures first."""
    latest = queries.public_list(state=State.CLOSED, limit=_LATEST).rows
    return sorted(latest, key=lambda row: bool(row.before) + bool(row.after), reverse=True)[:_SHOWN]
