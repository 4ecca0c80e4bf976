"""A file at the desk: looked at large, covered with mouse, finger and keys, published, in light and dark."""

import io

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Page

from kentongan.agencies.queries import actor_for
from kentongan.cases import actions
from kentongan.cases.actions import Upload
from kentongan.cases.models import Attachment
from tests.browser.conftest import BOTH, DESKTOP, PHONE, Look, no_sideways
from tests.browser.desk import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def picture() -> Upload:
    image = Image.new("RGB", (900, 600), (30, 120, 90))
    image.paste((200, 40, 40), (360, 150, 540, 360))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return Upload("bukti.jpg", buffer.getvalue())


def document() -> Upload:
    sheets = [Image.new("RGB", (300, 420), "white") for _n in range(3)]
    buffer = io.BytesIO()
    sheets[0].save(buffer, "PDF", save_all=True, append_images=sheets[1:])
    return Upload("surat.pdf", buffer.getvalue())


def viewed(office: Office, size: object = None, **more: object) -> tuple[Page, str]:
    number = office.in_progress()
    files = [picture(), document()]
    actions.follow_up(number, text="Foto sesudah perbaikan.", files=files, by=actor_for(office.officer))
    key = Attachment.objects.filter(report__isnull=True).order_by("id")[0].key
    return office.at(office.coordinator, f"/desk/cases/{number}/files/{key}/view/", size, **more), key


def boxes(page: Page) -> list[str]:
    return [row.input_value() for row in page.locator(".boxrow:not(.spare) [name=box_left]").all()]


@BOTH
def test_a_file_and_its_boxes_break_no_rule_of_access(
    office: Office, violations: Look, size: object, scheme: str
) -> None:
    page, _key = viewed(office, size, scheme=scheme)
    page.get_by_role("button", name="Tambah kotak").click()
    assert violations(page) == []
    assert no_sideways(page)
    page.get_by_role("link", name="Berkas berikutnya").click()
    page.get_by_text("Halaman 3 dari 3").wait_for()
    assert violations(page) == []
    assert no_sideways(page)
    page.goto(page.url.split("/files/")[0] + "/?tab=files")
    assert violations(page) == []


def test_a_box_is_drawn_with_the_mouse_moved_and_published(office: Office) -> None:
    page, key = viewed(office, DESKTOP)
    area = page.locator("[data-sheet] .boxes").bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + area["width"] * 0.2, area["y"] + area["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.45, area["y"] + area["height"] * 0.65, steps=4)
    page.mouse.up()
    assert 19 <= float(boxes(page)[0]) <= 21
    page.mouse.move(area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.48, area["y"] + area["height"] * 0.3, steps=4)
    page.mouse.up()
    assert 37 <= float(boxes(page)[0]) <= 39
    page.get_by_label("Saya sudah melihat seluruhnya").check()
    page.get_by_role("button", name="Terbitkan", exact=True).click()
    page.get_by_role("button", name="Tarik dari publik").wait_for()
    out = Image.open(io.BytesIO(Client().get(f"/laporan/berkas/{key}/").content)).convert("RGB")
    assert max(out.getpixel((out.width * 45 // 100, out.height * 40 // 100))) < 40  # type: ignore[arg-type]


def test_a_box_is_set_by_keys_alone(office: Office) -> None:
    page, _key = viewed(office, DESKTOP)
    page.locator("main").focus()
    page.keyboard.press("b")
    page.keyboard.press("Control+a")
    page.keyboard.type("10")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("5")
    assert page.locator("svg.boxes rect").first.get_attribute("x") == "100"
    assert page.locator("svg.boxes rect").first.get_attribute("y") == "50"
    page.get_by_role("button", name="Simpan kotak").press("Enter")
    page.get_by_text("Kotak penutup tersimpan.").wait_for()
    assert Attachment.objects.exclude(boxes=[]).get().boxes[0]["left"] == 100
    page.locator("main").focus()
    page.keyboard.press("+")
    assert page.locator("[data-canvas]").get_attribute("data-canvas") == "100"
    page.keyboard.press("j")
    page.wait_for_url("**/view/**")
    page.get_by_text("Halaman 1 dari 3").wait_for()


def test_with_a_finger_one_draws_only_after_asking_for_it(office: Office) -> None:
    page, _key = viewed(office, PHONE, has_touch=True)
    draw = """([x, y, to]) => {
      const svg = document.querySelector("[data-sheet] .boxes"), area = svg.getBoundingClientRect();
      svg.setPointerCapture = () => {};
      const touch = (kind, at) => ({bubbles: true, cancelable: true, pointerType: "touch",
        button: kind === "pointermove" ? -1 : 0,
        clientX: area.left + area.width * at, clientY: area.top + area.height * at});
      const send = (kind, at) => svg.dispatchEvent(new PointerEvent(kind, touch(kind, at)));
      send("pointerdown", x); send("pointermove", to); send("pointerup", to);
    }"""
    page.evaluate(draw, [0.2, 0.2, 0.5])
    assert boxes(page) == []
    page.get_by_role("button", name="Gambar dengan jari").click()
    page.evaluate(draw, [0.2, 0.2, 0.5])
    assert boxes(page) == ["20"]
    page.get_by_role("button", name="Hapus kotak ini").click()
    assert boxes(page) == []


def test_without_scripts_boxes_are_typed(office: Office) -> None:
    page, _key = viewed(office, DESKTOP, javascript=False)
    row = page.locator(".boxrow").first
    for name, value in (("left", "10"), ("top", "10"), ("width", "20"), ("height", "20")):
        row.locator(f"[name=box_{name}]").fill(value)
    page.get_by_role("button", name="Simpan kotak").click()
    assert page.locator("svg.boxes rect").count() == 1
    page.get_by_label("Hapus", exact=True).check()
    page.get_by_role("button", name="Simpan kotak").click()
    assert page.locator("svg.boxes rect").count() == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_zoom_stays_within_the_canvas(office: Office, size: object) -> None:
    page, _key = viewed(office, size)
    page.get_by_role("link", name="300 %").click()
    assert page.locator("[data-canvas]").evaluate("box => box.scrollWidth > box.clientWidth")
    assert no_sideways(page)
