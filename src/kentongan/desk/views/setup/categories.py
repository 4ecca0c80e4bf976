"""Categories: the tree of two levels, what each means for a report, and how one is retired with a successor."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.agencies.queries import routes_of
from kentongan.cases import actions
from kentongan.cases.queries.categories import CategoryFacts, category_facts, current
from kentongan.cases.queries.category_uses import former_codes, kept_values, order_of, uses_of_category
from kentongan.core import clock
from kentongan.core.actor import Role
from kentongan.core.errors import NotFound
from kentongan.desk import words
from kentongan.desk.forms.setup.categories import CategoryForm, CategorySearch, NewCategoryForm, OrderForm, RetireForm
from kentongan.desk.forms.setup.routes import category_name
from kentongan.desk.views.setup.editing import Sheet, asked, back_to, changed, deleted
from kentongan.desk.views.setup.listing import Item, Line, Move, Table, address, listed, told
from kentongan.desk.words import Text
from kentongan.ui.gate import actor_of, staff
from kentongan.workspace.queries import views_naming


@staff(Role.ADMINISTRATOR)
@require_GET
def categories(request: HttpRequest) -> HttpResponse:
    """The tree in the order of the forms; retired ones where they are asked for."""
    search = CategorySearch(request.GET)
    narrowed = search.cleaned_data if search.is_valid() else {}
    text, today = narrowed.get("q", "").lower(), clock.today()
    table = Table(
        here="categories",
        title=gettext_lazy("Categories"),
        lede=gettext_lazy("What a report can be about, in the order of the forms."),
        columns=(
            gettext_lazy("Name"),
            gettext_lazy("English"),
            gettext_lazy("Code"),
            gettext_lazy("Usual classification"),
            gettext_lazy("Means"),
            gettext_lazy("Routes"),
        ),
        lines=[
            _line(one, sum(1 for rule in routes_of(one.code) if not rule.is_over(today)))
            for one in _tree()
            if (one.is_active or narrowed.get("retired"))
            and (not text or text in f"{one.code} {one.name} {one.name_en}".lower())
        ],
        search=search,
        empty=gettext_lazy("No category is found."),
        add=address("category-new"),
        add_word=gettext_lazy("New category"),
    )
    return listed(request, table)


def _tree() -> Iterator[CategoryFacts]:
    facts = category_facts().values()
    for top in (one for one in facts if one.parent is None):
        yield top
        yield from (one for one in facts if one.parent == top.code)


def _line(one: CategoryFacts, routes: int) -> Line:
    kind = words.CLASSIFICATIONS.get(one.classification, "")
    cells = (one.name, one.name_en, one.code, kind, _meaning(one), routes or pgettext("routes", "none"))
    return Line(address("category", one.code), cells, _note(one), is_below=one.parent is not None)


def _meaning(one: CategoryFacts) -> str:
    marks = [_("sensitive")] if one.is_sensitive else []
    return ", ".join([*marks, *([_("may be an emergency")] if one.is_emergency else [])])


def _note(one: CategoryFacts) -> Text:
    return "" if one.is_active else gettext_lazy("retired")


def _one(code: str) -> CategoryFacts:
    found = category_facts().get(code)
    if found is None:
        raise NotFound(code)
    return found


@staff(Role.ADMINISTRATOR)
@require_GET
def category(request: HttpRequest, code: str) -> HttpResponse:
    """One category: what it means, what hangs on it, what was changed."""
    one = _one(code)
    moves = [
        Move(address("category-edit", code), gettext_lazy("Change"), "edit", is_first=True),
        Move(address("category-order", code), gettext_lazy("Order"), "list"),
        Move(address("category-retire", code), gettext_lazy("Retire"), "pause"),
        Move(address("category-delete", code), gettext_lazy("Delete"), "trash"),
    ]
    if not one.is_active:
        moves[1:3] = [Move(address("category-restore", code), gettext_lazy("Use again"), "undo")]
    title = one.label(get_language() or "id")
    return told(request, Item("categories", title, f"category:{code}", _facts(one), moves, note=_note(one)))


def _facts(one: CategoryFacts) -> list[tuple[Text, Any]]:
    uses, follows = uses_of_category(one.code), current(one.code)
    facts: list[tuple[Text, Any]] = [
        (gettext_lazy("Code"), one.code),
        (gettext_lazy("Name in Indonesian"), one.name),
        (gettext_lazy("Name in English"), one.name_en),
        (gettext_lazy("Stands below"), category_name(one.parent) if one.parent else ""),
        (gettext_lazy("Usual classification"), words.CLASSIFICATIONS.get(one.classification, "")),
        (gettext_lazy("Means"), _meaning(one)),
        (gettext_lazy("Open cases"), str(uses.open_cases)),
        (gettext_lazy("Lines of the routing table"), str(uses.routes)),
        (gettext_lazy("Saved views that ask for it"), str(views_naming("category", one.code))),
    ]
    if not one.is_active:
        facts.append((gettext_lazy("Answered by"), category_name(follows.code) if follows else ""))
    former = ", ".join(category_name(code) for code in former_codes(one.code))
    return [*facts, (gettext_lazy("Answers for"), former)] if former else facts


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new category, the last of its level."""
    by = actor_of(request)

    def act(data: dict[str, Any]) -> str:
        return actions.create_category(data.pop("code"), data, by=by)

    def done(code: str) -> HttpResponse:
        return back_to(request, address("category", code), gettext_lazy("The category is there."))

    sheet = Sheet(gettext_lazy("New category"), address("categories"), gettext_lazy("Categories"))
    return asked(request, sheet, NewCategoryForm, act, done)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Names, drawing, meaning, place in the tree."""
    by, one = actor_of(request), _one(code)

    sheet = _sheet(
        one,
        gettext_lazy("Change the category"),
        preview=lambda wanted: _effect(one, wanted),
        preview_word=gettext_lazy("What would change?"),
    )
    return changed(
        request,
        sheet,
        CategoryForm,
        lambda: kept_values(code),
        lambda wanted: actions.change_category(code, wanted, by=by),
        lambda _: back_to(request, address("category", code), gettext_lazy("Saved.")),
    )


def _effect(one: CategoryFacts, wanted: dict[str, Any]) -> str:
    """What saving these values would do to what is there."""
    uses = uses_of_category(one.code)
    told = [_reach(uses.open_cases)]
    if wanted["is_sensitive"] and not one.is_sensitive:
        told.append(
            ngettext(
                "%(count)d open case of it can be read by the public and stays so until a coordinator closes it.",
                "%(count)d open cases of it can be read by the public and stay so until a coordinator closes them.",
                uses.published,
            )
            % {"count": uses.published}
        )
    if one.is_sensitive and not wanted["is_sensitive"]:
        told.append(_("New reports of it are open to the public after verification; those that are there stay closed."))
    if (wanted["parent"] or None) != one.parent:
        told.append(_("Lists narrowed to the first level show its cases under the other one."))
    return " ".join(told)


def _reach(count: int) -> str:
    text = ngettext("%(count)d open case shows it.", "%(count)d open cases show it.", count)
    return text % {"count": count}


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, code: str) -> HttpResponse:
    """Its place among those of its level."""
    by, one = actor_of(request), _one(code)

    def current_place() -> dict[str, Any]:
        level = order_of(code)
        place = level.index(code)
        return {"after": level[place - 1] if place else ""}

    return changed(
        request,
        _sheet(one, gettext_lazy("Its place in the forms")),
        lambda *args, **kwargs: OrderForm(*args, code=code, **kwargs),
        current_place,
        lambda wanted: actions.order_category(code, wanted["after"], by=by),
        lambda _: back_to(request, address("category", code), gettext_lazy("Saved.")),
    )


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Asked before, with what hangs on it; what has it keeps it."""
    by, one = actor_of(request), _one(code)
    uses = uses_of_category(code)
    lede = _(
        "%(cases)d open cases have it and keep it. %(routes)d lines of the routing table speak of it and go on serving "
        "them. %(views)d saved views ask for it. Answer templates name no category: none changes."
    ) % {"cases": uses.open_cases, "routes": uses.routes, "views": views_naming("category", code)}
    sheet = _sheet(
        one,
        gettext_lazy("Retire the category?"),
        lede=lede,
        button=gettext_lazy("Retire"),
        is_harm=True,
        preview=_answers,
        preview_word=gettext_lazy("What would change?"),
    )
    return asked(
        request,
        sheet,
        RetireForm,
        lambda data: actions.retire_category(code, **data, by=by),
        lambda _: back_to(request, address("category", code), gettext_lazy("The category is retired.")),
    )


