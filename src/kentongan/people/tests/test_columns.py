"""Every column that can hold words says whose they are: the public's, ours, or a person's."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from kentongan.core.fields import PersonalTextField
from kentongan.people.registry import PersonalColumns, personal_columns

MODELS = [model for model in apps.get_models() if model.__module__.startswith("kentongan.")]
CAN_HOLD_WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
    models.FilePathField,
    models.GenericIPAddressField,
    ArrayField,
    SearchVectorField,
)
PERSONAL = list(personal_columns())


def declared(model: type[models.Model]) -> set[str]:
    return {*getattr(model, "public", ()), *getattr(model, "internal", ())}


def personal(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if isinstance(field, PersonalTextField)}


def label(value: Any) -> str:
    return value.label if isinstance(value, PersonalColumns) else value._meta.label


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_column_of_words_is_declared_public_internal_or_personal(model: type[models.Model]) -> None:
    words = {field.name for field in model._meta.concrete_fields if isinstance(field, CAN_HOLD_WORDS)}
    assert words - declared(model) - personal(model) == set(), "declare it, or make it a PersonalTextField"


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_what_is_declared_exists_and_is_not_personal(model: type[models.Model]) -> None:
    names = {field.name for field in model._meta.concrete_fields}
    assert declared(model) - names == set()
    assert declared(model) & personal(model) == set()
    assert not set(getattr(model, "public", ())) & set(getattr(model, "internal", ()))


@pytest.mark.parametrize("columns", PERSONAL, ids=label)
def test_personal_text_can_be_erased_by_its_person(columns: PersonalColumns) -> None:
    assert columns.erase_by, "name the path from the model to its person"
    found = columns.model._default_manager.filter(**{columns.erase_by: 1})
    assert "WHERE" in str(found.query)


@pytest.mark.parametrize("columns", PERSONAL, ids=label)
def test_what_goes_with_personal_text_can_be_null(columns: PersonalColumns) -> None:
    for name in columns.blanked:
        assert columns.model._meta.get_field(name).null, name


def test_a_text_beside_a_salt_takes_the_salt_along() -> None:
    for columns in PERSONAL:
        names = {field.name for field in columns.model._meta.concrete_fields}
        assert names.isdisjoint({"salt"}) or "salt" in columns.erase_also, columns.label


def test_the_walk_reaches_every_part_that_keeps_personal_text() -> None:
    assert {columns.label for columns in PERSONAL} >= {
        "people.person",
        "people.contact",
        "cases.report",
        "cases.entry",
        "cases.attachment",
        "notifications.message",
    }


def test_personal_text_cannot_be_searched_by_mistake() -> None:
    from django.core.exceptions import FieldError

    from kentongan.people.models import Person

    assert Person.objects.filter(name__isnull=True).query
    for lookup in ("name", "name__in", "name__contains"):
        with pytest.raises(FieldError):
            Person.objects.filter(**{lookup: "Budi"})
