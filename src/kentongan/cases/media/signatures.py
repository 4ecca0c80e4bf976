"""What a file is, by its first bytes."""

from enum import Enum

from django.utils.translation import gettext as _

from kentongan.cases.media.limits import refused
from kentongan.core.errors import Refused


class Kind(Enum):
    IMAGE = "image"
    PDF = "pdf"
    VIDEO = "video"
    OTHER = "other"


_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_STILL_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_EBML = b"\x1aE\xdf\xa3"  # Matroska, WebM


def kind_of(data: bytes) -> Kind:
    """The kind of file these bytes begin."""
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return Kind.IMAGE
    if data.startswith(b"%PDF-"):
        return Kind.PDF
    if data.startswith(_EBML) or (data[4:8] == b"ftyp" and not _is_still(data)):
        return Kind.VIDEO
    return Kind.OTHER


def refusal(data: bytes) -> Refused:
    """Why a file of no accepted kind is not taken, and what to send instead."""
    if _is_still(data):
        return refused(_("Photos in HEIC or AVIF cannot be read here. Please send the photo as JPEG."))
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<"):
        return refused(_("Web pages and SVG drawings are not accepted. Please send a photo or a PDF."))
    return refused(_("This kind of file is not accepted. Please send a JPEG, PNG, WebP or GIF picture, or a PDF."))


def _is_still(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _STILL_BRANDS
