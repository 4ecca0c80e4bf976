"""Files from outside, made harmless and silent: bytes in, clean bytes out. Pure.

The type is told by content, never by name. Everything is written anew, so that nothing beside the picture itself
survives: no position, no camera, no author, no comment, no script, no second file hidden in the first.
"""

from django.utils.translation import gettext as _

from kentongan.cases.media import images, pdf, video
from kentongan.cases.media.covering import covered, page_count
from kentongan.cases.media.limits import PIXELS, SIDE, CleanFile, check_count, check_size, read
from kentongan.cases.media.pages import picture as page_picture
from kentongan.cases.media.signatures import Kind, kind_of, refusal
from kentongan.core.uploads import FILES, SIZE

__all__ = [
    "FILES",
    "PIXELS",
    "SIDE",
    "SIZE",
    "CleanFile",
    "accepted_types",
    "accepted_words",
    "check_count",
    "clean",
    "covered",
    "page_count",
    "page_picture",
    "read",
]

_CLEANERS = {Kind.IMAGE: images.clean, Kind.PDF: pdf.clean, Kind.VIDEO: video.clean}


def clean(data: bytes) -> CleanFile:
    """The file without anything it says beside itself; Refused in words where that cannot be had."""
    check_size(len(data))
    kind = kind_of(data)
    if kind is Kind.OTHER:
        raise refusal(data)
    return _CLEANERS[kind](data)


def accepted_types() -> tuple[str, ...]:
    """The media types a form may offer now, for its `accept`."""
    pictures = ("image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf")
    return (*pictures, "video/mp4", "video/webm", "video/quicktime") if video.is_possible() else pictures


def accepted_words() -> str:
    """The label of an input for files: what may be sent now."""
    return _("Attachment (photo, film or PDF)") if video.is_possible() else _("Attachment (photo or PDF)")
