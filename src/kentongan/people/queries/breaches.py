"""The register of breaches, read by those who keep it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound
from kentongan.people.models import Breach


@dataclass(frozen=True, slots=True)
class BreachView:
    """One failure of protecting personal data: what is known of it and who was told."""

    id: int
    known_at: datetime
    happened_at: datetime | None
    due_at: datetime
    data: list[str]
    persons: int
    is_estimate: bool
    needs_public_notice: bool
    cause: str
    measures: str
    advice: str
    contact: str
    note: str
    authority_told_at: datetime | None
    persons_told_at: datetime | None
    public_told_at: datetime | None
    closed_at: datetime | None

    @property
    def number(self) -> str:
        return f"KPD-{self.id:05}"

    @property
    def met_at(self) -> datetime | None:
        """When the last of those whom the 72 hours are for was told."""
        told = [self.authority_told_at, *([self.persons_told_at] if self.persons else [])]
        moments = [at for at in told if at is not None]
        return max(moments) if len(moments) == len(told) else None


_BREACH = tuple(BreachView.__slots__)


def breaches(*, by: Actor, limit: int = 200) -> list[BreachView]:
    """The register: what is open first and by its limit, then what is closed, the latest first."""
    rows = _breaches(by).order_by(F("closed_at").desc(nulls_first=True), "due_at", "pk")
    return _views(rows[:limit])


def breach(breach_id: int, *, by: Actor) -> BreachView:
    """One breach. NotFound where there is none, or the reader may not know."""
    found = _views(_breaches(by).filter(pk=breach_id))
    if not found:
        raise NotFound(str(breach_id))
    return found[0]


def _views(rows: Iterable[Breach]) -> list[BreachView]:
    return [BreachView(*(getattr(row, name) for name in _BREACH)) for row in rows]


def _breaches(by: Actor) -> QuerySet[Breach]:
    may = by.has(Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)
    return Breach.objects.all() if may else Breach.objects.none()
