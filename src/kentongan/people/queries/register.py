"""The register of requests of the persons concerned, read by the privacy officer alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound
from kentongan.people.models import Correction, DataRequest, RequestSubject
from kentongan.people.queries.persons import Identity, identity_of
from kentongan.people.reasons import is_closed_by_note, is_erasable


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request of the register. Its words are None once a person of it is erased."""

    id: int
    kind: str
    channel: str
    name: str | None
    contact: str | None
    text: str | None
    answer: str | None
    received_at: datetime
    due_at: datetime
    decision: str
    ground: str
    decided_at: datetime | None
    carried_out_at: datetime | None
    note: str | None

    @property
    def number(self) -> str:
        return f"PDP-{self.id:05}"

    @property
    def can_be_erased(self) -> bool:
        """Granted and not carried out yet."""
        return is_erasable(self.kind, self.decision) and self.carried_out_at is None

    @property
    def can_be_closed(self) -> bool:
        """Granted, and nobody has said yet how it was carried out."""
        return is_closed_by_note(self.kind, self.decision) and self.carried_out_at is None


_REQUEST = tuple(RequestView.__slots__)


def requests(*, state: str = "", kind: str = "", limit: int = 200, by: Actor) -> list[RequestView]:
    """The register: what is open first and by its limit, then what was decided, the latest first."""
    rows = _requests(by)
    if kind:
        rows = rows.filter(kind=kind)
    found = []
    if state != "decided":
        found += list(rows.filter(decided_at__isnull=True).order_by("due_at", "id")[:limit])
    if state != "open":
        found += list(rows.filter(decided_at__isnull=False).order_by("-decided_at", "-id")[:limit])
    return [_request_view(row) for row in found]


def request(request_id: int, *, by: Actor) -> RequestView:
    """One request. NotFound where there is none, or the reader may not know."""
    row = _requests(by).filter(pk=request_id).first()
    if row is None:
        raise NotFound
    return _request_view(row)


def subjects_of(request_id: int, *, by: Actor) -> list[tuple[int, Identity]]:
    """The persons a request is about, with what is known of them."""
    rows = RequestSubject.objects.filter(request__in=_requests(by), request=request_id).order_by("person_id")
    return [(person, identity_of(person)) for person in rows.values_list("person_id", flat=True)]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What was put right at a request; the values are None once erased."""

    person_id: int
    field: str
    before: str | None
    after: str | None
    corrected_at: datetime


def corrections_of(request_id: int, *, by: Actor) -> list[CorrectionView]:
    """What was put right at a request, the first first."""
    rows = Correction.objects.filter(request__in=_requests(by), request=request_id).order_by("id")
    return [CorrectionView(*(getattr(row, name) for name in CorrectionView.__slots__)) for row in rows]


def _requests(by: Actor) -> QuerySet[DataRequest]:
    return DataRequest.objects.all() if by.has(Role.PRIVACY_OFFICER) else DataRequest.objects.none()


def _request_view(row: DataRequest) -> RequestView:
    return RequestView(*(getattr(row, name) for name in _REQUEST))
