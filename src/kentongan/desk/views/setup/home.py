"""Where the administrator begins: all he keeps, how it stands, and a search over it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from kentongan.agencies.queries import agencies, user_list
from kentongan.cases.queries.categories import category_facts
from kentongan.core.actor import Actor, Role
from kentongan.core.text import clean
from kentongan.desk.forms.setup.city import ColoursForm, ContactForm, LogoForm, MapForm, WorkForm
from kentongan.desk.page import show
from kentongan.desk.standing import standings
from kentongan.desk.views.setup.listing import SECTIONS, address
from kentongan.desk.words import Text
from kentongan.notifications.queries import texts_now
from kentongan.ui.gate import actor_of, staff

_MOST = 40
_USERS = 20
_CITY = (
    (ContactForm, "city-edit"),
    (ColoursForm, "city-colours"),
    (LogoForm, "city-logo"),
    (MapForm, "city-map"),
    (WorkForm, "city-work"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was looked for: of which kind, and where it is kept."""

    kind: Text
    word: str
    url: str


@staff(Role.ADMINISTRATOR)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Every kind of setting with its state; with `q`, the things whose names hold these letters."""
    by, text = actor_of(request), clean(request.GET.get("q", ""))[:60]
    told = {} if text else standings([one.name for one in SECTIONS], by=by)
    found = list(_found(text.lower(), by))[:_MOST] if text else []
    context = {
        "here": "setup",
        "section": "",
        "sections": SECTIONS,
        "told": [(one, told.get(one.name)) for one in SECTIONS],
        "q": text,
        "found": found,
        "open_warnings": sum(len(one.warnings) for one in told.values()),
    }
    return show(request, "desk/setup/home.html", context)


def _found(text: str, by: Actor) -> Iterator[Found]:
    words = {section.name: section.word for section in SECTIONS}
    for kind, named, word, url in _all():
        if text in named.lower():
            yield Found(words[kind], word, url)
    for user in user_list(text=text, limit=_USERS, by=by):
        yield Found(words["users"], user.name, address("user", user.id))


def _all() -> Iterator[tuple[str, str, str, str]]:
    """Kind, what it is found by, its word, its address: all but users, of whom there may be many."""
    for section in SECTIONS:
        yield section.name, f"{section.word} {section.lede}", str(section.word), reverse(section.address)
    for form, name in _CITY:
        for field in form.base_fields.values():
            yield "city", f"{field.label or ''} {field.help_text}", str(field.label or ""), address(name)
    for agency in agencies().values():
        named = f"{agency.code} {agency.name} {agency.short_name}"
        yield "agencies", named, agency.name, address("agency", agency.id)
    for one in category_facts().values():
        yield "categories", f"{one.code} {one.name} {one.name_en}", one.name, address("category", one.code)
    for told in texts_now():
        entry, word = told.entry, told.title or told.entry.name
        yield "texts", f"{entry.name} {told.title} {told.body}", word, address("text", entry.name, entry.language)
