"""Model fields that say what kind of data they hold."""

from typing import Any, TypeVar

from django.db import models

from kentongan.core import crypto

_Set = TypeVar("_Set")
_Get = TypeVar("_Get")


class EncryptedField(models.BinaryField[_Set, _Get]):
    """Encrypted in the database, open in Python. A new key reaches every column of this kind (`people.rotate_keys`).

    It cannot be searched: each value is encrypted differently each time.
    """

    def _sealed(self, value: Any) -> bytes | None:
        return crypto.encrypt_bytes(value)

    def _opened(self, value: bytes) -> Any:
        return crypto.decrypt_bytes(value)

    def from_db_value(self, value: bytes | None, *_: Any) -> Any:
        return None if value is None else self._opened(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = None if value is None else self._sealed(value)
        return super().get_db_prep_value(sealed, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is a value can be asked; `filter(name="…")` fails loudly instead of finding nothing."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def to_python(self, value: Any) -> Any:
        return value


class SealedBytesField(EncryptedField[bytes | None, bytes | None]):
    """What is ours to keep from others' eyes, as bytes; None where there is nothing."""

    description = "encrypted bytes"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "null": True})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        return name, path, args, kwargs


class SealedTextField(EncryptedField[str, str]):
    """What is ours to keep from others' eyes, as text."""

    description = "encrypted text"

    def _sealed(self, value: Any) -> bytes | None:
        return crypto.encrypt(value)

    def _opened(self, value: bytes) -> str:
        return crypto.decrypt(value)


class PersonalTextField(EncryptedField[str | None, str | None]):
    """Personal text: a string in Python, None once erased (or never given). An empty text is stored as NULL."""

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

    def _sealed(self, value: Any) -> bytes | None:
        return crypto.encrypt(value) if value else None

    def _opened(self, value: bytes) -> str:
        return crypto.decrypt(value)

    def get_default(self) -> Any:
        return None

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj) or ""
