"""*Laporan saya* in a browser: asked for by e-mail, followed once, list, one report, the way out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kentongan.intake.actions import send_links
from kentongan.notifications.models import Message
from kentongan.public.tests.conftest import EMAIL, TEXT, report
from tests.browser.conftest import BOTH, PHONE, Opener, no_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def link() -> str:
    """The address in the message that went out last."""
    send_links()
    body = Message.objects.filter(text_name="report_link").latest("id").body or ""
    return str(re.findall(r"https?://[^/\s]+(/laporan-saya/masuk/\S+)", body)[0])


@BOTH
def test_the_reports_of_a_mailbox_are_found_opened_and_closed_again(
    open_page: Opener, violations: Callable[[Page], list[str]], size: Any, scheme: str
) -> None:
    page = open_page("/lacak/", size, scheme=scheme)
    report("1").answered()
    hidden = report("2", is_confidential=True)
    found = []

    def look() -> None:
        found.extend(violations(page))
        assert no_sideways(page), page.url

    page.get_by_role("link", name="Laporan saya lewat surel").click()
    page.get_by_role("button", name="Kirim tautan").click()
    expect(page.get_by_text("Tulis alamat surel Anda.")).to_be_visible()
    look()
    page.get_by_label("Surel").fill(EMAIL)
    page.get_by_role("button", name="Kirim tautan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa kotak surel Anda")
    look()
    page.goto(link())
    look()
    page.get_by_role("button", name="Buka laporan saya").click()
    expect(page.locator(".own li")).to_have_count(2)
    look()
    page.get_by_label(f"PIN {hidden.code}").fill(str(hidden.receipt.pin))
    page.get_by_role("button", name=f"Buka {hidden.code}").click()
    expect(page.locator(".told")).to_have_text(TEXT)
    page.goto("/laporan-saya/")
    page.get_by_role("button", name="Tutup laporan saya").click()
    expect(page.get_by_text("Laporan Anda sudah ditutup di peramban ini.")).to_be_visible()
    assert found == []


def test_it_works_without_javascript(open_page: Opener) -> None:
    page = open_page("/laporan-saya/", PHONE, javascript=False)
    told = report()
    page.get_by_label("Surel").fill(EMAIL)
    page.get_by_role("button", name="Kirim tautan").click()
    page.goto(link())
    page.get_by_role("button", name="Buka laporan saya").click()
    page.get_by_role("button", name=f"Buka {told.code}").click()
    expect(page.locator(".told")).to_have_text(TEXT)
