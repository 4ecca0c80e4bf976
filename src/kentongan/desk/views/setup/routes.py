"""The routing table: lines and their versions, what a change would do, and a matter tried on it."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.agencies import actions
from kentongan.agencies.queries import route_by_id, routes_of, routing_table, versions_of
from kentongan.agencies.routing import Rule, renewed, with_version
from kentongan.core import clock
from kentongan.core.actor import Role
from kentongan.desk import routing
from kentongan.desk.forms.setup.routes import (
    NewRouteForm,
    RenewForm,
    RouteForm,
    RouteSearch,
    TryForm,
    category_name,
)
from kentongan.desk.page import show
from kentongan.desk.views.setup.editing import Sheet, asked, back_to, changed, deleted
from kentongan.desk.views.setup.listing import SECTIONS, Item, Line, Move, Table, address, listed, told
from kentongan.desk.words import Text
from kentongan.ui.gate import actor_of, staff

LIMIT = 300
CHANGED = actions.routes.CHANGED


@staff(Role.ADMINISTRATOR)
@require_GET
def routes(request: HttpRequest) -> HttpResponse:
    """The lines in force today, or on the day that is asked for."""
    search = RouteSearch(request.GET)
    search.is_valid()
    found = [rule for rule in routing_table() if _fits(rule, search.cleaned_data)]
    lines = sorted((_line(rule) for rule in found), key=lambda line: line.cells[:3])
    table = Table(
        here="routes",
        title=gettext_lazy("Routing"),
        lede=gettext_lazy("Who leads on a category: the line for the smallest place answers, then the class of road."),
        columns=(
            gettext_lazy("Category"),
            gettext_lazy("Place"),
            gettext_lazy("Class of road"),
            gettext_lazy("Lead agency"),
            gettext_lazy("Supporting agencies"),
            gettext_lazy("Days"),
        ),
        lines=lines[:LIMIT],
        search=search,
        empty=gettext_lazy("No line is found."),
        add=address("routing-new"),
        add_word=gettext_lazy("New line"),
        is_cut=len(lines) > LIMIT,
        moves=[Move(address("routing-try"), gettext_lazy("Try it"), "target")],
    )
    return listed(request, table)


def _fits(rule: Rule, narrowed: dict[str, Any]) -> bool:
    day = narrowed.get("on") or clock.today()
    return (
        narrowed.get("subject", "") in {"", rule.subject}
        and narrowed.get("agency") in {None, rule.lead, *rule.support}
        and (bool(narrowed.get("ended")) or rule.is_in_force(day))
    )


def _line(rule: Rule) -> Line:
    cells = (
        category_name(rule.subject),
        routing.place(rule),
        routing.road(rule),
        routing.names([rule.lead]),
        routing.support(rule),
        routing.days(rule.valid_from, rule.valid_to),
    )
    return Line(address("routing-line", rule.id), cells, _note(rule))


def _note(rule: Rule) -> Text:
    today = clock.today()
    if rule.is_over(today):
        return gettext_lazy("ended")
    return "" if rule.is_in_force(today) else gettext_lazy("not yet")


@staff(Role.ADMINISTRATOR)
@require_GET
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a line, with those before and after it."""
    rule = route_by_id(pk)
    moves = [
        Move(address("routing-renew", pk), gettext_lazy("New version from a day"), "plus", is_first=True),
        Move(address("routing-edit", pk), gettext_lazy("Correct"), "edit"),
        Move(address("routing-delete", pk), gettext_lazy("Delete"), "trash"),
    ]
    others = [
        (address("routing-line", one.id), routing.days(one.valid_from, one.valid_to), routing.names([one.lead]))
        for one in versions_of(rule)
        if one.id != pk
    ]
    facts: list[tuple[Text, Any]] = [
        (gettext_lazy("Category"), category_name(rule.subject)),
        (gettext_lazy("Place"), routing.place(rule)),
        (gettext_lazy("Class of road"), routing.road(rule)),
        (gettext_lazy("Lead agency"), routing.names([rule.lead])),
        (gettext_lazy("Supporting agencies"), routing.support(rule)),
        (gettext_lazy("Days"), routing.days(rule.valid_from, rule.valid_to)),
        (gettext_lazy("Legal basis or source"), rule.source),
    ]
    item = Item("routes", routing.title(rule), f"route:{pk}", facts, moves, note=_note(rule), others=others)
    return told(request, item)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new line."""
    by = actor_of(request)

    def effect(data: dict[str, Any]) -> str:
        rule = actions.routes.rule_of(data, pk=-1)
        return routing.effect(rule.subject, with_version(routes_of(rule.subject), rule), on=rule.valid_from)

    sheet = Sheet(
        gettext_lazy("New line"), address("routes"), gettext_lazy("Routing"), preview=effect, preview_word=_EFFECT
    )
    return asked(request, sheet, NewRouteForm, lambda data: actions.create_route(data, by=by), _saved(request))


_EFFECT = gettext_lazy("Show the effect")


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A mistake is corrected; what changes from a day on is a new version."""
    by, rule = actor_of(request), route_by_id(pk)

    def current() -> dict[str, Any]:
        fresh = route_by_id(pk)
        own = {name: getattr(fresh, name) for name in CHANGED}
        return own | {"support": sorted(fresh.support), "offices": sorted(fresh.offices)}

    def effect(data: dict[str, Any]) -> str:
        wanted = actions.routes.rule_of({**_identity(rule), **data}, pk=pk)
        return routing.effect(rule.subject, with_version(routes_of(rule.subject), wanted), on=None)

    lede = gettext_lazy("For mistakes. Where the matter goes elsewhere from a day on, make a new version instead.")
    return changed(
        request,
        _sheet(rule, gettext_lazy("Correct the line"), lede=lede, preview=effect, preview_word=_EFFECT),
        RouteForm,
        current,
        lambda wanted: actions.change_route(pk, wanted, by=by),
        lambda _: _saved(request)(pk),
    )


