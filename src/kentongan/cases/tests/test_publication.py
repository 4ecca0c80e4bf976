"""What goes out of a file: a copy in which nothing is left under a box; decided for each file, taken back at once."""

import io
import subprocess

import pytest
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from kentongan.cases import actions, media, queries, storage
from kentongan.cases.actions import Upload, Wanted
from kentongan.cases.media import pages
from kentongan.cases.models import Attachment, Case
from kentongan.cases.publication import Box, boxes_of, checked_boxes
from kentongan.cases.queries.files import opened, page_count
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.telling import told, verified
from kentongan.core import actor as actors
from kentongan.core.actor import PUBLIC
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.core.tests.programs import needs
from kentongan.history.queries import stream_of

FACE = Box(page=1, left=100, top=200, width=300, height=250)
RED, GREEN = (220, 20, 20), (20, 160, 40)
needs_poppler = needs("pdftoppm", "pdfinfo", "pdftotext")


def picture(kind: str = "PNG", mode: str = "RGB") -> bytes:
    """Green, with a red face where the box of the tests lies."""
    image = Image.new(mode, (400, 200), (*GREEN, 255) if mode == "RGBA" else GREEN)
    image.paste((*RED, 255) if mode == "RGBA" else RED, (50, 50, 150, 80))
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamerapenanda"
    image.save(buffer, kind, exif=exif)
    return buffer.getvalue()


def document(sheets: int = 2) -> bytes:
    images = [Image.new("RGB", (300, 400), GREEN) for _ in range(sheets)]
    for image in images:
        image.paste(RED, (30, 80, 120, 180))
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:])
    return buffer.getvalue()


def is_red(pixel: tuple[int, ...]) -> bool:
    return pixel[0] > 120 and pixel[1] < 90


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("JPEG", "RGB"), ("WEBP", "RGB")])
def test_no_pixel_under_a_box_is_left_and_nothing_beside_the_pixels(kind: str, mode: str) -> None:
    clean = media.clean(picture(kind, mode))
    copy = media.covered(clean.media_type, clean.data, (FACE,))
    shown = Image.open(io.BytesIO(copy.data)).convert("RGB")
    corners = FACE.in_pixels(*shown.size)
    inside = [shown.getpixel((x, y)) for x in range(corners[0], corners[2] + 1) for y in range(corners[1], corners[3])]
    assert max(max(pixel) for pixel in inside) < 40  # type: ignore[arg-type]
    assert not any(is_red(shown.getpixel((x, y))) for x in range(400) for y in range(200))  # type: ignore[arg-type]
    assert shown.getpixel((390, 10))[1] > 120  # type: ignore[index]
    assert copy.digest != clean.digest
    assert b"Kamerapenanda" not in copy.data
    assert not Image.open(io.BytesIO(copy.data)).getexif()


def test_a_box_covers_every_pixel_it_touches() -> None:
    assert Box(1, 333, 0, 1, 1).in_pixels(100, 100) == (33, 0, 33, 0)
    assert Box(1, 0, 0, 1000, 1000).in_pixels(7, 9) == (0, 0, 6, 8)
    assert Box(1, 145, 145, 10, 10).in_pixels(100, 100) == (14, 14, 15, 15)


@pytest.mark.parametrize(
    "box", [Box(1, 900, 0, 200, 10), Box(1, -1, 0, 5, 5), Box(1, 0, 0, 0, 10), Box(3, 0, 0, 5, 5), Box(0, 0, 0, 5, 5)]
)
def test_a_box_beside_the_page_is_refused(box: Box) -> None:
    with pytest.raises(Refused, match="di dalam halaman"):
        checked_boxes([box], pages=2)


def test_too_many_boxes_are_refused() -> None:
    with pytest.raises(Refused, match="60 kotak"):
        checked_boxes([Box(1, n, 0, 5, 5) for n in range(61)], pages=1)


