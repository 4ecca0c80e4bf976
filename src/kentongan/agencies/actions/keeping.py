"""Failed tries to sign in are kept for a time, like all that tells who was where (`people.registry.Retained`)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kentongan.agencies.actions.sign_ins import FAILURES_KEPT, KEPT
from kentongan.agencies.models import SignIn, SignInFailure
from kentongan.core.actor import Actor


@dataclass(frozen=True, slots=True)
class FailedSignIns:
    """Tries that failed. They go by themselves too, after `FAILURES_KEPT`."""

    kind: ClassVar = "agencies.signinfailure"
    days: ClassVar = FAILURES_KEPT.days
    basis: ClassVar = _("Law 27/2022, article 35: security of processing, no longer than that needs")
    most: ClassVar = FAILURES_KEPT.days

    def due(self, before: datetime, *, after: int, limit: int) -> list[int]:
        rows = SignInFailure.objects.filter(failed_at__lt=before, pk__gt=after).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:limit])

    def numbers(self, ids: Collection[int]) -> list[str]:
        return [str(pk) for pk in sorted(ids)]

    def take(self, pk: int, before: datetime, *, by: Actor) -> bool:
        gone, _by_model = SignInFailure.objects.filter(pk=pk, failed_at__lt=before).delete()
        return bool(gone)


@dataclass(frozen=True, slots=True)
class SignIns:
    """Devices not used since. They go by themselves too, after `KEPT`."""

    kind: ClassVar = "agencies.signin"
    days: ClassVar = KEPT.days
    basis: ClassVar = FailedSignIns.basis
    most: ClassVar = KEPT.days

    def due(self, before: datetime, *, after: int, limit: int) -> list[int]:
        rows = SignIn.objects.filter(seen_at__lt=before, pk__gt=after).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:limit])

    def numbers(self, ids: Collection[int]) -> list[str]:
        return [str(pk) for pk in sorted(ids)]

    def take(self, pk: int, before: datetime, *, by: Actor) -> bool:
        gone, _by_model = SignIn.objects.filter(pk=pk, seen_at__lt=before).delete()
        return bool(gone)
