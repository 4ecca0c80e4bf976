"""Model fields that say what kind of data they hold."""

from typing import Any

from django.db import models

from kentongan.core import crypto


class PersonalTextField(models.BinaryField[str | None, str | None]):
    """Personal text: encrypted in the database, a string in Python, None once erased (or never given).

    An empty text is stored as NULL. It cannot be searched: each value is encrypted differently each time.
    """

    description = "encrypted personal text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["null"] = True
        kwargs.setdefault("blank", True)
        kwargs["editable"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for implied in ("null", "editable", "blank"):
            kwargs.pop(implied, None)
        return name, path, args, kwargs

    def from_db_value(self, value: bytes | None, *_: Any) -> str | None:
        return None if value is None else crypto.decrypt(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = crypto.encrypt(value) if value else None
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is a value can be asked; `filter(name="…")` fails loudly instead of finding nothing."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_default(self) -> Any:
        return None

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj) or ""

    def to_python(self, value: Any) -> Any:
        return value