@needs_poppler
def test_of_a_document_pictures_of_its_pages_are_left_and_the_box_lies_on_its_own_page() -> None:
    clean = media.clean(document())
    assert media.page_count(clean.media_type, clean.data) == 2
    copy = media.covered(clean.media_type, clean.data, (Box(2, 50, 150, 500, 400),))
    first, second = (Image.open(io.BytesIO(media.page_picture(copy.data, number))).convert("RGB") for number in (1, 2))
    spot = (first.width * 75 // 300, first.height * 130 // 400)
    assert is_red(first.getpixel(spot))  # type: ignore[arg-type]
    assert max(second.getpixel(spot)) < 40  # type: ignore[arg-type]
    assert copy.media_type == "application/pdf"


@needs_poppler
def test_no_word_of_a_document_is_left_in_its_copy() -> None:
    page = b"BT /F1 24 Tf 72 700 Td (NIKPENANDA 3571) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    clean = media.clean(body + b"trailer << /Root 1 0 R /Size 5 >>\n%%EOF\n")
    copy = media.covered(clean.media_type, clean.data, ())

    def words(data: bytes) -> bytes:
        return subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout

    assert b"NIKPENANDA" in words(clean.data)
    assert words(copy.data).strip() == b""


def test_a_document_is_not_published_where_its_pages_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = media.clean(document(1))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Refused, match="pdftoppm"):
        media.covered(clean.media_type, clean.data, ())
    assert media.page_count(clean.media_type, clean.data) == 0


@needs_poppler
def test_a_long_document_is_not_published() -> None:
    clean = media.clean(document(pages.PUBLISHED + 1))
    with pytest.raises(Refused, match="20 halaman"):
        media.covered(clean.media_type, clean.data, ())


def test_a_film_is_published_whole_or_not_at_all() -> None:
    assert media.covered("video/mp4", b"film", ()).data == b"film"
    with pytest.raises(Refused, match="film"):
        media.covered("video/mp4", b"film", (FACE,))


def with_file(town: Town, *, data: bytes = b"", anonymous: bool = False) -> tuple[str, Attachment]:
    number, _reporter = told()
    verified(town, number, anonymous=anonymous)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    report = Case.objects.get(number=number).reports.get()
    actions.attach_to_report(report.pk, actions.cleaned([Upload("a.png", data or picture())]), at=report.received_at)
    return number, Attachment.objects.get(report=report)


def publish(number: str, file: Attachment, *boxes: Box, by: actors.Actor, shown: tuple[Box, ...] = ()) -> None:
    wanted = {"boxes": Wanted(shown, boxes), "is_released": Wanted(False, True)}
    actions.decide_attachment(number, file.key, wanted, by=by)


def read(key: str, by: actors.Actor) -> Image.Image:
    return Image.open(io.BytesIO(queries.file(key, by=by)[1])).convert("RGB")


def test_the_public_gets_the_copy_and_those_who_work_on_it_the_file(town: Town) -> None:
    number, file = with_file(town)
    with pytest.raises(NotFound):
        queries.file(file.key, by=PUBLIC)
    publish(number, file, FACE, by=town.coordinator)
    assert read(file.key, PUBLIC).getpixel((100, 60)) == (0, 0, 0)
    assert read(file.key, town.coordinator).getpixel((100, 60)) == RED
    assert opened(file.key, by=town.coordinator, as_published=True).name != file.key
    body = stream_of(f"case:{file.case_id}")[-1].body
    assert (body["is_released"], body["boxes"], body["file"]) == (True, 1, file.pk)


def test_an_agency_of_an_anonymous_case_gets_the_copy_alone(town: Town) -> None:
    number, file = with_file(town, anonymous=True)
    assert queries.case_page(number, by=town.roads_officer).files == ()
    publish(number, file, FACE, by=town.coordinator)
    (shown,) = queries.case_page(number, by=town.roads_officer).files
    assert (shown.is_copy, shown.may_publish, shown.boxes) == (True, False, ())
    assert read(shown.key, town.roads_officer).getpixel((100, 60)) == (0, 0, 0)


