"""A city's coat of arms as it may be shown: a picture of pixels, decoded and painted anew. Pure."""

import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image

from kentongan.core.errors import Refused

LARGEST = 2 * 1024 * 1024  # bytes as sent
SIDE = 512  # pixels, the longer side as kept
_SMALLEST, _MOST_PIXELS = 64, 16_000_000
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, MemoryError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Logo:
    """PNG bytes without any metadata, and the size in pixels."""

    data: bytes
    width: int
    height: int


def read(data: bytes) -> Logo:
    """The picture painted on a clear canvas, at most `SIDE` long. Refused (field `logo`) where it is none we show."""
    if len(data) > LARGEST:
        raise _no(_("The file may have at most %(size)d MB.") % {"size": LARGEST // 1024**2})
    if b"<svg" in data[:4096].lower():
        raise _no(_("SVG can carry scripts and is not taken: save it as PNG or WebP."))
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "WEBP")) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise _no(_("The picture has too many pixels."))
            if min(image.size) < _SMALLEST:
                raise _no(_("The picture is too small: at least %(side)d pixels each way.") % {"side": _SMALLEST})
            return _painted(image)
    except Refused:
        raise
    except (*_BOMBS, *_BROKEN) as error:
        raise _no(_("This is no PNG or WebP picture, or it is damaged.")) from error


def _painted(image: Image.Image) -> Logo:
    plain = image.convert("RGBA")
    plain.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    canvas = Image.new("RGBA", plain.size)
    canvas.paste(plain)
    buffer = io.BytesIO()
    canvas.save(buffer, "PNG", optimize=True)
    return Logo(buffer.getvalue(), canvas.width, canvas.height)


def _no(reason: str) -> Refused:
    return Refused(reason, field="logo")
