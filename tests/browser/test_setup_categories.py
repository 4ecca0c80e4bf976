"""The main road of categories in a browser: made, put in order, retired with a successor; and in both schemes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BOTH, DESKTOP, Look, no_sideways
from tests.browser.desk import Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CATEGORIES = "/desk/setup/categories/"


def test_a_category_is_made_ordered_and_retired(office: Office) -> None:
    page = office.at(new_user("pengelola", "administrator"), CATEGORIES, DESKTOP)
    page.get_by_role("link", name="Kategori baru").click()
    page.get_by_role("textbox", name="Kode").fill("galian")
    page.get_by_label("Nama dalam bahasa Indonesia").fill("Galian kabel")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_label("Nama dalam bahasa Indonesia")).to_have_value("Galian kabel")
    page.get_by_label("Nama dalam bahasa Inggris").fill("Cable trenches")
    page.get_by_label("Induk").select_option("infrastruktur")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_role("link", name="Urutan").click()
    page.get_by_label("Berada setelah").select_option("")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Dipindahkan urutannya")).to_be_visible()
    page.get_by_role("link", name="Hentikan", exact=True).click()
    page.get_by_label("Penerus").select_option("jalan")
    page.get_by_role("button", name="Apa yang berubah?").click()
    expect(page.get_by_role("status").filter(has_text="menjawab sebagai gantinya")).to_be_visible()
    page.get_by_role("button", name="Hentikan").click()
    expect(page.get_by_text("Dijawab oleh")).to_be_visible()
    office.leave()


@BOTH
def test_the_pages_of_categories(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    page = office.at(new_user("pengelola", "administrator"), CATEGORIES, size, scheme=scheme)
    found: dict[str, list[str]] = {}
    for path in ("", "?q=zzz", "new/", "jalan/", "jalan/edit/", "jalan/order/", "jalan/retire/", "jalan/delete/"):
        page.goto(f"{CATEGORIES}{path}")
        found[path] = violations(page) + ([] if no_sideways(page) else ["scrolls sideways"])
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    office.leave()
