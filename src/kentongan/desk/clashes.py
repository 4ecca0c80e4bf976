"""A conflict in words: for each field what the form showed, what stands there now, what the writer wants."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from kentongan.agencies.queries import agency_names
from kentongan.cases.workflow import State
from kentongan.core.errors import Moved
from kentongan.desk.words import FIELDS, Text

_YES, _NO = gettext_lazy("yes"), gettext_lazy("no")
# What is called otherwise than the choices of a form call it: a case may be with an agency that has ended.
_WORDS: Mapping[str, Callable[[], Mapping[Any, Text]]] = {
    "lead": agency_names,
    "support": agency_names,
    "state": lambda: {state.value: state.label for state in State},
}


@dataclass(frozen=True, slots=True)
class Clash:
    """A field both changed."""

    name: str
    label: str
    shown: str
    current: str
    wanted: str


def in_words(moved: Mapping[str, Moved], form: forms.Form, names: Mapping[str, Text] = FIELDS) -> list[Clash]:
    """The fields that moved: called as `names` or else the form calls them, their values as its choices do."""
    return [
        _clash(name, field, form, names.get(name) or form.fields[name].label or name) for name, field in moved.items()
    ]


def _clash(name: str, moved: Moved, form: forms.Form, label: Text) -> Clash:
    words = {str(key): str(word) for key, word in _words_of(form, name)}
    said = (_said(words, value) for value in (moved.shown, moved.current, moved.wanted))
    return Clash(name, capfirst(str(label)), *said)


def _words_of(form: forms.Form, name: str) -> Iterable[tuple[Any, Any]]:
    if name in _WORDS:
        return _WORDS[name]().items()
    return _flat(getattr(form.fields.get(name), "choices", None) or [])


def _flat(choices: Iterable[Any]) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for key, word in choices:
        found += _flat(word) if isinstance(word, list | tuple) else [(key, word)]
    return found


def _said(words: Mapping[str, str], value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return words.get("yes" if value else "no") or str(_YES if value else _NO)
    if isinstance(value, list | tuple | frozenset):
        return ", ".join(sorted(words.get(str(one), str(one)) for one in value)) or "-"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    text = "" if value is None else str(value)
    return words.get(text, text) or "-"
