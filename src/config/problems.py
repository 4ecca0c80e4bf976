"""Errors in words for the person at the command line."""

import sys
import traceback

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db.utils import OperationalError

from config import environment
from config.backup import BackupFailed
from config.check import Misconfigured
from config.folder import InUse, NotOurs
from config.postgres import DatabaseUnavailable
from kentongan.core.crypto import WrongKey
from kentongan.core.errors import KentonganError

_WORDED = (BackupFailed, Misconfigured, InUse, NotOurs, DatabaseUnavailable)


def tell(error: Exception) -> int:
    """Say on stderr what went wrong; returns the exit code. The traceback is shown at log level DEBUG only."""
    if environment.read("KENTONGAN_LOG_LEVEL") == "DEBUG":
        traceback.print_exception(error)
    print(words(error), file=sys.stderr)
    return error.returncode if isinstance(error, CommandError) else 1


def words(error: Exception) -> str:
    """What to say of this error."""
    if isinstance(error, _WORDED):
        return str(error)
    known = _django(error)
    if known:
        return known
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return (
        f"Something unforeseen: {type(error).__name__}{place}. "
        "Run again with KENTONGAN_LOG_LEVEL=DEBUG to see everything."
    )


def _django(error: Exception) -> str:
    """Words for the errors of Django and of the house; empty where it is neither."""
    if isinstance(error, OperationalError):
        return f"The database does not answer: {str(error).splitlines()[0]}"
    if isinstance(error, WrongKey):
        return f"The keys do not open the data: {error}. Put the right key ring into the keys folder."
    if isinstance(error, CommandError | ImproperlyConfigured | KentonganError):
        return str(error)
    return ""
