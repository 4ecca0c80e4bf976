"""The manual's pictures are made here, of the product as it is, by a run with `KENTONGAN_PICTURES=1`.

Without that setting each picture is taken all the same, and must have the size of the one in the manual.
"""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import BOTH, DESKTOP, Look
from tests.browser.desk import Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PANDUAN = Path(__file__).parents[2] / "docs" / "panduan"
NEARLY = 0.25  # rows come and go with the day a picture is taken on


def pictured(page: Page, name: str, part: str = "body") -> None:
    """Take a part of the page for the manual, or compare it with what the manual has."""
    file = PANDUAN / "gambar" / f"{name}.webp"
    taken = Image.open(BytesIO(page.locator(part).first.screenshot(animations="disabled")))
    if os.environ.get("KENTONGAN_PICTURES"):
        file.parent.mkdir(exist_ok=True)
        taken.save(file, quality=72, method=6)
    with Image.open(file) as kept:
        assert kept.width == pytest.approx(taken.width, rel=NEARLY)
        assert kept.height == pytest.approx(taken.height, rel=NEARLY)
    assert f"gambar/{name}.webp" in "".join(chapter.read_text() for chapter in PANDUAN.glob("*.md"))


def test_the_pictures_of_the_coordinators_chapter(office: Office) -> None:
    for key in ("1", "2", "3"):
        office.received(key)
    number = office.received("4", text="Jalan berlubang di depan pasar, sudah dua pekan.", category="jalan")
    page = office.at(office.coordinator, "/desk/?queue=all", DESKTOP)
    page.get_by_role("button", name="Tidak, terima kasih").click()
    expect(page.locator("[data-tour-offer]")).to_have_count(0)
    page.locator(".item").first.focus()
    pictured(page, "kotak-masuk")
    page.goto(f"/desk/cases/{number}/")
    expect(page.locator("#verify")).to_be_visible()
    pictured(page, "verifikasi", "#verify")


def test_the_pictures_of_the_agencies_chapter(office: Office) -> None:
    number = office.in_progress()
    page = office.at(office.officer, f"/desk/cases/{number}/", DESKTOP)
    pictured(page, "aduan")
    page.goto(f"/desk/cases/{number}/answer/")
    pictured(page, "tanggapan", "main")


def test_the_picture_of_entering_a_report(office: Office) -> None:
    page = office.at(new_user("operator", "call_taker"), "/desk/new/", DESKTOP)
    pictured(page, "mencatat", "main")


def test_the_picture_of_the_settings(office: Office) -> None:
    page = office.at(new_user("admin", "administrator"), "/desk/setup/", DESKTOP)
    pictured(page, "pengaturan", "main")


@BOTH
@pytest.mark.parametrize("path", ["", "opd/", "words/", "tour/"])
def test_help_is_accessible_and_nothing_sticks_out(
    office: Office, violations: Look, path: str, size: object, scheme: object
) -> None:
    page = office.at(office.coordinator, f"/desk/help/{path}", size, scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.querySelector('.scroller').scrollWidth <= innerWidth")


@BOTH
def test_the_tour_walks_stop_by_stop_and_is_not_offered_again(
    office: Office, violations: Look, size: object, scheme: object
) -> None:
    page = office.at(office.coordinator, "/desk/", size, scheme=scheme)
    page.get_by_role("link", name="Tunjukkan").click()
    card = page.get_by_role("dialog", name="Tur singkat")
    expect(card.get_by_role("heading", name="Antrean")).to_be_visible()
    assert violations(page) == []

    def seen() -> str:
        return card.locator("[data-tour-count]").inner_text()

    total = int(seen().split("/")[1])
    for _stop in range(total - 1):
        card.get_by_role("button", name="Lanjut").click()
    assert seen() == f"{total}/{total}"
    card.get_by_role("button", name="Kembali").click()
    assert seen() == f"{total - 1}/{total}"
    card.get_by_role("button", name="Lanjut").click()
    with page.expect_response("**/desk/help/tour/end/"):
        card.get_by_role("button", name="Selesai").click()
    expect(card).to_have_count(0)
    page.reload()
    expect(page.get_by_role("link", name="Tunjukkan")).to_have_count(0)


def test_a_word_says_what_it_means_by_pointer_and_by_keyboard(office: Office) -> None:
    page = office.at(office.coordinator, f"/desk/cases/{office.in_progress()}/", DESKTOP)
    word = page.locator(".facts .term").first
    tip = word.locator("[role=tooltip]")
    expect(tip).not_to_be_visible()
    word.hover()
    expect(tip).to_be_visible()
    page.mouse.move(0, 0)
    expect(tip).not_to_be_visible()
    word.focus()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).not_to_be_visible()
