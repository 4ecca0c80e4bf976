"""Rows that all tests of a module share: written once, seen by each test, gone at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker

from kentongan.core import cached


@contextmanager
def kept_for_a_module(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Open the transaction inside which the module's tests run in savepoints of their own."""
    with blocker.unblock(), transaction.atomic():
        cached.forget_all()
        yield
        transaction.set_rollback(True)
    cached.forget_all()
