"""Model fields that say what kind of data they hold."""

from typing import Any

from django.db import models

from kentongan.core import crypto


class PersonalTextField(models.BinaryField[str | None, str | None]):
    """Personal text: encrypted in the database, a string in Python, None once erased (or never given)."""

    description = "encrypted personal text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["null"] = True
        kwargs.setdefault("blank", True)
        kwargs["editable"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        kwargs.pop("editable", None)
        kwargs.pop("blank", None)
        return name, path, args, kwargs

    def from_db_value(self, value: bytes | None, *_: Any) -> str | None:
        return None if value is None else crypto.decrypt(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = crypto.encrypt(value)
        return super().get_db_prep_value(value, connection, prepared)

    def get_default(self) -> Any:
        return None

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj) or ""

    def to_python(self, value: Any) -> Any:
        return value