def _identity(rule: Rule) -> dict[str, Any]:
    return {"subject": rule.subject, "area": rule.area, "road_class": rule.road_class}


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Other agencies from a day on; what was in force before stays known."""
    by, rule = actor_of(request), route_by_id(pk)

    def form_of(*data: Any) -> forms.Form:
        own = {"lead": rule.lead, "support": rule.support, "offices": rule.offices, "source": rule.source}
        return RenewForm(*data, initial={**own, "first_day": clock.today()})

    def act(data: dict[str, Any]) -> int:
        first_day: date = data.pop("first_day")
        return actions.renew_route(pk, first_day, data, by=by)

    def effect(data: dict[str, Any]) -> str:
        wanted = actions.routes.rule_of({**_identity(rule), **data}, pk=pk)
        ended, new = renewed(rule, wanted, data["first_day"])
        after = with_version(routes_of(rule.subject), ended, replace(new, id=-1))
        return routing.effect(rule.subject, after, on=data["first_day"])

    sheet = _sheet(rule, gettext_lazy("New version of the line"), preview=effect, preview_word=_EFFECT)
    return asked(request, sheet, form_of, act, _saved(request))


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """A line that was never in force is taken back."""
    by, rule = actor_of(request), route_by_id(pk)
    sheet = _sheet(
        rule,
        gettext_lazy("Delete the line?"),
        lede=gettext_lazy("Only a line that has not been in force yet can be deleted. One that has been ends."),
        button=gettext_lazy("Delete"),
        is_harm=True,
        gone_to=address("routes"),
    )
    return deleted(request, sheet, lambda: actions.delete_route(pk, by=by), gettext_lazy("The line is deleted."))


@staff(Role.ADMINISTRATOR)
@require_GET
def try_it(request: HttpRequest) -> HttpResponse:
    """A matter as it might come in: which line answers, and why."""
    form = TryForm(request.GET) if request.GET else TryForm()
    answer, status = None, 200
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        answer = routing.answer_for(
            data["subject"], area=data["area"] or None, road_class=data["road_class"], on=data["on"] or clock.today()
        )
    elif form.is_bound:
        status = 422
    context = {"here": "setup", "sections": SECTIONS, "section": "routes", "form": form, "answer": answer}
    return show(request, "desk/setup/try.html", {**context, **_linked(answer)}, status=status)


def _linked(answer: routing.Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    others = [(address("routing-line", rule.id), routing.title(rule), lead, why) for rule, lead, why in answer.others]
    line = (address("routing-line", answer.rule.id), routing.title(answer.rule)) if answer.rule else None
    return {"line": line, "others": others}


def _saved(request: HttpRequest) -> Any:
    return lambda pk: back_to(request, address("routing-line", pk), gettext_lazy("Saved."))


def _sheet(rule: Rule, title: Text, **more: Any) -> Sheet:
    lede = more.pop("lede", "")
    return Sheet(title, back=address("routing-line", rule.id), back_word=routing.title(rule), lede=lede, **more)
