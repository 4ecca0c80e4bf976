"""What a list was asked for: read from an address, written into the addresses of its links."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kentongan.cases.queries.inbox import Filters
from kentongan.cases.queries.queues import DUE, NEWEST, OLDEST, ORDERS
from kentongan.desk.forms.filters import FilterForm

ORDER_WORDS = (
    (DUE, gettext_lazy("By deadline")),
    (NEWEST, gettext_lazy("Newest first")),
    (OLDEST, gettext_lazy("Oldest first")),
)
_JUDGED_BY_THE_BROWSER = ("channel", "classification", "district", "area")
_FLAG = pgettext_lazy("filter", "only %(flag)s")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address without it."""

    word: str
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: queue, search, order, filters, and how far it was paged."""

    queue: str
    q: str
    order: str
    after: str
    form: FilterForm
    chosen: dict[str, Any]

    @classmethod
    def of(cls, asked: QueryDict, *, landing: str, has_agencies: bool) -> "Listing":
        form = FilterForm(asked, has_agencies=has_agencies)
        order = asked.get("order", "")
        q = asked.get("q", "").strip()[:200]
        return cls(
            queue=asked.get("queue", "") or landing,
            q=q,
            order=order if order in ORDERS else "",
            after=asked.get("after", ""),
            form=form,
            chosen=form.chosen(),
        )

    @property
    def filters(self) -> Filters:
        return self.form.filters(self.q)

    @property
    def is_filtered(self) -> bool:
        return bool(self.q or self.chosen)

    def _params(self, *, but: str = "", **more: str) -> dict[str, str]:
        told = {"queue": self.queue, "q": self.q, "order": self.order}
        told |= {name: _as_text(value) for name, value in self.chosen.items()}
        told |= more
        return {name: value for name, value in told.items() if value and name != but}

    def _url(self, **params: str) -> str:
        return f"{reverse('desk:inbox')}?{urlencode(self._params(**params))}"

    @property
    def trail(self) -> str:
        """The list as a query string: a case opened from it can lead back and on."""
        return urlencode(self._params())

    @property
    def back(self) -> str:
        return self._url()

    @property
    def first(self) -> str:
        """The address of the first page, where this is a later one."""
        return self._url() if self.after else ""

    def further(self, after: str | None) -> str:
        return self._url(after=after) if after else ""

    @property
    def bare(self) -> str:
        """The queue without search and filters."""
        return f"{reverse('desk:inbox')}?{urlencode({'queue': self.queue})}"

    @property
    def without_order(self) -> list[tuple[str, str]]:
        return list(self._params(but="order").items())

    @property
    def chips(self) -> list[Chip]:
        found = [Chip(f"“{Truncator(self.q).chars(24)}”", self._url(but="q"))] if self.q else []
        return found + [Chip(self._said(name), self._url(but=name)) for name in self.chosen]

    def _said(self, name: str) -> str:
        field, value = self.form.fields[name], self.chosen[name]
        if value is True:
            return str(_FLAG % {"flag": field.label})
        if isinstance(value, date):
            return f"{field.label} {value:%d-%m-%Y}"
        return _said_choice(field, value)

    @property
    def pulse(self) -> str:
        return f"{reverse('desk:pulse')}?{self.trail}"

    @property
    def json(self) -> str:
        """What the browser needs to judge whether a row that arrives belongs here; null where it cannot."""
        can_judge = not self.q and not self.after and self.chosen.keys() <= set(_JUDGED_BY_THE_BROWSER)
        names = {name: self._said(name) if name in {"district", "area"} else self.chosen[name] for name in self.chosen}
        return json.dumps({"queue": self.queue, "filters": names if can_judge else None})


def _as_text(value: Any) -> str:
    return "on" if value is True else str(value)


def _said_choice(field: Any, value: Any) -> str:
    for key, word in _flat(field.choices):
        if str(key) == str(value):
            return str(word)
    return _("a filter")


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, word in choices:
        if isinstance(word, list | tuple):
            yield from _flat(word)
        else:
            yield key, word
