"""A conflict in words: for each field what the form showed, what stands there now, what the writer wants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kentongan.agencies.queries import agency_names
from kentongan.cases.workflow import State
from kentongan.core.errors import Moved

_YES, _NO = gettext_lazy("yes"), gettext_lazy("no")


@dataclass(frozen=True, slots=True)
class Clash:
    """A field both changed."""

    name: str
    shown: str
    current: str
    wanted: str


def in_words(moved: Mapping[str, Moved], form: forms.Form) -> list[Clash]:
    """The fields that moved, their values as the form's choices call them."""
    return [
        Clash(name, *(_said(form, name, value) for value in (field.shown, field.current, field.wanted)))
        for name, field in moved.items()
    ]


def _said(form: forms.Form, name: str, value: Any) -> str:
    """A value as people read it."""
    if name == "state":
        return str(State(value).label) if value in State.values else "-"
    if isinstance(value, frozenset | tuple):
        names = agency_names() if name == "support" else {}
        return ", ".join(sorted(str(names.get(one, one)) for one in value)) or "-"
    if name == "lead":
        return agency_names().get(value, "-")
    return _chosen(form, name, value)


def _chosen(form: forms.Form, name: str, value: Any) -> str:
    choices = dict(_flat(getattr(form.fields.get(name), "choices", None) or []))
    if isinstance(value, bool):
        return str(choices.get("yes" if value else "no") or (_YES if value else _NO))
    return str(choices.get(value or "", value or "-"))


def _flat(choices: Iterable[Any]) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for key, word in choices:
        found += _flat(word) if isinstance(word, list | tuple) else [(key, word)]
    return found
