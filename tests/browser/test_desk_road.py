"""The whole road: a citizen's report, verified, passed on, worked on, answered, closed and rated."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kentongan.cases.models import Case, Entry, Report
from kentongan.public.tests.conftest import jpeg
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk import PASSWORD, TEXT, WORK, Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def told_by_a_citizen(page: Page) -> Report:
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Kelurahan").select_option(label="Ngronggo")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator(".ticket")).to_be_visible()
    return Report.objects.get()


def state_of(number: str) -> str:
    return Case.objects.get(number=number).state


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_the_form_to_the_rating(office: Office, tmp_path: Path, size: Any) -> None:
    citizen = office.open_page("/lapor/", size)
    told = told_by_a_citizen(citizen)
    number = told.code

    desk = office.at(office.coordinator, "/desk/", size)
    desk.locator(f'#rows a[data-case="{number}"]').click()
    form = desk.locator("#verify")
    form.get_by_label("Klasifikasi").select_option(label="Pengaduan Tidak Berkadar Pengawasan")
    form.get_by_label("Kategori").select_option(label="Lampu jalan (PJU)")
    expect(form.get_by_label("Disposisi")).to_have_value(str(office.officer.agency_id))
    act = desk.get_by_role("button", name="Verifikasi dan disposisi")
    expect(act).to_have_attribute("aria-disabled", "true")
    form.get_by_text("Boleh dibuka", exact=True).click()
    form.get_by_text("Terbuka", exact=True).click()
    act.click()
    expect(desk.locator(".toast")).to_contain_text("disposisi ke Dinas Perhubungan terkirim")
    assert state_of(number) == "routed"

    officer = office.at(office.officer, "/desk/", size)
    officer.goto(f"/desk/cases/{number}/?queue=new")
    (tmp_path / "bukti.jpg").write_bytes(jpeg())
    officer.get_by_label("Isi", exact=True).fill(WORK)
    officer.locator("input[name=photos]").set_input_files(tmp_path / "bukti.jpg")
    officer.get_by_label("umum boleh melihat").check()
    officer.get_by_role("button", name="Simpan tindak lanjut").click()
    expect(officer.locator(".timeline")).to_contain_text(WORK)
    officer.locator("#write").get_by_text("Tanggapan", exact=True).click()
    for question in ("Menjawab yang ditanyakan", "Mudah dipahami", "Tidak ada", "Tidak diperlukan"):
        officer.locator("#write").get_by_label(question).check()
    officer.get_by_label("Isi", exact=True).fill("Dua lampu sudah diganti, terima kasih.")
    officer.get_by_role("button", name="Kirim tanggapan").click()
    expect(officer.locator(".timeline")).to_contain_text("Dua lampu sudah diganti")
    assert state_of(number) == "answered"

    desk.goto(f"/desk/cases/{number}/")
    desk.get_by_role("button", name="Selesaikan").click()
    desk.locator("#dialog").get_by_role("button", name="Selesaikan").click()
    expect(desk.locator(".hd .badge").first).to_contain_text("Selesai")

    citizen.get_by_role("button", name="Buka laporan").click()
    expect(citizen.locator("main")).to_contain_text("Dua lampu sudah diganti")
    citizen.locator(".stars label").nth(0).click()
    citizen.get_by_role("button", name="Kirim penilaian").click()
    expect(citizen.locator("main")).to_contain_text("Terima kasih")
    told.refresh_from_db()
    assert told.stars == 5


def test_the_whole_flow_by_the_keys_alone(office: Office) -> None:
    first, second = office.received("1"), office.received("2")
    page = office.at(office.coordinator)
    expect(page.locator("#preview .sheetlet")).to_be_visible()
    page.keyboard.press("v")  # not ready: the first open question has the keys now
    expect(page.locator('#verify input[name="is_anonymous"]').first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("v")
    expect(page.locator(".toast")).to_contain_text("disposisi")
    expect(page.locator(f'#rows a[data-case="{second}"]')).to_have_attribute("aria-current", "true")
    expect(page.locator("#preview [data-open-case]")).to_have_attribute("data-open-case", second)
    expect(page.locator(f'#rows a[data-case="{first}"]')).to_be_visible()  # what is read does not jump away
    case = Case.objects.get(number=first)
    assert (case.state, case.is_anonymous, case.is_confidential) == ("routed", False, True)

    page.keyboard.press("t")
    expect(page.locator("#dialog")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Di gang mana persisnya?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog")).to_be_hidden()
    assert state_of(second) == "postponed"


def test_moving_searching_and_the_sheet_of_keys(office: Office) -> None:
    first, second = office.received("1"), office.received("2")
    page = office.at(office.coordinator)
    expect(page.locator(f'#rows a[data-case="{first}"]')).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(page.locator("#preview [data-open-case]")).to_have_attribute("data-open-case", second)
    page.keyboard.press("k")
    expect(page.locator("#preview [data-open-case]")).to_have_attribute("data-open-case", first)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Verifikasi dan disposisi", ignore_case=True)
    page.get_by_label("Tombol satu huruf aktif").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(f'#rows a[data-case="{first}"]')).to_have_attribute("aria-current", "true")
    page.keyboard.press("?")
    page.get_by_label("Tombol satu huruf aktif").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("musala")
    page.keyboard.press("Enter")
    expect(page.locator("#rows a.item")).to_have_count(2)
    page.locator("#rows a.item").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/cases/"))


def test_it_works_without_javascript(office: Office) -> None:
    number = office.received()
    page = office.at(office.coordinator, "/desk/", javascript=False)
    page.get_by_role("link", name="Lampu gang dekat musala").click()
    page.get_by_role("button", name="Verifikasi dan disposisi").click()
    expect(page.locator(".error").first).to_be_visible()
    page.locator("#verify").get_by_text("Boleh dibuka", exact=True).click()
    page.locator("#verify").get_by_text("Terbuka", exact=True).click()
    page.get_by_role("button", name="Verifikasi dan disposisi").click()
    expect(page.locator(".hd .badge").first).to_contain_text("Belum ditindaklanjuti")
    page.get_by_role("button", name="Bukan wewenang").click()
    page.get_by_label("Ke instansi mana di luar kota?").fill("PLN ULP Kediri")
    page.get_by_label("Dihubungi lewat apa").fill("Surat 12/2026")
    page.get_by_label("Yang disampaikan ke pelapor").fill("Kami teruskan ke PLN.")
    page.get_by_role("button", name="Teruskan").click()
    expect(page.locator(".hd .badge").first).to_contain_text("Diteruskan")
    assert state_of(number) == "referred"


def test_two_officers_at_once_see_both_values_and_choose(office: Office) -> None:
    number = office.received()
    other = new_user("koordinator2", "coordinator")
    mine = office.at(office.coordinator, f"/desk/cases/{number}/edit/")
    theirs = office.at(other, f"/desk/cases/{number}/edit/")
    theirs.get_by_label("Judul").fill("Lampu gang musala mati")
    theirs.get_by_role("button", name="Simpan").click()
    expect(theirs.locator(".hd h1")).to_have_text("Lampu gang musala mati")
    mine.get_by_label("Judul").fill("Lampu padam tiga malam")
    mine.get_by_label("Lokasi dalam kata-kata").fill("Samping musala")
    mine.get_by_role("button", name="Simpan").click()
    clash = mine.locator(".conflict")
    expect(clash).to_contain_text("Lampu gang musala mati")
    expect(clash).to_contain_text("Lampu padam tiga malam")
    clash.get_by_text("Yang sekarang").click()
    mine.get_by_role("button", name="Simpan").click()
    expect(mine.locator(".hd h1")).to_have_text("Lampu gang musala mati")
    assert Case.objects.get(number=number).place_text == "Samping musala"


def test_a_double_click_is_one_follow_up(office: Office) -> None:
    number = office.routed()
    page = office.at(office.officer, f"/desk/cases/{number}/")
    page.get_by_label("Isi", exact=True).fill(WORK)
    page.get_by_role("button", name="Simpan tindak lanjut").dblclick()
    expect(page.locator(".timeline")).to_contain_text(WORK)
    assert Entry.objects.filter(kind="follow_up").count() == 1


def test_an_identity_is_opened_with_a_reason_and_is_gone_after(office: Office) -> None:
    number = office.routed("1", name="Wulan Sekarjati", phone="+628110000047")
    page = office.at(office.coordinator, f"/desk/cases/{number}/")
    expect(page.locator("main")).not_to_contain_text("Wulan Sekarjati")
    page.get_by_text("Buka identitas, dengan alasan").click()
    page.get_by_label("Mengapa Anda perlu tahu?").select_option(label="Menghubungi pelapor")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("main")).to_contain_text("Wulan Sekarjati")
    page.get_by_role("link", name="Jejak akses").click()
    expect(page.locator("#tab")).to_contain_text("Menghubungi pelapor")
    page.reload()
    expect(page.locator("main")).not_to_contain_text("Wulan Sekarjati")


def test_what_is_typed_survives_a_look_at_another_part(office: Office) -> None:
    number = office.in_progress()
    page = office.at(office.officer, f"/desk/cases/{number}/")
    page.get_by_label("Isi", exact=True).fill("Setengah kalimat")
    page.get_by_role("link", name="Laporan").click()
    expect(page.locator("#tab")).to_contain_text("Isi laporan awal")
    expect(page.get_by_label("Isi", exact=True)).to_have_value("Setengah kalimat")


def test_signing_in_and_out(office: Office) -> None:
    office.coordinator.set_password(PASSWORD)
    office.coordinator.save()
    page = office.open_page("/desk/?queue=overdue", DESKTOP)
    page.get_by_label("Nama pengguna").fill("koordinator")
    page.get_by_label("Kata sandi").fill("salah")
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator(".note.warn")).to_contain_text("salah")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator("#queue")).to_have_text("Lewat tenggat")
    page.locator(".me summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("#queue")).to_have_text("Overdue")
    page.locator(".me summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_report_by_telephone_is_entered_and_its_receipt_printed(office: Office) -> None:
    operator = new_user("operator", "call_taker", "diskominfo")
    page = office.at(operator, "/desk/new/")
    page.locator(".channels").get_by_text("Telepon").click()
    page.get_by_label("Apa yang terjadi?").fill("Ada asap dan kebakaran di gudang kosong.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".note.emergency")).to_contain_text("112")
    expect(page.locator(".slip .big").first).to_have_text(Case.objects.get().number)
