"""What an officer keeps and uses every day: saved views, downloads, templates, drafts."""

import time
from typing import Any

import pytest
from playwright.sync_api import expect

from kentongan.agencies.queries import actor_for
from kentongan.cases.actions import follow_up
from kentongan.workspace import actions
from kentongan.workspace.models import Draft
from tests.browser.conftest import BOTH, DESKTOP, Look, no_sideways
from tests.browser.desk import WORK, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@BOTH
def test_a_view_is_saved_from_the_list_and_taken_back(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    office.received()
    page = office.at(office.coordinator, "/desk/?queue=verify&channel=web", size, scheme=scheme)
    page.get_by_role("link", name="Simpan tampilan ini").click()
    dialog = page.locator("#dialog")
    dialog.get_by_role("button", name="Simpan").click()
    expect(dialog.locator(".error").first).to_be_visible()
    dialog.get_by_label("Nama tampilan").fill("Web hari ini")
    assert violations(page) == []
    dialog.get_by_role("button", name="Simpan").click()
    expect(page.locator(".side a[aria-current]", has_text="Web hari ini")).to_be_visible()
    page.get_by_role("link", name="Semua tampilan saya").click()
    page.get_by_role("button", name="Hapus").click()
    expect(page.get_by_role("heading", name="Dihapus hari ini")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)


@BOTH
def test_a_list_is_downloaded_twice_from_one_page(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    office.received()
    page = office.at(office.coordinator, "/desk/?queue=verify", size, scheme=scheme)
    for form in ("XLSX", "CSV"):
        page.locator("summary", has_text="Unduh").click()
        assert violations(page) == []
        with page.expect_download() as told:
            page.get_by_role("button", name=form).click()
        assert told.value.suggested_filename.endswith(form.lower())
    page.goto("/desk/files/")
    expect(page.get_by_role("link", name="Unduh")).to_have_count(2)
    assert violations(page) == []
    assert no_sideways(page)


@BOTH
def test_a_template_is_put_in_and_what_was_typed_is_offered_again(
    office: Office, violations: Look, size: Any, scheme: Any
) -> None:
    values = {"name": "Salam", "purpose": "answer", "text": "Yth. {pelapor}, laporan {kode} selesai."}
    actions.create_template(values, by=actor_for(office.coordinator))
    number = office.in_progress()
    page = office.at(office.officer, f"/desk/cases/{number}/", size, scheme=scheme)
    page.get_by_label("Templat").select_option(label="Salam")
    expect(page.locator("#words")).to_have_value(f"Yth. Bapak/Ibu, laporan {number} selesai.")
    assert violations(page) == []
    until = time.monotonic() + 10
    while not Draft.objects.exists() and time.monotonic() < until:
        page.wait_for_timeout(200)
    watcher = office.at(office.coordinator, f"/desk/cases/{number}/ask/", size, scheme=scheme)
    expect(watcher.locator("[data-writing]", has_text="sedang menulis")).to_be_visible()
    page.goto(f"/desk/cases/{number}/")
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.locator("#words")).to_have_value(f"Yth. Bapak/Ibu, laporan {number} selesai.")
    assert violations(page) == []
    assert no_sideways(page)


@BOTH
def test_templates_are_kept_on_pages_of_their_own(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    page = office.at(office.coordinator, "/desk/templates/new/", size, scheme=scheme)
    page.get_by_label("Nama templat").fill("Salam")
    page.get_by_label("Isi").fill("Halo {siapa}")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tidak dikenal: {siapa}")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Isi").fill("Laporan {kode} selesai.")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("button", name="Jangan tawarkan lagi")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)


@BOTH
def test_a_case_is_watched_and_its_news_found(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    number = office.routed()
    page = office.at(office.coordinator, f"/desk/cases/{number}/", size, scheme=scheme)
    page.get_by_role("button", name="Pantau").click()
    expect(page.get_by_role("button", name="Dipantau")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)
    follow_up(number, text=WORK, by=actor_for(office.officer))
    page.goto("/desk/watched/")
    expect(page.get_by_text("1 langkah baru")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)


def test_the_palette_leads_to_queues_acts_and_cases(office: Office, violations: Look) -> None:
    number = office.routed()
    page = office.at(office.coordinator, f"/desk/cases/{number}/", DESKTOP)
    palette = page.locator("#palette")
    page.keyboard.press("Control+k")
    page.keyboard.type("lewat tenggat")
    expect(palette.get_by_role("option").first).to_have_text("Lewat tenggat")
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?queue=overdue")
    page.keyboard.press("Control+k")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator(f'#rows [data-case="{number}"]')).to_be_visible()
    page.goto(f"/desk/cases/{number}/")
    page.keyboard.press("Control+k")
    page.keyboard.type("ubah")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{number}/edit/**")
