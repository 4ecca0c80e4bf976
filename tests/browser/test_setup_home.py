"""The first page of the settings in a browser: what is missing is led to, and a setting is found by its words."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BOTH, DESKTOP, Look, no_sideways
from tests.browser.desk import Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOME = "/desk/setup/"


def test_a_warning_goes_when_what_it_asks_for_is_there(office: Office) -> None:
    page = office.at(new_user("pengelola", "administrator"), HOME, DESKTOP)
    expect(page.get_by_text("Kontak pelindungan data belum diisi")).to_be_visible()
    page.get_by_label("Cari pengaturan").fill("petugas pdp")
    page.get_by_label("Cari pengaturan").press("Enter")
    page.get_by_role("main").get_by_role("link", name="Petugas PDP").click()
    page.get_by_label("Petugas PDP").fill("Bagian Hukum, pdp@example.id")
    page.get_by_role("button", name="Simpan").click()
    page.goto(HOME)
    expect(page.get_by_text("Terakhir diubah").first).to_be_visible()
    expect(page.get_by_text("Kontak pelindungan data belum diisi")).to_have_count(0)
    office.leave()


@BOTH
def test_the_first_page_of_the_settings(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    page = office.at(new_user("pengelola", "administrator"), HOME, size, scheme=scheme)
    found: dict[str, list[str]] = {}
    for path in ("", "?q=jalan", "?q=zzzz", f"users/{office.officer.pk}/close/", "users/import/", "users/export/"):
        page.goto(f"{HOME}{path}")
        found[path] = violations(page) + ([] if no_sideways(page) else ["scrolls sideways"])
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    office.leave()


def test_users_come_from_a_sheet(office: Office) -> None:
    page = office.at(new_user("pengelola", "administrator"), f"{HOME}users/", DESKTOP)
    page.get_by_role("link", name="Dari lembar").click()
    page.get_by_label("Baris").fill("username,name,roles,agency\nrina,Rina Hapsari,raja,dpupr")
    page.get_by_role("button", name="Coba dulu").click()
    expect(page.get_by_text("Baris 2: tidak ada peran")).to_be_visible()
    page.get_by_label("Baris").fill("username,name,roles,agency\nrina,Rina Hapsari,officer,dpupr")
    page.get_by_role("button", name="Coba dulu").click()
    expect(page.get_by_text("1 pengguna baru: rina")).to_be_visible()
    page.get_by_role("button", name="Buat", exact=True).click()
    expect(page.get_by_text("1 pengguna dibuat")).to_be_visible()
    expect(page.get_by_role("link", name="Rina Hapsari")).to_be_visible()
    office.leave()
