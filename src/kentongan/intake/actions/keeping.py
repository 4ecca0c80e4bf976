"""Whether somebody is still needed because he follows a kelurahan."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kentongan.intake.models import Follow


@dataclass(frozen=True, slots=True)
class Followers:
    """Those who get letters, as long as they want them."""

    def needed(self, persons: Collection[int], before: datetime) -> set[int]:
        follows = Follow.objects.filter(person__in=persons, confirmed_at__isnull=False, stopped_at__isnull=True)
        return set(follows.values_list("person", flat=True))

    def numbers(self, persons: Collection[int]) -> list[str]:
        """None: a letter has no number anybody could look up."""
        return []
