"""Choosing many cases, by keys and by touch, and doing one act on them."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BOTH, DESKTOP, Look, no_sideways
from tests.browser.desk import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@BOTH
def test_rows_are_chosen_looked_at_done_and_undone(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    for key in "12":
        office.received(key)
    office.in_progress("3")
    page = office.at(office.coordinator, "/desk/?queue=all", size, scheme=scheme)
    expect(page.locator("#bulk")).to_be_hidden()
    for box in page.locator("#rows .choose").all():
        box.click()
    expect(page.locator("[data-chosen]")).to_have_text("3 dipilih")
    assert violations(page) == []
    assert no_sideways(page)
    page.locator("#bulk-act").select_option("archive")
    page.get_by_role("button", name="Lihat dulu").click()
    expect(page.get_by_text("2 akan dikerjakan")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)
    page.get_by_role("button", name="Arsipkan").click()
    expect(page.locator(".error").first).to_be_visible()
    assert violations(page) == []
    page.goto("/desk/bulk/")
    expect(page.get_by_text("Belum ada tindakan massal")).to_be_visible()
    assert violations(page) == []
    page.goto("/desk/?queue=all")
    page.locator("#rows .choose").first.click()
    page.locator("#bulk-act").select_option("tag")
    page.get_by_role("button", name="Lihat dulu").click()
    page.locator("[name=tags]").fill("banjir")
    page.get_by_role("button", name="Beri penanda").click()
    expect(page.get_by_text("1 selesai")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("1 dibatalkan")).to_be_visible()
    page.goto("/desk/bulk/")
    assert violations(page) == []
    assert no_sideways(page)


def test_keys_choose_rows_one_by_one_and_all_between(office: Office) -> None:
    for key in "1234":
        office.received(key)
    page = office.at(office.coordinator, "/desk/?queue=all", DESKTOP)
    expect(page.locator('#rows a.item[aria-current="true"]')).to_have_count(1)
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("1 dipilih")
    for key in ("j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator("[data-chosen]")).to_have_text("3 dipilih")
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("2 dipilih")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("pilih semua sampai di sini")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.locator("#bulk-act")).to_be_focused()
    page.locator("#bulk-act").select_option("watch")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 akan dikerjakan")).to_be_visible()
