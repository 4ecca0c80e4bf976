"""Pages of a document as pictures: to look at, to cover parts of, to publish. By `pdftoppm`, where it is installed."""

import io
import re
import shutil
from collections.abc import Callable

from django.utils.translation import gettext as _
from PIL import Image

from kentongan.cases.media import confined, pdf
from kentongan.cases.media.limits import CleanFile, damaged, refused

PUBLISHED = 20  # pages of a document that may be published: each is a picture
_SIDE = 1654  # longest side of a page in pixels: a sheet of A4 at 140 dots an inch
_COUNT = re.compile(rb"^Pages:\s+(\d+)", re.MULTILINE)


def is_possible() -> bool:
    return shutil.which("pdftoppm") is not None and shutil.which("pdfinfo") is not None


def count(data: bytes) -> int:
    """How many pages; Refused where the document cannot be read."""
    found = _COUNT.search(_run(["pdfinfo", "-"], data))
    if found is None:
        raise damaged()
    return int(found[1])


def picture(data: bytes, number: int) -> bytes:
    """One page as a JPEG."""
    page = ["-f", str(number), "-l", str(number), "-scale-to", str(_SIDE), "-jpeg", "-jpegopt", "quality=85"]
    return _run(["pdftoppm", *page, "-"], data)


def rebuilt(data: bytes, paint: Callable[[Image.Image, int], None]) -> CleanFile:
    """A new document of the pages' pictures alone, after `paint` was given each; no word can be taken out of it."""
    if not is_possible():
        raise refused(
            _(
                "This machine cannot turn a document into pictures (pdftoppm is missing), so it cannot be published. "
                "Attach the pages as photos instead."
            )
        )
    pages = count(data)
    if pages > PUBLISHED:
        raise refused(
            _("A document of more than %(pages)s pages is not published here. Attach the pages that matter as photos.")
            % {"pages": PUBLISHED}
        )
    painted = []
    for number in range(1, pages + 1):
        with Image.open(io.BytesIO(picture(data, number)), formats=("JPEG",)) as image:
            page = image.convert("RGB")
        paint(page, number)
        painted.append(page)
    buffer = io.BytesIO()
    painted[0].save(buffer, "PDF", save_all=True, append_images=painted[1:], resolution=140.0, quality=80)
    return pdf.clean(buffer.getvalue())


def _run(command: list[str], data: bytes) -> bytes:
    try:
        return confined.run(command, data=data)
    except confined.Failed as error:
        raise damaged() from error
