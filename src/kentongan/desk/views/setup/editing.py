"""What all pages of the settings share: a form that knows what it showed, a question before harm, refusal in words."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Conflict, Refused
from kentongan.desk.clashes import Clash, in_words
from kentongan.desk.page import show
from kentongan.desk.views.acting import told_beside
from kentongan.desk.words import Text

Done = Callable[[Any], HttpResponse]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around a form; `back` is where one came from, `here` its place on the rail.

    `preview` says what saving the values would do; nothing is saved. `gone_to`: the list, for when the thing is gone.
    `beside`: a template drawn before the form, which may tell `lines` of before and after.
    """

    title: Text
    back: str
    back_word: Text
    lede: Text = ""
    button: Text = ""
    is_harm: bool = False
    here: str = "setup"
    preview: Callable[[dict[str, Any]], Text] | None = None
    preview_word: Text = ""
    gone_to: str = ""
    beside: str = ""
    lines: Sequence[Any] = ()


def back_to(request: HttpRequest, address: str, said: Text) -> HttpResponse:
    """It is done: said on the page that follows."""
    messages.success(request, str(said))
    return redirect(address)


def asked(
    request: HttpRequest,
    sheet: Sheet,
    form_of: Callable[..., forms.Form],
    act: Callable[[dict[str, Any]], object],
    done: Done,
) -> HttpResponse:
    """A form that makes something or asks before harm: shown, refused beside its field, or done."""
    if request.method == "GET":
        return drawn(request, sheet, form_of())
    form = form_of(request.POST)
    if form.is_valid():
        try:
            if _is_preview(request, sheet):
                return drawn(request, sheet, form, effect=_effect(sheet, form))
            return done(act(form.cleaned_data))
        except Refused as refusal:
            told_beside(form, refusal)
    return drawn(request, sheet, form, status=422)


def deleted(request: HttpRequest, sheet: Sheet, act: Callable[[], object], said: Text) -> HttpResponse:
    """Asked before it goes; then back to the list it stood in, which `Sheet.gone_to` names."""
    return asked(request, sheet, forms.Form, lambda _: act(), lambda _: back_to(request, sheet.gone_to, said))


def changed(
    request: HttpRequest,
    sheet: Sheet,
    form_of: Callable[..., forms.Form],
    current: Callable[[], dict[str, Any]],
    act: Callable[[dict[str, Wanted]], object],
    done: Done,
) -> HttpResponse:
    """A form over what stands there: it carries what it showed, and a field that moved meanwhile is told with both."""
    now = current()
    if request.method == "GET":
        return drawn(request, sheet, form_of(initial=now), shown=now)
    form, shown = form_of(request.POST, initial=now), _shown(request)
    if not form.is_valid():
        return drawn(request, sheet, form, shown=shown, status=422)
    try:
        if _is_preview(request, sheet):
            return drawn(request, sheet, form, shown=shown, effect=_effect(sheet, form))
        return done(act({name: _wanted(form, name, shown) for name in form.fields}))
    except Conflict as conflict:
        moved = {name: field.current for name, field in conflict.fields.items()}
        clashes = in_words(conflict.fields, form, names={})
        return drawn(request, sheet, form, shown={**shown, **moved}, clashes=clashes, status=409)
    except Refused as refusal:
        told_beside(form, refusal)
    return drawn(request, sheet, form, shown=shown, status=422)


def _is_preview(request: HttpRequest, sheet: Sheet) -> bool:
    return sheet.preview is not None and "preview" in request.POST


def _effect(sheet: Sheet, form: forms.Form) -> Text:
    return sheet.preview(dict(form.cleaned_data)) if sheet.preview else ""


def drawn(
    request: HttpRequest,
    sheet: Sheet,
    form: forms.Form,
    *,
    shown: Mapping[str, Any] | None = None,
    clashes: list[Clash] | None = None,
    effect: Text = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a form."""
    carried = json.dumps({name: plain(value) for name, value in shown.items()}) if shown is not None else ""
    context = {"sheet": sheet, "here": sheet.here, "form": form, "shown": carried, "clashes": clashes or []}
    return show(request, "desk/setup/form.html", {**context, "effect": effect}, status=status)


def plain(value: Any) -> Any:
    """A value as it travels with the form: text, yes or no, a list."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _shown(request: HttpRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.POST.get("shown", "{}"))
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _wanted(form: forms.Form, name: str, shown: Mapping[str, Any]) -> Wanted:
    """A field that was not touched wants nothing, whatever stands there by now."""
    chosen = form.cleaned_data[name]
    seen = shown.get(name, plain(form.initial.get(name)))
    if plain(chosen) == seen:
        return Wanted(chosen, chosen)
    return Wanted(_read(form.fields[name], seen), chosen)


def _read(source: forms.Field, seen: Any) -> Any:
    try:
        value = source.clean(seen)
    except forms.ValidationError:
        return seen
    return value if value != "" or isinstance(source, forms.CharField) else None
