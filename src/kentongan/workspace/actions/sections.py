"""Answer templates and views shared with a role as sections of the configuration file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

import msgspec

from kentongan.core.actor import Actor, Role
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Refused
from kentongan.workspace.actions.saved import delete_view, keep_view
from kentongan.workspace.actions.templates import FIELDS, change_template, create_template, use_template
from kentongan.workspace.models import AnswerTemplate, SavedView


class Codes:
    """How ids of agencies are written in a file: the house gives both ways (`config.configured`)."""

    def __init__(self, code_of: Any, id_of: Any) -> None:
        self.code_of, self.id_of = code_of, id_of


class TemplateShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template; `agency` blank: the whole city's."""

    name: str
    purpose: str
    text: str
    agency: str = ""
    is_used: bool = True

    @property
    def key(self) -> str:
        return " / ".join((self.agency or "*", self.purpose, self.name))


class TemplateSection:
    name = "answer_templates"
    tables: ClassVar = ("workspace.AnswerTemplate",)
    shape = TemplateShape
    is_personal = False
    retires_first = False

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    def rows(self) -> dict[str, TemplateShape]:
        return {key: shape for key, (_pk, shape) in self._found().items()}

    def _found(self) -> dict[str, tuple[int, TemplateShape]]:
        found: dict[str, tuple[int, TemplateShape]] = {}
        for row in AnswerTemplate.objects.order_by("id"):
            names = ("name", "purpose", "text", "is_used")
            shape = TemplateShape(**{n: getattr(row, n) for n in names}, agency=self._codes.code_of(row.agency))
            found[_free(shape.key, found)] = (row.pk, shape)
        return found

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        return sorted(wanted)

    def put(self, key: str, row: TemplateShape, before: TemplateShape | None, *, by: Actor) -> None:
        if row.purpose not in AnswerTemplate.Purpose.values:
            raise Refused(f"“{row.purpose[:20]}”?", field="purpose")
        values = self._values(row)
        if before is None:
            pk = create_template(values, by=by)
        else:
            pk, there = self._found()[key][0], self._values(before)
            change_template(str(pk), {name: Wanted(there[name], values[name]) for name in FIELDS}, by=by)
        use_template(str(pk), is_used=row.is_used, by=by)

    def _values(self, row: TemplateShape) -> dict[str, Any]:
        agency = self._codes.id_of(row.agency)
        return {"name": row.name, "purpose": row.purpose, "text": row.text, "agency": agency}

    def retire(self, key: str, row: TemplateShape, *, by: Actor) -> bool:
        if row.is_used:
            use_template(str(self._found()[key][0]), is_used=False, by=by)
        return row.is_used


class ViewShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list shared with a role: name → value of its filters, agencies by their codes."""

    name: str
    role: str
    query: str


class ViewSection:
    name = "shared_views"
    tables: ClassVar = ("workspace.SavedView",)
    shape = ViewShape
    is_personal = False
    retires_first = True

    def __init__(self, codes: Codes, administrator: Any) -> None:
        self._codes, self._administrator = codes, administrator

    def rows(self) -> dict[str, ViewShape]:
        return {key: shape for key, (_row, shape) in self._found().items()}

    def _found(self) -> dict[str, tuple[SavedView, ViewShape]]:
        found: dict[str, tuple[SavedView, ViewShape]] = {}
        for row in SavedView.objects.filter(audience="role", deleted_at=None).order_by("id"):
            query = _translated(
                row.query, lambda value: self._codes.code_of(int(value)) if value.isdecimal() else value
            )
            shape = ViewShape(name=row.name, role=row.role, query=query)
            found[_free(f"{row.role} / {row.name}", found)] = (row, shape)
        return found

    def _code(self, value: str) -> str:
        return str(self._codes.code_of(int(value))) if value.isdecimal() else value

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        return sorted(wanted)

    def put(self, key: str, row: ViewShape, before: ViewShape | None, *, by: Actor) -> None:
        owner = by.user
        if before is not None:
            old = self._found()[key][0]
            owner = old.owner
            delete_view(str(old.pk), by=replace(by, user=old.owner))
        owner = owner or self._administrator()
        roles = by.roles | {role for role in Role if role.value == row.role}
        query = _translated(row.query, lambda value: str(self._codes.id_of(value) or ""))
        keep_view(row.name, query, audience="role", role=row.role, by=replace(by, user=owner, roles=roles))

    def retire(self, key: str, row: ViewShape, *, by: Actor) -> bool:
        old = self._found()[key][0]
        delete_view(str(old.pk), by=replace(by, user=old.owner))
        return True


def _translated(query: str, told: Any) -> str:
    """The address of a list with its agencies by another name."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, told(value) if name == "agency" and value else value) for name, value in pairs])


def _free(key: str, taken: Mapping[str, Any]) -> str:
    """The key, with a number behind it where two things have the same."""
    name, number = key, 2
    while name in taken:
        name, number = f"{key} ({number})", number + 1
    return name
