"""Files come out as what they show and nothing else, or are refused in words."""

import io
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kentongan.cases import media
from kentongan.core.errors import Refused

SECRET = b"Budi-Santoso-7.8167S"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description>' + SECRET + b"</rdf:Description></x:xmpmeta>"


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = SECRET.decode()  # maker
    data[0x9286] = SECRET  # user comment
    gps = data.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "S", (7.0, 49.0, 0.1), "E", (112.0, 0.0, 42.0)
    return data


def picture(size: tuple[int, int] = (64, 40), mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", size, "navy")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def icc() -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def talkative(kind: str) -> bytes:
    if kind == "PNG":
        notes = PngInfo()
        notes.add_text("Author", SECRET.decode())
        notes.add_text("Comment", SECRET.decode() * 20, zip=True)
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        return saved(picture(), kind, pnginfo=notes, exif=exif(), icc_profile=icc())
    if kind == "GIF":
        return saved(picture(mode="P"), kind, comment=SECRET)
    extra = {"comment": SECRET} if kind == "JPEG" else {}
    return saved(picture(), kind, exif=exif(), xmp=XMP, icc_profile=icc(), **extra)


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/png")],
)
def test_no_metadata_survives(kind: str, media_type: str) -> None:
    told = talkative(kind)
    assert SECRET in told
    clean = media.clean(told)
    assert clean.media_type == media_type
    for trace in (SECRET, b"Exif", b"xmp", b"XMP", b"iCCP", b"ICC_PROFILE", b"tEXt", b"zTXt", b"iTXt", b"eXIf"):
        assert trace not in clean.data
    with Image.open(io.BytesIO(clean.data)) as image:
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background"}
        assert image.size == (clean.width, clean.height) == (64, 40)
        assert image.convert("RGB").getpixel((2, 2))[0] > 200  # type: ignore[index]


def test_a_picture_is_turned_upright_before_its_orientation_is_forgotten() -> None:
    clean = media.clean(saved(picture(), "JPEG", exif=exif(orientation=6), quality=95))
    assert (clean.width, clean.height) == (40, 64)
    with Image.open(io.BytesIO(clean.data)) as image:
        red = image.convert("RGB").getpixel((35, 5))
    assert isinstance(red, tuple)
    assert red[0] > 200


def test_the_longest_side_is_limited_and_the_shape_kept() -> None:
    clean = media.clean(saved(picture((4000, 1000)), "JPEG"))
    assert (clean.width, clean.height) == (media.SIDE, media.SIDE // 4)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    image = Image.new("I;16", (8, 8), 40_000) if mode == "I;16" else picture((8, 8), mode)
    clean = media.clean(saved(image, "PNG"))
    with Image.open(io.BytesIO(clean.data)) as out:
        assert out.mode in {"RGB", "RGBA"}
        assert out.size == (8, 8)


def test_sixteen_bits_stay_as_bright_as_they_were() -> None:
    clean = media.clean(saved(Image.new("I;16", (8, 8), 0x8000), "PNG"))
    with Image.open(io.BytesIO(clean.data)) as out:
        assert out.getpixel((4, 4)) == (128, 128, 128)


def test_transparency_stays() -> None:
    clean = media.clean(saved(Image.new("RGBA", (8, 8), (255, 0, 0, 0)), "PNG"))
    with Image.open(io.BytesIO(clean.data)) as out:
        assert out.getpixel((4, 4)) == (255, 0, 0, 0)


def test_a_cmyk_photo_becomes_one_a_browser_shows() -> None:
    clean = media.clean(saved(picture(mode="CMYK"), "JPEG"))
    with Image.open(io.BytesIO(clean.data)) as out:
        assert out.mode == "RGB"


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("P", (16, 16), n) for n in range(3)]
    clean = media.clean(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    with Image.open(io.BytesIO(clean.data)) as out:
        assert getattr(out, "n_frames", 1) == 1


def test_a_web_page_hidden_in_a_picture_is_gone() -> None:
    page = b"<html><script>alert(1)</script></html>"
    for told in (talkative("JPEG") + page, saved(picture(), "JPEG", comment=page), saved(picture(), "PNG") + page):
        clean = media.clean(told)
        assert b"<script" not in clean.data
        assert b"<html" not in clean.data


def test_an_archive_behind_a_picture_is_gone() -> None:
    assert b"PK\x03\x04" not in media.clean(talkative("PNG") + b"PK\x03\x04secret.txt").data


def test_the_digest_is_that_of_the_kept_bytes() -> None:
    import hashlib

    clean = media.clean(talkative("JPEG"))
    assert clean.digest == hashlib.sha256(clean.data).digest()


@pytest.mark.parametrize(
    "told",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xef\xbb\xbf<?xml version='1.0'?><svg/>",
        b"<!DOCTYPE html><html></html>",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"GIF",
        b"BM\x00\x00",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
        b"jalan berlubang",
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(told: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        media.clean(told)
    assert refusal.value.field == "files"


def test_empty_large_and_many_files_are_refused() -> None:
    with pytest.raises(Refused):
        media.clean(b"")
    with pytest.raises(Refused):
        media.clean(b"\xff\xd8\xff" + bytes(media.SIZE))
    media.check_count(media.FILES)
    with pytest.raises(Refused):
        media.check_count(media.FILES + 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_broken_picture_is_refused_not_an_error(kind: str) -> None:
    told = saved(picture((400, 300), "P" if kind == "GIF" else "RGB"), kind)
    for cut in (12, len(told) // 2):
        with pytest.raises(Refused):
            media.clean(told[:cut])


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(7_100, 7_100), (9_000, 9_000), (60_000, 60_000)])
def test_a_decompression_bomb_is_refused_before_it_is_opened(size: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="50"):
        media.clean(png_claiming(*size))


def test_a_bomb_of_words_in_a_picture_is_refused() -> None:
    notes = PngInfo()
    notes.add_text("Comment", "x" * 30_000_000, zip=True)
    with pytest.raises(Refused):
        media.clean(saved(picture(), "PNG", pnginfo=notes))
