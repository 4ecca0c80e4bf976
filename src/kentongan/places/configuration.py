"""All configuration as one file that people can read, compare and review. Pure.

A part registers a `Section` (`config.configured`): what stands there as rows by key, and how one row is put or retired
through the part's own acts. The file is JSON, sorted, one line a value: the same configuration is the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from kentongan.core.actor import Actor
from kentongan.core.errors import Refused

FORMAT = 1
PRODUCT = "kentongan"
LARGEST = 4 * 1024 * 1024  # bytes of a file
Row = msgspec.Struct


class Section(Protocol):
    """One kind of thing. Keys and rows name other things by their codes, never by ids of this installation.

    `tables`: the labels of the models it covers. `shape`: the type of a row. `is_personal`: only where asked for.
    """

    @property
    def name(self) -> str: ...

    @property
    def tables(self) -> tuple[str, ...]: ...

    @property
    def shape(self) -> type[Row]: ...

    @property
    def is_personal(self) -> bool: ...

    @property
    def retires_first(self) -> bool: ...

    def rows(self) -> dict[str, Any]:
        """What stands there now, by key; each a `shape`."""

    def order(self, wanted: Mapping[str, Any]) -> Sequence[str]:
        """The keys in an order in which each finds what it names."""

    def put(self, key: str, row: Any, before: Any, *, by: Actor) -> None:
        """Make it so; `before` None where it is new. Refused in words where the part refuses."""

    def retire(self, key: str, row: Any, *, by: Actor) -> bool:
        """What the file does not name any more ends; False where it has ended already, or is left alone."""


def sections() -> Sequence[Section]:
    """Those the house is composed of (`KENTONGAN_CONFIGURATION`), in the order in which they are put."""
    found: Sequence[Section] = import_string(settings.KENTONGAN_CONFIGURATION)
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """A file as read: rows by section and key, each still as plain values."""

    city: str
    sections: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one thing: `new`, `changed`, `retired` or `refused` (with the reason).

    `fields`: name, before, after; of a new one without before.
    """

    section: str
    key: str
    kind: str
    fields: tuple[tuple[str, Any, Any], ...] = ()
    reason: str = ""


def written(city: str, told: Mapping[str, Mapping[str, Row]]) -> str:
    """The file: sorted, so that two of them can be compared line by line."""
    rows = {name: {key: msgspec.to_builtins(row) for key, row in section.items()} for name, section in told.items()}
    whole = {"product": PRODUCT, "format": FORMAT, "city": city, "sections": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read(text: str) -> Told:
    """A file of ours. Refused in words where it is none, or of a newer format."""
    if len(text.encode()) > LARGEST:
        raise Refused(_("The file is larger than a configuration can be."), field="file")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(_("The file is no JSON: %(why)s") % {"why": str(error)[:120]}, field="file") from error
    if not isinstance(whole, dict) or whole.get("product") != PRODUCT or not isinstance(whole.get("format"), int):
        raise Refused(_("This is no configuration of Kentongan."), field="file")
    if whole["format"] > FORMAT:
        formats = {"found": whole["format"], "known": FORMAT}
        why = _("The file has format %(found)d; this version knows up to %(known)d. Update Kentongan first.") % formats
        raise Refused(why, field="file")
    found = whole.get("sections")
    if not isinstance(found, dict) or not all(isinstance(rows, dict) for rows in found.values()):
        raise Refused(_("The file has no sections."), field="file")
    unknown = set(found) - {section.name for section in sections()}
    if unknown:
        raise Refused(
            _("Nobody knows these sections: %(names)s.") % {"names": ", ".join(sorted(unknown))}, field="file"
        )
    return Told(str(whole.get("city", "")), found)


def shaped(section: Section, row: Any) -> Any:
    """A row of the file as the section's own type. Refused with the field that is wrong."""
    try:
        return msgspec.convert(row, section.shape)
    except msgspec.ValidationError as error:
        raise Refused(_("This row cannot be read: %(why)s") % {"why": error}) from error


def differences(before: Any, after: Any) -> tuple[tuple[str, Any, Any], ...]:
    """The fields that differ; of a field that is itself a table, its own lines."""
    old: dict[str, Any] = msgspec.to_builtins(before) if before is not None else {}
    new: dict[str, Any] = msgspec.to_builtins(after) if after is not None else {}
    found: list[tuple[str, Any, Any]] = []
    for name in dict.fromkeys([*old, *new]):
        one, two = old.get(name), new.get(name)
        if isinstance(one, dict) or isinstance(two, dict):
            one, two = one or {}, two or {}
            found += [(f"{name}.{k}", one.get(k), two.get(k)) for k in sorted({*one, *two}) if one.get(k) != two.get(k)]
        elif one != two:
            found.append((name, one, two))
    return tuple(found)
