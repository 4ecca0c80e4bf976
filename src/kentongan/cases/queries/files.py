"""One file, after the rule was asked."""

from kentongan.cases import access, storage
from kentongan.cases.models import Attachment
from kentongan.cases.privacy import of_report, sight_of
from kentongan.cases.queries.timeline import may_open
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound


def file(key: str, *, by: Actor) -> tuple[str, bytes]:
    """Media type and bytes of an attachment this reader may open; NotFound where he may not know of it."""
    found = Attachment.objects.select_related("case", "entry", "report").filter(key=key, exercise=by.exercise).first()
    if found is None:
        raise NotFound
    facts, told = access.facts_of(found.case), found.report
    if told is not None:
        facts = of_report(facts, is_anonymous=told.is_anonymous, is_confidential=told.is_confidential)
    sight = sight_of(by, facts)
    kind = found.entry.kind if found.entry else ""
    if not sight.exists or not may_open(found, by, sight, kind=kind):
        raise NotFound
    return found.media_type, storage.read(found.key)
