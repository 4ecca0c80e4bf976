"""Reads of documents: each only by the one who asked for it, until it expires."""

from dataclasses import dataclass
from datetime import datetime

from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.core.ids import row_id
from kentongan.statistics.models import Document
from kentongan.statistics.sheets import MEDIA_TYPES

_SHOWN = ("id", "name", "form", "state", "rows", "size", "is_cut", "asked_at", "expires_at")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document as its list shows it. `rows`: so far, while it is made."""

    id: int
    name: str
    form: str
    state: str
    rows: int
    size: int
    is_cut: bool
    asked_at: datetime
    expires_at: datetime

    @property
    def is_ready(self) -> bool:
        return self.state == Document.State.READY

    @property
    def is_pending(self) -> bool:
        return self.state in {Document.State.WAITING, Document.State.RUNNING}


def documents(by: Actor) -> list[DocumentFacts]:
    """What he asked for and has not expired, the newest first."""
    rows = Document.objects.filter(owner=by.user or 0, expires_at__gt=clock.now()).order_by("-id")
    return [DocumentFacts(*row) for row in rows.values_list(*_SHOWN)]


@dataclass(frozen=True, slots=True)
class File:
    """A finished document."""

    filename: str
    media_type: str
    data: bytes


def document_file(key: str, *, by: Actor) -> File:
    """The file of a document of his. NotFound where it is another's, not ready, or expired."""
    rows = Document.objects.filter(owner=by.user or 0, state=Document.State.READY, expires_at__gt=clock.now())
    found = rows.filter(pk=row_id(key)).first()
    if found is None or found.content is None:
        raise NotFound(key)
    name = f"{found.name}-{clock.local(found.asked_at):%Y-%m-%d-%H%M}.{found.form}"
    return File(name, MEDIA_TYPES[found.form], found.content)
