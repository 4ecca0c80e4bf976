"""The pages of the settings: the same table for all lists, the same sheet for all things on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kentongan.desk.changes import changes_of
from kentongan.desk.page import show
from kentongan.desk.words import Text


@dataclass(frozen=True, slots=True)
class Section:
    """One of the things an administrator keeps."""

    name: str
    address: str
    icon: str
    word: Text
    lede: Text


SECTIONS: tuple[Section, ...] = (
    Section("city", "desk:city", "home", _("City"), _("Names, contact, look, languages, how it works.")),
    Section("users", "desk:users", "users", _("Users and roles"), _("Who works here, with which roles, for whom.")),
    Section(
        "agencies", "desk:agencies", "box", _("Agencies"), _("Names and dates; an agency becomes part of another.")
    ),
    Section(
        "routes", "desk:routes", "transfer", _("Routing"), _("Who leads on a category, where, on which road, when.")
    ),
    Section(
        "deadlines", "desk:deadlines", "clock", _("Limits"), _("How long each stage may take, for whom, from when.")
    ),
    Section(
        "timing",
        "desk:timing",
        "clock",
        _("Reminders and pauses"),
        _("When people are told of limits; what stops the clock."),
    ),
    Section("texts", "desk:texts", "chat", _("Texts of messages"), _("What e-mails and SMS say, in both languages.")),
    Section("categories", "desk:categories", "list", _("Categories"), _("What a report can be about, in two levels.")),
    Section(
        "configuration",
        "desk:configuration",
        "copy",
        _("Configuration"),
        _("All of it as one file, to review and to bring elsewhere."),
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its first cell leads to `url`. `note` is a word in a badge (closed, ended); `is_below`: a second level."""

    url: str
    cells: tuple[Any, ...]
    note: Text = ""
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A button of a page: what can be done with the thing on it."""

    url: str
    word: Text
    icon: str
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A list with what narrows it, how something is added, and what is said where it is empty."""

    here: str
    title: Text
    lede: Text
    columns: tuple[Text, ...]
    lines: list[Line]
    search: forms.Form
    empty: Text
    add: str = ""
    add_word: Text = ""
    is_cut: bool = False
    moves: Sequence[Move] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things: what it is, what can be done with it; `stream` tells what was changed of it.

    `others` are its further versions: address, days, a word. `undo`: the address that goes back to a change's state.
    """

    here: str
    title: Text
    stream: str
    facts: list[tuple[Text, Any]]
    moves: list[Move]
    note: Text = ""
    seen: datetime | None = None
    others: Sequence[tuple[str, Text, Text]] = ()
    undo: str = ""


def listed(request: HttpRequest, table: Table) -> HttpResponse:
    """The page of a list."""
    context = {"table": table, "here": "setup", "sections": SECTIONS, "section": table.here}
    return show(request, "desk/setup/list.html", context)


def told(request: HttpRequest, item: Item) -> HttpResponse:
    """The page of one thing; the way back leads to its list."""
    section = next(one for one in SECTIONS if one.name == item.here)
    context = {"here": "setup", "sections": SECTIONS, "section": item.here, "item": item, "back": section}
    return show(request, "desk/setup/item.html", {**context, "changes": changes_of(item.stream)})


def address(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)
