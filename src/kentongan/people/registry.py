"""Every personal column of the house, and what parts above do beside blanking when a person is erased."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from kentongan.core.actor import Actor
from kentongan.core.fields import EncryptedField, PersonalTextField


@dataclass(frozen=True)
class PersonalColumns:
    """The encrypted fields of one model, the path from it to its person, and what goes with them (salts, marks)."""

    model: type[Model]
    fields: tuple[PersonalTextField, ...]
    erase_by: str
    erase_also: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def blanked(self) -> tuple[str, ...]:
        """Names of the fields that erasure sets to NULL."""
        return (*(field.name for field in self.fields), *self.erase_also)


class Eraser(Protocol):
    """What a part does of its own when a person is erased, before the personal columns are blanked."""

    def __call__(self, person_id: int) -> int:
        """Take away what is personal beside the encrypted columns; gives how many things that were."""


class Keeper(Protocol):
    """A part's word on whether persons are still needed: what they told is worked on, or was until lately."""

    def needed(self, persons: Collection[int], before: datetime) -> set[int]:
        """Those of these persons whose matters are open, or ended only after that moment."""

    def numbers(self, persons: Collection[int]) -> list[str]:
        """What a few of them may be looked up by, e.g. numbers of cases; never a name or a contact."""


class Retained(Protocol):
    """One kind of data that is kept for a time and then goes. `days` and `basis` hold where the city says nothing.

    `most` is the longest it can be kept at all, where something else takes it away by then; None where nothing does.
    """

    @property
    def kind(self) -> str: ...

    @property
    def days(self) -> int: ...

    @property
    def basis(self) -> str | Promise: ...

    @property
    def most(self) -> int | None: ...

    def due(self, before: datetime, *, after: int, limit: int) -> list[int]:
        """The next ids above `after` of what is older than that moment and needed no more."""

    def numbers(self, ids: Collection[int]) -> list[str]:
        """What a few of them may be looked up by; never a name or a contact."""

    def take(self, pk: int, before: datetime, *, by: Actor) -> bool:
        """Erase it, unless it is needed again by now."""


def personal_columns() -> Iterator[PersonalColumns]:
    """All models with personal text, whatever part they belong to."""
    for model in apps.get_models():
        fields = tuple(field for field in model._meta.concrete_fields if isinstance(field, PersonalTextField))
        if fields:
            yield PersonalColumns(model, fields, getattr(model, "erase_by", ""), getattr(model, "erase_also", ()))


def encrypted_columns() -> Iterator[tuple[type[Model], tuple[str, ...]]]:
    """All models with encrypted columns, personal or our own, and the names of those columns."""
    for model in apps.get_models():
        fields = (field for field in model._meta.concrete_fields if isinstance(field, EncryptedField))
        columns = tuple(str(field.column) for field in fields)
        if columns:
            yield model, columns


def erasers() -> Sequence[Eraser]:
    """Those named in the composition of the house (`KENTONGAN_ERASERS`), in their order."""
    found: Sequence[Eraser] = import_string(settings.KENTONGAN_ERASERS)
    return found


def keepers() -> Sequence[Keeper]:
    """Those named in the composition of the house (`KENTONGAN_KEEPERS`)."""
    found: Sequence[Keeper] = import_string(settings.KENTONGAN_KEEPERS)
    return found


def retained() -> Sequence[Retained]:
    """Every kind of data that goes after a time (`KENTONGAN_RETAINED`), in the order in which it is gone over."""
    found: Sequence[Retained] = import_string(settings.KENTONGAN_RETAINED)
    return found
