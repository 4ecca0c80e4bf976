"""Files named on the command line."""

from pathlib import Path

from django.core.management.base import CommandError


def read_text(name: str) -> str:
    """The text of a file. CommandError where it cannot be read."""
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is no UTF-8 text.") from error
