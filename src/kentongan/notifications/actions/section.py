"""The city's own words for messages as a section of the configuration file."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted
from kentongan.notifications.actions.texts import change_text, reset_text
from kentongan.notifications.models import OwnText
from kentongan.notifications.queries import text_now


class TextShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the city says instead of the house's words."""

    body: str
    title: str = ""


class TextSection:
    name = "texts"
    tables: ClassVar = ("notifications.OwnText",)
    shape = TextShape
    is_personal = False
    retires_first = False

    def rows(self) -> dict[str, TextShape]:
        rows = OwnText.objects.filter(is_used=True).order_by("name", "language")
        return {f"{row.name} / {row.language}": TextShape(row.body, row.title) for row in rows}

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        return sorted(wanted)

    def put(self, key: str, row: TextShape, before: TextShape | None, *, by: Actor) -> None:
        name, language = _parts(key)
        now = text_now(name, language)
        wanted = {"title": Wanted(now.title, row.title), "body": Wanted(now.body, row.body)}
        change_text(name, language, wanted, by=by)

    def retire(self, key: str, row: TextShape, *, by: Actor) -> bool:
        """The house's words again; the city's stay in their history."""
        reset_text(*_parts(key), by=by)
        return True


def _parts(key: str) -> tuple[str, str]:
    name, _slash, language = key.partition(" / ")
    return name, language
