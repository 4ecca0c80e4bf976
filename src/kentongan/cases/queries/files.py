"""One file, after the rule was asked."""

from dataclasses import dataclass
from functools import lru_cache

from kentongan.cases import access, media, storage
from kentongan.cases.models import Attachment
from kentongan.cases.privacy import of_report, sight_of
from kentongan.cases.queries.timeline import Way, way_to
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as this reader may open it. `name` is the store's: another one with every copy that is made."""

    name: str
    media_type: str
    size: int

    def read(self) -> bytes:
        return storage.read(self.name)


def opened(key: str, *, by: Actor, as_published: bool = False) -> Opened:
    """The file this reader may open, itself or its released copy; NotFound where he may not know of it.

    `as_published`: the copy, also where he may see the file itself.
    """
    found = Attachment.objects.select_related("case", "entry", "report").filter(key=key, exercise=by.exercise).first()
    if found is None:
        raise NotFound
    facts, told = access.facts_of(found.case), found.report
    if told is not None:
        facts = of_report(facts, is_anonymous=told.is_anonymous, is_confidential=told.is_confidential)
    sight = sight_of(by, facts)
    way = way_to(found, by, sight, kind=found.entry.kind if found.entry else "")
    if not sight.exists or way is Way.NONE or (as_published and not found.copy_key):
        raise NotFound
    if way is Way.COPY or as_published:
        return Opened(found.copy_key, found.copy_type, found.copy_size)
    return Opened(found.key, found.media_type, found.size)


def file(key: str, *, by: Actor, as_published: bool = False) -> tuple[str, bytes]:
    """Media type and bytes of an attachment as this reader may open it."""
    found = opened(key, by=by, as_published=as_published)
    return found.media_type, found.read()


def page_count(found: Opened) -> int:
    """How many pages of it can be looked at: one of a picture, none of a document this machine cannot draw."""
    return _page_count(found.name, found.media_type)


@lru_cache(maxsize=1024)
def _page_count(name: str, media_type: str) -> int:
    return media.page_count(media_type, storage.read(name)) if media_type == "application/pdf" else 1


def page_picture(found: Opened, number: int) -> bytes:
    """One page of a document as a JPEG; NotFound where it has no such page."""
    if found.media_type != "application/pdf" or not 1 <= number <= page_count(found):
        raise NotFound
    return media.page_picture(found.read(), number)
