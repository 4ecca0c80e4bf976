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
