"""The copy of a clean file that may be published: parts of it covered for good, nothing but its pixels left."""

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from kentongan.cases.media import images, pages
from kentongan.cases.media.limits import CleanFile, clean_file, refused
from kentongan.cases.publication import Box, Boxes

_BLACK = (0, 0, 0, 255)


def covered(media_type: str, data: bytes, boxes: Boxes) -> CleanFile:
    """A file of its own: what lies under a box is in none of its bytes. Refused in words where that cannot be had."""
    if media_type.startswith("image/"):
        return images.clean(data, paint=lambda image: _paint(image, boxes))
    if media_type == "application/pdf":
        return pages.rebuilt(data, lambda image, page: _paint(image, [box for box in boxes if box.page == page]))
    if boxes:
        raise refused(
            _("Parts of a film cannot be covered here. Attach a photo instead, or a film in which nobody is seen.")
        )
    return clean_file(media_type, data)


def _paint(image: Image.Image, boxes: Boxes | list[Box]) -> None:
    draw = ImageDraw.Draw(image)
    for box in boxes:
        draw.rectangle(box.in_pixels(image.width, image.height), fill=_BLACK if image.mode == "RGBA" else _BLACK[:3])


def page_count(media_type: str, data: bytes) -> int:
    """How many pages can be looked at one by one: one of a picture, none where a document cannot be drawn here."""
    if media_type != "application/pdf":
        return 1
    return pages.count(data) if pages.is_possible() else 0
