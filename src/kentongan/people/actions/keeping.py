"""The kinds of data of this part that go after a time: persons nobody needs any more, and requests long answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kentongan.core.actor import Actor
from kentongan.people.actions.erasing import erase
from kentongan.people.actions.forgetting import forget_request
from kentongan.people.models import DataRequest, Person, RequestSubject
from kentongan.people.registry import keepers

_MOST_LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class Persons:
    """Everyone all of whose matters ended that long ago, with all that was told, by the one road of erasure."""

    kind: ClassVar = "people.person"
    days: ClassVar = 5 * 365
    basis: ClassVar = _("Law 27/2022, articles 43 and 44: the purpose has ended; schedule of archives of the city")
    most: ClassVar = None

    def due(self, before: datetime, *, after: int, limit: int) -> list[int]:
        """Persons that are needed are passed over, however many stand in a row."""
        found: list[int] = []
        while len(found) < limit:
            old = Person.objects.filter(pk__gt=after, erased_at__isnull=True, created_at__lt=before).order_by("pk")
            ids = list(old.values_list("pk", flat=True)[:_MOST_LOOKED_AT])
            if not ids:
                break
            after, kept = ids[-1], self._needed(ids, before)
            found += [pk for pk in ids if pk not in kept]
        return found[:limit]

    def numbers(self, ids: Collection[int]) -> list[str]:
        return [number for keeper in keepers() for number in keeper.numbers(ids)]

    @transaction.atomic
    def take(self, pk: int, before: datetime, *, by: Actor) -> bool:
        """Looked at again under the lock for which a report on its way in waits."""
        Person.objects.select_for_update().filter(pk=pk).first()
        if self._needed([pk], before):
            return False
        erase(pk, reason="retention", by=by)
        return True

    @staticmethod
    def _needed(ids: Collection[int], before: datetime) -> set[int]:
        asking = RequestSubject.objects.filter(person__in=ids).filter(_answered_lately("request__", before))
        needed = set(asking.values_list("person", flat=True))
        return needed.union(*(keeper.needed(ids, before) for keeper in keepers()))


@dataclass(frozen=True, slots=True)
class Requests:
    """The words of requests answered that long ago, whether or not a person of ours was named in them."""

    kind: ClassVar = "people.datarequest"
    days: ClassVar = 3 * 365
    basis: ClassVar = _("Law 27/2022, article 44: kept as long as the answer may be disputed")
    most: ClassVar = None

    def due(self, before: datetime, *, after: int, limit: int) -> list[int]:
        rows = self._old(before).filter(pk__gt=after).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:limit])

    def numbers(self, ids: Collection[int]) -> list[str]:
        return [f"PDP-{pk:05}" for pk in sorted(ids)]

    def take(self, pk: int, before: datetime, *, by: Actor) -> bool:
        if not self._old(before).filter(pk=pk).exists():
            return False
        forget_request(pk, by=by)
        return True

    @staticmethod
    def _old(before: datetime) -> QuerySet[DataRequest]:
        return DataRequest.objects.filter(erased_at__isnull=True, name__isnull=False).exclude(
            _answered_lately("", before)
        )


def _answered_lately(prefix: str, before: datetime) -> Q:
    """Not decided yet, or only after that moment, or granted and not carried out."""
    waits = Q(**{f"{prefix}decision__in": ["granted", "partly"], f"{prefix}carried_out_at__isnull": True})
    is_open = Q(**{f"{prefix}decided_at__isnull": True})
    return is_open | waits | Q(**{f"{prefix}decided_at__gte": before})
