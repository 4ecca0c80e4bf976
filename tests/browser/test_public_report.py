"""A citizen's way in a browser: report, receipt, tracking, reply, rating."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kentongan.cases.models import Attachment, Case, Report
from kentongan.public.tests.conftest import TEXT, jpeg, report
from tests.browser.conftest import DESKTOP, PHONE, Opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def go_on(page: Page, name: str = "Lanjut") -> None:
    page.get_by_role("button", name=name).click()


def sent(page: Page) -> str:
    """The text alone, through all three steps; gives the code."""
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    go_on(page)
    go_on(page)
    go_on(page, "Kirim laporan")
    return page.locator(".ticket .code").first.inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_report_goes_from_the_first_page_to_its_own(
    open_page: Opener, tmp_path: Path, size: Any, javascript: bool
) -> None:
    page = open_page("/", size, javascript=javascript)
    page.locator(".kinds").get_by_role("link", name="Lampu jalan").click()
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    (tmp_path / "lampu.jpg").write_bytes(jpeg((1600, 1200), gps=True))
    page.locator("input[name=photos]").set_input_files(tmp_path / "lampu.jpg")
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Di mana tempatnya?")
    page.get_by_label("Kelurahan").select_option(label="Ngronggo")
    page.get_by_label("Patokan").fill("Seberang musala")
    go_on(page)

    page.get_by_label("Nomor ponsel").fill("0811-0000-047")
    page.get_by_label("Anonim").check()
    expect(page.get_by_role("region", name="Laporan Anda")).to_contain_text("Kel. Ngronggo")
    go_on(page, "Kirim laporan")

    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda sudah kami terima")
    told = Report.objects.get()
    expect(page.locator(".ticket")).to_contain_text(told.code)
    expect(page.locator(".ticket")).to_contain_text(str(told.pin))
    page.get_by_role("button", name="Buka laporan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lampu gang dekat musala")
    expect(page.locator(".shots img").first).to_be_visible()
    assert (told.is_anonymous, Attachment.objects.count()) == (True, 1)


def test_the_phones_position_sets_the_pin_and_the_kelurahan(open_page: Opener) -> None:
    page = open_page("/lapor/", PHONE)
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    go_on(page)
    page.get_by_role("button", name="Posisi saya").click()
    expect(page.locator("[data-addr-name]")).to_contain_text("Kelurahan")
    expect(page.locator("[data-accuracy]")).to_have_text("± 18 m")
    go_on(page)
    go_on(page, "Kirim laporan")
    case = Case.objects.get()
    assert (case.lat, case.lon) == (-7.8385, 112.0325)


def test_a_pin_can_be_taken_off_again(open_page: Opener) -> None:
    page = open_page("/lapor/", PHONE)
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    go_on(page)
    page.get_by_role("button", name="Posisi saya").click()
    page.get_by_role("button", name="Lepas pin").click()
    expect(page.locator("[data-addr]")).to_be_hidden()
    go_on(page)
    go_on(page, "Kirim laporan")
    assert Case.objects.get().lat is None


def test_a_tap_on_the_drawing_sets_the_pin_where_there_is_no_map(open_page: Opener) -> None:
    page = open_page("/lapor/", PHONE)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    go_on(page)
    expect(page.locator("[data-pin-hint]")).to_be_visible()
    page.locator("path[data-code='35.71.01.1001']").click(force=True)
    expect(page.locator("[data-addr-name]")).to_contain_text("Kelurahan")


def test_a_tap_on_the_map_sets_the_pin(open_page: Opener) -> None:
    page = open_page("/lapor/", DESKTOP)
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    go_on(page)
    expect(page.locator("[data-pin-hint]")).to_be_visible()
    page.locator("[data-canvas] canvas").click()
    expect(page.locator("[data-addr-name]")).to_contain_text("Kelurahan")


def test_an_emergency_word_opens_the_panel_while_typing_and_closes_it_again(open_page: Opener) -> None:
    page = open_page("/lapor/", PHONE)
    field, panel = page.get_by_label("Ceritakan dengan kata-kata Anda"), page.locator("[data-alarm]")
    field.fill("Tolong, ada kebakaran di rumah sebelah!")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("kebakaran")
    field.fill("Lampu gang padam.")
    expect(panel).to_be_hidden()


def test_an_ordinary_text_is_not_sent_anywhere_while_typing(open_page: Opener) -> None:
    page = open_page("/lapor/", PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill("Jalan berlubang depan pasar.")
    page.wait_for_timeout(1200)
    assert asked == []


def test_a_double_click_sends_one_report(open_page: Opener) -> None:
    page = open_page("/lapor/", PHONE)
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    go_on(page)
    go_on(page)
    page.get_by_role("button", name="Kirim laporan").dblclick()
    expect(page.locator(".ticket")).to_be_visible()
    assert Report.objects.count() == 1


def test_the_browsers_own_back_button_loses_nothing(open_page: Opener) -> None:
    page = open_page("/lapor/", PHONE)
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    go_on(page)
    page.get_by_label("Patokan").fill("Seberang musala")
    go_on(page)
    expect(page.get_by_role("button", name="Kirim laporan")).to_be_visible()  # there first: back leads from it
    page.go_back()
    expect(page.get_by_label("Patokan")).to_have_value("Seberang musala")


def test_a_mistake_is_shown_beside_its_field(open_page: Opener, violations: Callable[[Page], list[str]]) -> None:
    page = open_page("/lapor/", PHONE)
    go_on(page)
    field = page.get_by_label("Ceritakan dengan kata-kata Anda")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".field.bad .error")).to_contain_text("Ceritakan singkat")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_steps_and_the_receipt_are_accessible(
    open_page: Opener, violations: Callable[[Page], list[str]], scheme: str
) -> None:
    page = open_page("/lapor/", PHONE, scheme=scheme)
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill("Tetangga pingsan di jalan, lampu padam.")
    go_on(page)
    found = {"where": violations(page)}
    go_on(page)
    found["who"] = violations(page)
    go_on(page, "Kirim laporan")
    found["receipt"] = violations(page)
    page.get_by_role("link", name="Cetak tanda terima").click()
    found["slip"] = violations(page)
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_file_that_is_refused_is_named_within_the_window(open_page: Opener) -> None:
    page = open_page("/lapor/", PHONE)
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    page.locator("input[name=photos]").set_input_files(
        {"name": f"{'surat' * 20}.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ" * 50}
    )
    go_on(page)
    expect(page.locator(".field.bad .error")).to_contain_text("surat.exe")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_code_and_pin_can_be_copied(open_page: Opener) -> None:
    page = open_page("/lapor/", DESKTOP)
    code = sent(page)
    page.get_by_role("button", name="Salin kode dan PIN").click()
    expect(page.get_by_role("button", name="Tersalin")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{code} PIN {Report.objects.get().pin}"


def test_the_slip_prints_on_one_sheet(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("/lapor/", DESKTOP)
    sent(page)
    page.get_by_role("link", name="Cetak tanda terima").click()
    page.emulate_media(media="print")
    expect(page.locator(".slipbar")).to_be_hidden()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_the_reporter_reads_the_answer_replies_and_rates(open_page: Opener, javascript: bool) -> None:
    told = report("1").answered()
    page = open_page("/lacak/", PHONE, javascript=javascript)
    page.get_by_label("Kode laporan").fill(told.code)
    page.get_by_label("PIN").fill(told.receipt.pin)
    go_on(page, "Tampilkan")
    expect(page.get_by_text("Tiga lampu sudah diganti.")).to_be_visible()

    page.get_by_label("Belum beres, atau ada tambahan?").fill("Yang dekat pos masih mati.")
    go_on(page, "Kirim dan buka kembali")
    expect(page.locator(".badge[data-state]").first).to_have_text("Proses")

    from kentongan.cases import actions as cases

    cases.answer(told.code, text="Yang dekat pos juga sudah menyala.", by=told.officer)
    page.reload()
    page.get_by_text("4 dari 5").locator("..").click()
    go_on(page, "Beres: nilai dan tutup")
    expect(page.get_by_text("Terima kasih atas penilaian Anda.")).to_be_visible()
    assert (Report.objects.get().stars, Case.objects.get().state) == (4, "closed")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_reporters_page_is_accessible(
    open_page: Opener, violations: Callable[[Page], list[str]], size: Any
) -> None:
    told = report("1").answered()
    page = open_page("/lacak/", size)
    page.get_by_label("Kode laporan").fill(told.code)
    go_on(page, "Tampilkan")
    found = violations(page)
    page.get_by_label("PIN").fill(told.receipt.pin)
    go_on(page, "Tampilkan")
    assert found + violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_a_like_report_is_supported_instead_of_told_again(
    open_page: Opener, violations: Callable[[Page], list[str]], javascript: bool
) -> None:
    page = open_page("/lapor/", PHONE, javascript=javascript)
    report().routed()
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill("Lampu di gang dekat musala kami padam.")
    go_on(page)
    page.get_by_label("Kelurahan").select_option(Case.objects.get().area_id)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Apakah ini laporan yang sama?")
    assert page.locator("body").bounding_box()["width"] <= 360  # type: ignore[index]
    assert not javascript or violations(page) == []
    page.get_by_label("Surel").fill("ibu@example.id")
    page.get_by_role("button", name="Dukung laporan ini").click()
    expect(page.get_by_text("1 orang mendukung laporan ini.")).to_be_visible()
    assert Case.objects.count() == 1
