"""Pictures: decoded, turned upright, made smaller, and painted on a new canvas that knows nothing but its pixels."""

import contextlib
import io
import threading
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from kentongan.cases.media.limits import PIXELS, SIDE, CleanFile, clean_file, damaged, refused
from kentongan.core.errors import Refused
from kentongan.core.uploads import SIZE

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_OUTPUT = {"JPEG": "JPEG", "WEBP": "WEBP", "PNG": "PNG", "GIF": "PNG"}
_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 85, "optimize": True},
    "WEBP": {"quality": 85, "method": 4},
    "PNG": {},
}
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, MemoryError)
_LONGEST_PROFILE = 1024**2
_one_at_a_time = threading.Lock()  # a large picture takes 200 MB while it is open

Image.MAX_IMAGE_PIXELS = PIXELS


def clean(data: bytes, *, paint: Callable[[Image.Image], None] | None = None) -> CleanFile:
    """The first frame of the picture, upright, at most `SIDE` long, in sRGB, without any metadata.

    `paint` may draw on it before it is written.
    """
    with _one_at_a_time:
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > PIXELS:
                    raise _too_large()
                output = _OUTPUT[image.format or ""]
                painted = _painted(image, opaque=output == "JPEG")
                if paint is not None:
                    paint(painted)
                return _encoded(painted, output)
        except Refused:
            raise
        except _BOMBS as error:
            raise _too_large() from error
        except _BROKEN as error:
            raise damaged() from error


def _painted(image: Image.Image, *, opaque: bool) -> Image.Image:
    image.draft("RGB", (SIDE, SIDE))  # JPEG only: decodes at a fraction of the size where that is enough
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    plain = _in_srgb(_eight_bits(upright), profile)
    canvas = Image.new("RGB" if opaque or not _has_alpha(plain) else "RGBA", plain.size, "white")
    canvas.paste(plain, mask=None if canvas.mode == "RGBA" or not _has_alpha(plain) else plain.getchannel("A"))
    return canvas


def _eight_bits(image: Image.Image) -> Image.Image:
    """RGB, RGBA, L or CMYK: palettes resolved, deeper samples scaled down."""
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"RGB", "RGBA", "L", "CMYK"}:
        return image if "transparency" not in image.info else image.convert("RGBA")
    is_clear = "transparency" in image.info or image.mode in {"LA", "PA", "La", "RGBa"}
    return image.convert("RGBA" if is_clear else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as seen, so that the profile itself can go. A profile that cannot be used is left aside."""
    if profile and len(profile) <= _LONGEST_PROFILE:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            image = turned or image
    return image if image.mode in {"RGB", "RGBA"} else image.convert("RGB")


def _has_alpha(image: Image.Image) -> bool:
    return image.mode == "RGBA"


def _encoded(canvas: Image.Image, output: str) -> CleanFile:
    data = _bytes_of(canvas, output)
    if len(data) > SIZE:  # a photo sent as PNG
        opaque = Image.new("RGB", canvas.size, "white")
        opaque.paste(canvas, mask=canvas.getchannel("A") if canvas.mode == "RGBA" else None)
        output, data = "JPEG", _bytes_of(opaque, "JPEG")
    return clean_file(f"image/{output.lower()}", data, canvas.width, canvas.height)


def _bytes_of(canvas: Image.Image, output: str) -> bytes:
    buffer = io.BytesIO()
    canvas.save(buffer, output, **_OPTIONS[output])
    return buffer.getvalue()


def _too_large() -> Refused:
    return refused(
        _("This picture has too many pixels (at most %(millions)s million).") % {"millions": PIXELS // 1_000_000}
    )
