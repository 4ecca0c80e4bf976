"""Every personal column of the house, and what parts above do beside blanking when a person is erased."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

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