def _answers(wanted: dict[str, Any]) -> str:
    """Who would answer for it, and who leads on that."""
    successor = wanted["successor"]
    if not successor:
        return _(
            "Nothing answers for its code: partners that still send it are refused, saved views find its old cases."
        )
    lines = sum(1 for rule in routes_of(successor) if not rule.is_over(clock.today()))
    text = ngettext(
        "%(name)s answers for it; %(count)d line of the routing table speaks of that.",
        "%(name)s answers for it; %(count)d lines of the routing table speak of that.",
        lines,
    )
    return text % {"name": category_name(successor), "count": lines}


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Offered again."""
    by, one = actor_of(request), _one(code)
    sheet = _sheet(
        one,
        gettext_lazy("Use the category again?"),
        lede=gettext_lazy("Forms offer it again, and its code means itself."),
        button=gettext_lazy("Use again"),
        gone_to=address("category", code),
    )
    return deleted(request, sheet, lambda: actions.restore_category(code, by=by), gettext_lazy("It is in use again."))


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """For one made by mistake; where anything names it, it is said what to do instead."""
    by, one = actor_of(request), _one(code)
    sheet = _sheet(
        one,
        gettext_lazy("Delete the category?"),
        lede=gettext_lazy("Only one that was made by mistake can be deleted: nothing may name it."),
        button=gettext_lazy("Delete"),
        is_harm=True,
        gone_to=address("categories"),
    )
    return deleted(
        request, sheet, lambda: actions.delete_category(code, by=by), gettext_lazy("The category is deleted.")
    )


def _sheet(one: CategoryFacts, title: Text, **more: Any) -> Sheet:
    return Sheet(title, back=address("category", one.code), back_word=one.label(get_language() or "id"), **more)
