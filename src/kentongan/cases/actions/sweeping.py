"""Files that no row names: left by a rollback, by a crash, or by an erasure that could not reach the store."""

import logging
from itertools import islice

from django.db.models import QuerySet

from kentongan.cases import storage
from kentongan.cases.models import Attachment

OLD_ENOUGH = 24 * 3600.0  # seconds; by then the row of a file is committed, or never will be
LEFT_AT_MOST = 100  # more than this, and more than are named: rather a wrong database than so many accidents
_BATCH = 500
_log = logging.getLogger(__name__)


def sweep_files() -> int:
    """Remove stored files a day old that no living attachment names; gives how many.

    Nothing is removed where the store looks like that of another database.
    """
    keys = storage.keys_older_than(OLD_ENOUGH)
    unnamed = [key for batch in iter(lambda: list(islice(keys, _BATCH)), []) for key in _unnamed(batch)]
    if len(unnamed) > max(LEFT_AT_MOST, _living().count()):
        _log.error("%d stored files belong to no case of this database; none was removed", len(unnamed))
        return 0
    for key in unnamed:
        storage.remove(key)
    return len(unnamed)


def _living() -> QuerySet[Attachment]:
    return Attachment.objects.filter(size__gt=0)


def _unnamed(keys: list[str]) -> list[str]:
    named = set(_living().filter(key__in=keys).values_list("key", flat=True))
    named |= set(_living().filter(copy_key__in=keys).values_list("copy_key", flat=True))
    return [key for key in keys if key not in named]
