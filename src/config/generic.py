"""Classes of Django that our annotations subscript (`Field[str, str]`, `File[bytes]`) and that refuse it when they run.

The package that patches all of Django for this takes longer to import than Django's models.
"""

from typing import Any

from django.core.files.base import File
from django.db.models import Field


def _itself(cls: type[Any], _types: Any) -> type[Any]:
    return cls


def allow_subscripts() -> None:
    """Let a subscript give the class itself."""
    for generic in (Field, File):
        setattr(generic, "__class_getitem__", classmethod(_itself))  # noqa: B010 - the stubs know it already
