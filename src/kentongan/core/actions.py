"""All that core writes about reference data: giving a set a new edition."""

import uuid

from django.db import transaction

from kentongan.core import cached
from kentongan.core.models import Edition


def new_edition(name: str) -> None:
    """Tell every process that the set `name` has changed. Called inside the transaction that changed it."""
    Edition.objects.update_or_create(name=name, defaults={"token": uuid.uuid4()})
    cached.recheck()
    transaction.on_commit(cached.recheck)


def hold_edition(name: str) -> None:
    """Let one act at a time change the set `name`: for rules that look at several of its rows, also at absent ones."""
    Edition.objects.get_or_create(name=name)
    Edition.objects.select_for_update().get(name=name)
