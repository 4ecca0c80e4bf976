"""One file, after the rule was asked."""

from kentongan.cases import access, storage
from kentongan.cases.models import Attachment
from kentongan.cases.privacy import sight_of
from kentongan.cases.queries.timeline import may_open
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound


def file(key: str, *, by: Actor) -> tuple[str, bytes]:
    """Media type and bytes of an attachment this reader may open; NotFound where he may not know of it."""
    found = Attachment.objects.select_related("case", "entry").filter(key=key, exercise=by.exercise).first()
    if found is None:
        raise NotFound
    sight = sight_of(by, access.facts_of(found.case))
    kind = found.entry.kind if found.entry else ""
    if not sight.exists or not may_open(found, by, sight, kind=kind):
        raise NotFound
    return found.media_type, storage.read(found.key)
