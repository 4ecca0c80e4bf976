"""Texts of messages: the house's, and the city's own instead; looked at with invented values before they go out."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.core import clock
from kentongan.core.actor import Role
from kentongan.desk.forms.setup.texts import GROUPS, MEANINGS, TextForm, TextSearch
from kentongan.desk.views.setup.editing import Sheet, back_to, changed, deleted
from kentongan.desk.views.setup.listing import Item, Line, Move, Table, address, listed, told
from kentongan.desk.words import Text
from kentongan.notifications import actions
from kentongan.notifications.queries import TextFacts, text_now, texts_now
from kentongan.notifications.texts.catalogue import sample_of, sms_parts
from kentongan.ui.gate import actor_of, staff

_LANGUAGES = dict(settings.LANGUAGES)


@staff(Role.ADMINISTRATOR)
@require_GET
def texts(request: HttpRequest) -> HttpResponse:
    """All texts; those that were the city's own before the house's changed say so."""
    search = TextSearch(request.GET)
    narrowed = search.cleaned_data if search.is_valid() else {}
    table = Table(
        here="texts",
        title=gettext_lazy("Texts of messages"),
        lede=gettext_lazy("What is sent by e-mail and SMS. Each can be said in the city's own words."),
        columns=(
            gettext_lazy("Title"),
            gettext_lazy("To whom"),
            gettext_lazy("Language"),
            gettext_lazy("Whose words"),
            gettext_lazy("Key"),
        ),
        lines=[_line(one) for one in texts_now() if _fits(one, narrowed)],
        search=search,
        empty=gettext_lazy("No text is found."),
    )
    return listed(request, table)


def _fits(one: TextFacts, narrowed: dict[str, Any]) -> bool:
    words = narrowed.get("q", "").lower()
    return (
        (not words or words in f"{one.entry.name} {one.title} {one.body}".lower())
        and narrowed.get("group", "") in {"", one.entry.group}
        and narrowed.get("language", "") in {"", one.entry.language}
        and (one.is_own or not narrowed.get("own"))
    )


def _line(one: TextFacts) -> Line:
    whose = _("the city's own") if one.is_own else _("the house's")
    cells = (_title(one), GROUPS[one.entry.group], _LANGUAGES[one.entry.language], whose, one.entry.name)
    return Line(address("text", one.entry.name, one.entry.language), cells, _note(one))


def _title(one: TextFacts) -> str:
    return one.title or str(GROUPS[one.entry.group])


def _note(one: TextFacts) -> Text:
    return gettext_lazy("the house's text changed since") if one.is_outdated else ""


@staff(Role.ADMINISTRATOR)
@require_GET
def text(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """One text as it goes out, with invented values; its variables; what was changed."""
    one = text_now(name, language)
    moves = [Move(address("text-edit", name, language), gettext_lazy("Change"), "edit", is_first=True)]
    if one.is_own:
        moves.append(Move(address("text-reset", name, language), gettext_lazy("Back to the house's text"), "undo"))
    sample = sample_of(one.entry, one.title, one.body, now=clock.local(clock.now()))
    facts: list[tuple[Text, Any]] = [
        (gettext_lazy("To whom"), GROUPS[one.entry.group]),
        (gettext_lazy("Language"), _LANGUAGES[language]),
        (gettext_lazy("Variables"), _variables(one)),
        (gettext_lazy("As it goes out"), f"{sample.title}\n\n{sample.body}".strip()),
        (gettext_lazy("Length"), _length(one, one.title, one.body)),
    ]
    if one.is_outdated:
        facts.append((gettext_lazy("The house's text now"), f"{one.entry.title}\n\n{one.entry.body}"))
    return told(request, Item("texts", _title(one), f"text:{name}:{language}", facts, moves, note=_note(one)))


def _variables(one: TextFacts) -> str:
    return "\n".join(f"{{{name}}}: {MEANINGS.get(name, name)}" for name in sorted(one.entry.variables))


def _length(one: TextFacts, title: str, body: str) -> str:
    """Of the whole message with its invented values."""
    sample = sample_of(one.entry, title, body, now=clock.local(clock.now()))
    length, parts = sms_parts(sample.body.strip())
    return _("%(length)d signs; as SMS %(parts)d parts.") % {"length": length, "parts": parts}


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """Other words, looked at before they are kept."""
    by, one = actor_of(request), text_now(name, language)
    has_title = bool(one.entry.title)

    def form_of(*args: Any, **kwargs: Any) -> forms.Form:
        return TextForm(*args, has_title=has_title, **kwargs)

    def current() -> dict[str, Any]:
        now = text_now(name, language)
        return {"title": now.title, "body": now.body} if has_title else {"body": now.body}

    def shown_first(wanted: dict[str, Any]) -> str:
        title, body = wanted.get("title", ""), wanted["body"]
        actions.check_text(one.entry, title, body)
        sample = sample_of(one.entry, title, body, now=clock.local(clock.now()))
        return f"{sample.title}\n\n{sample.body}".strip() + f"\n\n{_length(one, title, body)}"

    sheet = _sheet(
        one,
        gettext_lazy("Change the text"),
        lede=_("A paragraph one of whose variables is empty is left out. Variables:") + "\n" + _variables(one),
        preview=shown_first,
        preview_word=gettext_lazy("Show it first"),
    )
    return changed(
        request,
        sheet,
        form_of,
        current,
        lambda wanted: actions.change_text(name, language, wanted, by=by),
        lambda _: back_to(request, address("text", name, language), gettext_lazy("Saved. It is said so from now on.")),
    )


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """Asked before the city's own words are given up."""
    by, one = actor_of(request), text_now(name, language)
    sheet = _sheet(
        one,
        gettext_lazy("Back to the house's text?"),
        lede=f"{one.entry.title}\n\n{one.entry.body}".strip(),
        button=gettext_lazy("Use the house's text"),
        is_harm=True,
        gone_to=address("text", name, language),
    )
    done = gettext_lazy("The house's text is used again.")
    return deleted(request, sheet, lambda: actions.reset_text(name, language, by=by), done)


def _sheet(one: TextFacts, title: Text, **more: Any) -> Sheet:
    return Sheet(title, back=address("text", one.entry.name, one.entry.language), back_word=_title(one), **more)
