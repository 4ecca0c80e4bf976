"""Notes with mentions, tags, keys and paper, by a coordinator and an officer, at a desk and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BOTH, DESKTOP, Look, no_sideways
from tests.browser.desk import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@BOTH
def test_a_colleague_is_mentioned_and_finds_it(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    number = office.in_progress()
    page = office.at(office.officer, f"/desk/cases/{number}/", size, scheme=scheme)
    page.get_by_role("button", name="Catatan internal").click()
    box = page.get_by_role("textbox", name="Catatan")
    box.press_sequentially(f"Mohon dilihat @{office.coordinator.username[:3]}")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []
    box.press("Enter")
    expect(box).to_have_value(f"Mohon dilihat @{office.coordinator.username} ")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.locator(".noted")).to_contain_text(office.coordinator.name)
    assert violations(page) == []
    assert no_sideways(page)
    desk = office.at(office.coordinator, "/desk/?queue=all", size, scheme=scheme)
    expect(desk.locator("[data-counter=mentions]")).to_have_text("1")
    desk.goto("/desk/mentions/")
    expect(desk.get_by_text("Mohon dilihat")).to_be_visible()
    assert violations(desk) == []
    assert no_sideways(desk)


@BOTH
def test_a_tag_is_put_on_and_the_case_printed(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    number = office.in_progress()
    page = office.at(office.coordinator, f"/desk/cases/{number}/", size, scheme=scheme)
    page.get_by_label("Pasang penanda", exact=True).fill("musim hujan")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Lepas musim hujan")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)
    for address in ("/desk/tags/", f"/desk/cases/{number}/print/", "/desk/print/?queue=all&tag=musim+hujan"):
        page.goto(address)
        expect(page.get_by_text("musim hujan").or_(page.get_by_text(number)).first).to_be_visible()
        assert violations(page) == []
        assert no_sideways(page)


def test_keys_do_it_and_never_while_typing(office: Office) -> None:
    number = office.in_progress()
    page = office.at(office.coordinator, f"/desk/cases/{number}/", DESKTOP)
    page.keyboard.press("h")
    box = page.get_by_role("textbox", name="Catatan")
    expect(box).to_be_focused()
    box.press_sequentially("hyP tidak menjalankan apa pun")
    expect(box).to_have_value("hyP tidak menjalankan apa pun")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".noted")).to_have_text("hyP tidak menjalankan apa pun")
    page.keyboard.press("y")
    expect(page.get_by_role("button", name="Dipantau")).to_be_visible()
    page.keyboard.press("#")
    expect(page.get_by_label("Pasang penanda", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Shift P")
    page.get_by_role("checkbox", name="Tombol satu huruf").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+P")
    expect(page.locator(".casepage")).to_be_visible()
    page.keyboard.press("?")
    page.get_by_role("checkbox", name="Tombol satu huruf").check()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+P")
    expect(page.locator(".paper")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(".casepage")).to_be_visible()