def test_taken_back_the_copy_is_gone_at_once_also_from_the_store(
    town: Town, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    number, file = with_file(town)
    publish(number, file, FACE, by=town.coordinator)
    name = opened(file.key, by=PUBLIC).name
    with django_capture_on_commit_callbacks(execute=True):
        actions.release_attachment(number, file.key, is_released=False, by=town.coordinator)
    with pytest.raises(NotFound):
        queries.file(file.key, by=PUBLIC)
    with pytest.raises(NotFound):
        storage.read(name)
    assert storage.read(file.key)
    assert boxes_of(Attachment.objects.get().boxes) == (FACE,)


def test_a_box_drawn_on_a_published_file_replaces_the_copy(
    town: Town, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    number, file = with_file(town)
    publish(number, file, by=town.coordinator)
    before = opened(file.key, by=PUBLIC).name
    with django_capture_on_commit_callbacks(execute=True):
        actions.decide_attachment(number, file.key, {"boxes": Wanted((), (FACE,))}, by=town.coordinator)
    assert read(file.key, PUBLIC).getpixel((100, 60)) == (0, 0, 0)
    with pytest.raises(NotFound):
        storage.read(before)


def test_of_two_who_cover_at_once_the_second_is_told(town: Town) -> None:
    number, file = with_file(town)
    actions.decide_attachment(number, file.key, {"boxes": Wanted((), (FACE,))}, by=town.coordinator)
    with pytest.raises(Conflict) as clash:
        publish(number, file, Box(1, 0, 0, 10, 10), by=town.coordinator)
    assert clash.value.fields["boxes"].current == (FACE,)
    assert not Attachment.objects.get().is_released


def test_an_agency_decides_about_its_own_evidence_alone(town: Town) -> None:
    number, theirs = with_file(town)
    actions.follow_up(
        number, text="Sudah ditambal sebagian.", files=[Upload("b.png", picture())], by=town.roads_officer
    )
    own = Attachment.objects.get(report__isnull=True)
    publish(number, own, FACE, by=town.roads_officer)
    with pytest.raises(Refused):
        publish(number, theirs, FACE, by=town.roads_officer)
    with pytest.raises(NotFound):
        actions.release_attachment(number, own.key, is_released=False, by=town.water_officer)
    marked = {f.key: f.may_publish for f in queries.case_page(number, by=town.roads_officer).files}
    assert marked == {own.key: True, theirs.key: False}


def test_a_reporter_reads_evidence_with_covered_parts_as_the_public_does(town: Town) -> None:
    number, _theirs = with_file(town)
    actions.follow_up(
        number, text="Sudah ditambal sebagian.", files=[Upload("b.png", picture())], by=town.roads_officer
    )
    own = Attachment.objects.get(report__isnull=True)
    reporter = actors.reporter(Case.objects.get(number=number).reports.get().pk)
    assert read(own.key, reporter).getpixel((100, 60)) == RED
    actions.decide_attachment(number, own.key, {"boxes": Wanted((), (FACE,))}, by=town.roads_officer)
    with pytest.raises(NotFound):
        queries.file(own.key, by=reporter)
    actions.release_attachment(number, own.key, is_released=True, by=town.roads_officer)
    assert read(own.key, reporter).getpixel((100, 60)) == (0, 0, 0)


@needs_poppler
def test_with_words_pictures_are_published_at_once_and_a_document_waits_to_be_looked_at(town: Town) -> None:
    number, _theirs = with_file(town)
    files = [Upload("b.png", picture()), Upload("c.pdf", document(1))]
    actions.follow_up(number, text="Sudah ditambal.", files=files, are_files_public=True, by=town.roads_officer)
    found = dict(Attachment.objects.filter(report__isnull=True).values_list("media_type", "is_released"))
    assert found == {"image/png": True, "application/pdf": False}
    pdf = Attachment.objects.get(media_type="application/pdf")
    assert page_count(opened(pdf.key, by=town.coordinator)) == 1


def test_a_file_that_was_erased_is_not_published(town: Town) -> None:
    number, file = with_file(town)
    Attachment.objects.update(size=0)
    with pytest.raises(NotFound):
        publish(number, file, by=town.coordinator)
