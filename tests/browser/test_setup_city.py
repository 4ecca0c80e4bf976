"""The city's own look in a browser: colours and arms are checked, shown first, worn by all pages, taken back."""

from typing import Any

import pytest
from playwright.sync_api import expect

from kentongan.core.actor import system
from kentongan.core.conflicts import Wanted
from kentongan.places import actions
from kentongan.places.tests.test_city import picture
from tests.browser.conftest import BOTH, DESKTOP, Look, no_sideways
from tests.browser.desk import Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CITY = "/desk/setup/city/"


def test_colours_and_arms_are_chosen_worn_and_taken_back(office: Office, tmp_path: Any) -> None:
    page = office.at(new_user("pengelola", "administrator"), CITY, DESKTOP)
    page.get_by_role("link", name="Nama dan kontak").click()
    page.get_by_label("Telepon").fill("0354-0000001")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Semua halaman langsung menampilkannya")).to_be_visible()
    page.get_by_role("link", name="Warna", exact=True).click()
    page.get_by_label("Warna utama").fill("#f5c400")
    page.get_by_label("Warna dasar").fill("#3b0f2d")
    page.get_by_role("button", name="Tampilkan dulu").click()
    expect(page.get_by_text("harus sedikitnya 4,5")).to_be_visible()
    page.get_by_label("Warna utama").fill("#7a1f5c")
    page.get_by_role("button", name="Tampilkan dulu").click()
    expect(page.get_by_text("Kontras dalam skema terang")).to_be_visible()
    expect(page.locator(".samples .press").first).to_have_css("background-color", "rgb(122, 31, 92)")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_role("link", name="Lambang", exact=True).click()
    file = tmp_path / "lambang.png"
    file.write_bytes(picture())
    page.get_by_label("Gambar lambang").set_input_files(file)
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".rail .brand img")).to_be_visible()
    page.goto("/")
    expect(page.locator(".head .brand img")).to_be_visible()
    expect(page.locator(".btn.primary").first).to_have_css("background-color", "rgb(122, 31, 92)")
    expect(page.get_by_text("0354-0000001").first).to_be_visible()
    page.goto(CITY)
    page.get_by_role("link", name="Kembali ke keadaan ini").last.click()
    expect(page.get_by_text("Kembali ke profil ini?")).to_be_visible()
    page.get_by_role("button", name="Kembali ke sana").click()
    expect(page.get_by_text("Profil terdahulu dipakai kembali")).to_be_visible()
    expect(page.locator(".rail .brand img")).to_have_count(0)
    office.leave()


@BOTH
def test_the_pages_of_the_profile_and_the_public_in_its_colours(
    office: Office, violations: Look, size: Any, scheme: Any
) -> None:
    by = system("tests")
    wanted = {"brand": Wanted("", "#7a1f5c"), "brand_deep": Wanted("", "#3b0f2d")}
    actions.change_city(wanted, by=by)
    actions.change_logo(picture(), shown="", by=by)
    office.routed()
    page = office.at(new_user("pengelola", "administrator"), CITY, size, scheme=scheme)
    found: dict[str, list[str]] = {}
    own = [f"{CITY}{path}" for path in ("", "edit/", "colours/", "logo/", "map/", "work/", "back/2/")]
    for path in (*own, "/", "/lapor/", "/laporan/", "/privasi/"):
        page.goto(path)
        found[path] = violations(page) + ([] if no_sideways(page) else ["scrolls sideways"])
    page = office.at(office.coordinator, "/desk/", size, scheme=scheme)
    found["/desk/"] = violations(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    office.leave()
