"""Documents come out as their pages and nothing else, or are refused in words."""

import io
from collections.abc import Callable
from typing import Any, cast

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from kentongan.cases import media
from kentongan.cases.tests.test_media import SECRET, XMP, exif, picture, saved
from kentongan.core.errors import Refused


def document(*, pages: int = 1) -> Pdf:
    pdf = Pdf.new()
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(200, 200))
        page.obj.Contents = Stream(pdf, f"0 0 1 rg 10 10 50 50 re f % page {number}".encode())
    return pdf


def written(pdf: Pdf, **options: Any) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def with_author(pdf: Pdf) -> None:
    pdf.docinfo["/Author"] = String(SECRET.decode())
    pdf.Root.Metadata = Stream(pdf, XMP, Type=Name.Metadata, Subtype=Name.XML)
    pdf.pages[0].obj.PieceInfo = Dictionary(Editor=Dictionary(Private=String(SECRET.decode())))


def with_scripts(pdf: Pdf) -> None:
    script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)//" + SECRET.decode())))
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("start"), script])))
    pdf.pages[0].obj.AA = Dictionary(O=script)


def with_file_inside(pdf: Pdf) -> None:
    pdf.attachments["notes.txt"] = AttachedFileSpec(pdf, SECRET, description=SECRET.decode())


def with_link(pdf: Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://tracker.example.com/" + SECRET.decode()))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 100, 100]), A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def photo(data: bytes) -> Callable[[Pdf], None]:
    def add(pdf: Pdf) -> None:
        image = Stream(
            pdf,
            data,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=64,
            Height=40,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        image.Metadata = Stream(pdf, XMP)
        pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Photo=image))
        pdf.pages[0].obj.Contents = Stream(pdf, b"q 64 0 0 40 0 0 cm /Photo Do Q")

    return add


with_photo = photo(saved(picture(), "JPEG", exif=exif(), comment=SECRET, xmp=XMP))


def in_clear(data: bytes) -> bytes:
    """The file with every stream unpacked, so that nothing hides in compression."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return written(
            pdf,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )


@pytest.mark.parametrize(
    "talk",
    [with_author, with_scripts, with_file_inside, with_link, with_photo],
    ids=["author", "scripts", "file inside", "link", "photo"],
)
def test_nothing_but_the_pages_survives(talk: Callable[[Pdf], None]) -> None:
    pdf = document()
    talk(pdf)
    told = written(pdf)
    assert SECRET in in_clear(told)
    clean = media.clean(told)
    assert clean.media_type == "application/pdf"
    seen = in_clear(clean.data)
    for trace in (SECRET, b"JavaScript", b"EmbeddedFile", b"OpenAction", b"/URI", b"xmpmeta", b"Exif", b"/Author"):
        assert trace not in seen


def photo_in(data: bytes) -> Image.Image:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        return pikepdf.PdfImage(cast("Stream", image)).as_pil_image().convert("RGB")


def test_the_photo_inside_is_still_shown() -> None:
    pdf = document()
    with_photo(pdf)
    image = photo_in(media.clean(written(pdf)).data)
    assert image.size == (64, 40)
    red = image.getpixel((2, 2))
    assert isinstance(red, tuple)
    assert red[0] > 200


def test_a_progressive_photo_inside_keeps_all_its_scans() -> None:
    told = saved(picture(), "JPEG", exif=exif(), progressive=True, quality=90)
    pdf = document()
    photo(told)(pdf)
    with Image.open(io.BytesIO(told)) as outside:
        assert photo_in(media.clean(written(pdf)).data).tobytes() == outside.convert("RGB").tobytes()


def test_all_pages_stay_in_their_order() -> None:
    seen = in_clear(media.clean(written(document(pages=3))).data)
    assert seen.index(b"page 0") < seen.index(b"page 1") < seen.index(b"page 2")


def test_a_filled_form_stays_readable() -> None:
    pdf = document()
    drawn = Stream(pdf, b"BT /F 12 Tf (terisi) Tj ET", Type=Name.XObject, Subtype=Name.Form)
    drawn.BBox = Array([0, 0, 100, 20])
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("nama"), V=String("terisi"), F=4,
        Rect=Array([10, 10, 110, 30]), AP=Dictionary(N=drawn),
    )  # fmt: skip
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    seen = in_clear(media.clean(written(pdf)).data)
    assert b"(terisi) Tj" in seen
    assert b"AcroForm" not in seen


def test_a_locked_document_is_refused() -> None:
    told = written(document(), encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Refused, match=r"password|sandi"):
        media.clean(told)


def test_a_document_of_too_many_pages_is_refused() -> None:
    with pytest.raises(Refused):
        media.clean(written(document(pages=101)))


@pytest.mark.parametrize("told", [b"%PDF-1.7\n", b"%PDF-1.7\n<script>alert(1)</script>", b"%PDF-1.4\n%%EOF"])
def test_what_only_claims_to_be_a_document_is_refused(told: bytes) -> None:
    with pytest.raises(Refused):
        media.clean(told)


def test_a_web_page_around_a_document_is_gone() -> None:
    told = written(document()) + b"<html><script>alert(1)</script></html>"
    assert b"<script" not in in_clear(media.clean(told).data)
