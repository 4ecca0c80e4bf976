"""Whether a reporter or supporter is still needed: his case is open, or ended only lately."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kentongan.cases.models import Report, Support
from kentongan.cases.workflow import OPEN_STATES


@dataclass(frozen=True, slots=True)
class Tellers:
    """Those who told of a case, or follow one."""

    def needed(self, persons: Collection[int], before: datetime) -> set[int]:
        is_live = Q(case__state__in=OPEN_STATES) | Q(case__closed_at__gte=before)
        told = Report.objects.filter(person__in=persons).filter(
            is_live | Q(received_at__gte=before) | Q(rated_at__gte=before) | Q(entries__created_at__gte=before)
        )
        follows = Support.objects.filter(person__in=persons).filter(is_live | Q(created_at__gte=before))
        rows = (*told.values_list("person", flat=True), *follows.values_list("person", flat=True))
        return {person for person in rows if person is not None}

    def numbers(self, persons: Collection[int]) -> list[str]:
        """The codes of their reports, the oldest first."""
        reports = Report.objects.filter(person__in=persons).order_by("received_at", "id")
        return list(reports.values_list("code", flat=True)[:20])
