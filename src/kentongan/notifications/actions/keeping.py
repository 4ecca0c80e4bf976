"""Messages written to persons are kept for a time; that each was sent stays (`people.registry.Retained`)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kentongan.core.actor import Actor
from kentongan.notifications.models import Message

_OVER = (Message.State.SENT, Message.State.FAILED, Message.State.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Messages:
    """Words of messages that were delivered or given up that long ago."""

    kind: ClassVar = "notifications.message"
    days: ClassVar = 2 * 365
    basis: ClassVar = _("Law 27/2022, article 43: kept as proof that an answer was given, not longer")
    most: ClassVar = None

    def due(self, before: datetime, *, after: int, limit: int) -> list[int]:
        rows = self._old(before).filter(pk__gt=after).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:limit])

    def numbers(self, ids: Collection[int]) -> list[str]:
        return [str(pk) for pk in sorted(ids)]

    def take(self, pk: int, before: datetime, *, by: Actor) -> bool:
        return bool(self._old(before).filter(pk=pk).update(title=None, body=None))

    @staticmethod
    def _old(before: datetime) -> QuerySet[Message]:
        has_words = Q(title__isnull=False) | Q(body__isnull=False)
        return Message.objects.filter(has_words, state__in=_OVER, created_at__lt=before)
