"""A text of a message in the city's own words, in a browser: refused, shown first, kept, given up."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BOTH, DESKTOP, Look, no_sideways
from tests.browser.desk import Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXTS = "/desk/setup/texts/"


def test_a_text_is_said_in_other_words_and_given_up_again(office: Office) -> None:
    page = office.at(new_user("pengelola", "administrator"), f"{TEXTS}?language=id", DESKTOP)
    page.get_by_role("link", name="Laporan {code} sudah diverifikasi").click()
    page.get_by_role("link", name="Ubah", exact=True).click()
    page.get_by_label("Isi pesan").fill("Kode {kode}.")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("{kode} bukan variabel teks ini")).to_be_visible()
    page.get_by_label("Isi pesan").fill("Salam.\n\nKode {code}.")
    page.get_by_role("button", name="Tampilkan dulu").click()
    expect(page.get_by_role("status").filter(has_text="sebagai SMS 1 bagian")).to_be_visible()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Mulai sekarang dikatakan begitu")).to_be_visible()
    page.get_by_role("link", name="Kembali ke teks bawaan").click()
    page.get_by_role("button", name="Pakai teks bawaan").click()
    expect(page.get_by_text("Teks bawaan dipakai lagi")).to_be_visible()
    office.leave()


@BOTH
def test_the_pages_of_texts(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    page = office.at(new_user("pengelola", "administrator"), TEXTS, size, scheme=scheme)
    found: dict[str, list[str]] = {}
    for path in ("", "?q=zzz", "receipt/id/", "receipt/id/edit/", "closing/en/edit/"):
        page.goto(f"{TEXTS}{path}")
        found[path] = violations(page) + ([] if no_sideways(page) else ["scrolls sideways"])
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    office.leave()
