"""The desk's screens: accessible in both schemes, at the desk and on a phone; and what is live on them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import expect

from kentongan.agencies.queries import actor_for
from kentongan.cases import actions
from kentongan.cases.actions import Verification
from kentongan.history import tasks
from kentongan.history.tests.writing import running
from tests.browser.conftest import BOTH, DESKTOP, Look, no_sideways
from tests.browser.desk import TEXT, Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@BOTH
def test_the_door(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    page = office.open_page("/desk/sign-in/", size, scheme=scheme)
    assert violations(page) == []
    page.get_by_label("Nama pengguna").fill("x")
    page.get_by_label("Kata sandi").fill("y")
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator(".note.warn")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)


@BOTH
def test_the_inbox_of_a_coordinator(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    office.received("1")
    office.received("2", is_anonymous=True, is_confidential=True)
    office.sent_back("3")
    page = office.at(office.coordinator, "/desk/?queue=verify", size, scheme=scheme)
    if size == DESKTOP:
        expect(page.locator("#preview .sheetlet")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)
    page.locator("summary", has_text="Saring").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".filters")).to_be_hidden()
    page.locator(".me summary").click()
    assert violations(page) == []
    page.goto("/desk/?queue=returned&channel=letter&q=tiang")
    assert violations(page) == []


@BOTH
def test_a_case_before_an_agency_has_it(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    number = office.sent_back()
    page = office.at(office.coordinator, f"/desk/cases/{number}/", size, scheme=scheme)
    expect(page.locator(".note.warn", has_text="Tiang ini milik Perkim.").first).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)
    page.get_by_role("button", name="Tunda").click()
    expect(page.locator("#dialog")).to_be_visible()
    assert violations(page) == []
    page.locator("#dialog").get_by_role("button", name="Tunda").click()
    expect(page.locator("#dialog .error").first).to_be_visible()
    assert violations(page) == []


@BOTH
def test_a_case_at_work_and_all_its_parts(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    number = office.in_progress("1", name="Wulan Sekarjati", phone="+628110000047")
    page = office.at(office.officer, f"/desk/cases/{number}/", size, scheme=scheme)
    assert violations(page) == []
    assert no_sideways(page)
    watcher = office.at(office.coordinator, f"/desk/cases/{number}/", size, scheme=scheme)
    for part in ("Laporan", "Lampiran", "Pesan ke pelapor", "Jejak akses"):
        watcher.get_by_role("navigation", name="Bagian aduan").get_by_role("link", name=part).click()
        expect(watcher.locator(f'#tabs a[aria-current]:has-text("{part}")')).to_be_visible()
        assert violations(watcher) == []
        assert no_sideways(watcher)


@BOTH
def test_editing_and_a_conflict(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    number = office.received()
    page = office.at(office.coordinator, f"/desk/cases/{number}/edit/", size, scheme=scheme)
    assert violations(page) == []
    shown = page.get_by_label("Judul").input_value()
    actions.edit(number, {"title": actions.Wanted(shown, "Judul rekan")}, by=actor_for(office.coordinator))
    page.get_by_label("Judul").fill("Judul saya")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".conflict")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)


@BOTH
def test_entering_a_report_and_its_receipt(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    operator = new_user("operator", "call_taker", "diskominfo")
    page = office.at(operator, "/desk/new/", size, scheme=scheme)
    assert violations(page) == []
    page.get_by_role("button", name="Terima laporan").click()
    expect(page.locator(".error").first).to_be_visible()
    assert violations(page) == []
    page.locator(".channels").get_by_text("Loket").click()
    page.get_by_label("Apa yang terjadi?").fill(TEXT)
    page.get_by_role("button", name="Terima laporan").click()
    expect(page.locator(".slip")).to_be_visible()
    assert violations(page) == []
    assert no_sideways(page)


@BOTH
def test_nothing_there_and_nothing_for_you(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    page = office.at(office.officer, "/desk/", size, scheme=scheme)
    expect(page.locator("#rows .empty")).to_be_visible()
    assert violations(page) == []
    page.goto("/desk/cases/KTG-2222-2222/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []
    page.goto("/desk/new/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []


def test_without_a_stream_it_says_so_and_asks(office: Office) -> None:
    page = office.at(office.coordinator)
    expect(page.locator("[data-live-sign] .word")).to_have_text("Terputus, mencoba lagi")


# -- with the live process running ---------------------------------------------------------------


def free_port() -> int:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@pytest.fixture
def live(office: Office, live_server: Any, settings: Any) -> Iterator[Office]:
    """The live process on a port of its own, on the test's database, with the sequencer beside it."""
    port, base = free_port(), connection.settings_dict
    host = base["HOST"] if base["HOST"].startswith("/") else ""
    url = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")[0] + f"/{base['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url + (f"?host={host}" if host else ""),
        "KENTONGAN_LIVE_PORT": str(port),
        "KENTONGAN_PORT": str(live_server.thread.port),  # the only other origin its streams are open to
    }
    settings.KENTONGAN_LIVE_URL, settings.KENTONGAN_LIVE_PORT = "", port
    directives = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "connect-src": ["'self'", f"http://*:{port}"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
    process = subprocess.Popen([sys.executable, "-m", "config.servers", "live"], env=environment, cwd="/")
    try:
        _wait_for(port)
        with running(tasks.run_sequencer):
            yield office
    finally:
        office.leave()
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with closing(socket.socket()) as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    msg = "the live process does not listen"
    raise AssertionError(msg)


@pytest.mark.server
def test_what_others_do_is_seen_and_moves_nothing_that_is_read(live: Office) -> None:
    first = live.received("1")
    page = live.at(live.coordinator)
    expect(page.locator("[data-live-sign] .word")).to_have_text("Langsung")
    expect(page.locator("#preview [data-open-case]")).to_have_attribute("data-open-case", first)

    second = live.received("2")
    expect(page.locator("#fresh")).to_contain_text("1 laporan baru")
    expect(page.locator("#rows a.item")).to_have_count(1)
    expect(page.locator('.side [data-counter="verify"]')).to_have_text("2")
    page.keyboard.press("n")
    expect(page.locator(f'#rows a[data-case="{second}"]')).to_be_visible()
    expect(page.locator("#fresh")).to_be_hidden()

    other = actor_for(new_user("koordinator2", "coordinator"))
    actions.verify(first, Verification("unsupervised", "pju", is_anonymous=False, is_confidential=False), by=other)
    expect(page.locator("#moved")).to_be_visible()
    actions.route(first, lead=live.officer.agency_id or 0, by=other)
    row = page.locator(f'#rows a[data-case="{first}"]')
    expect(row).to_contain_text("→ Dishub")
    expect(row).to_have_class("item changed gone")


@pytest.mark.server
def test_two_tabs_share_one_stream_and_signing_out_ends_it(live: Office) -> None:
    page = live.at(live.coordinator)
    expect(page.locator("[data-live-sign] .word")).to_have_text("Langsung")
    second = page.context.new_page()
    second.goto("/desk/")
    expect(second.locator("[data-live-sign] .word")).to_have_text("Langsung")
    streams: list[str] = []
    second.on("request", lambda request: streams.append(request.url) if "stream" in request.url else None)
    live.received("1")
    for tab in (page, second):
        expect(tab.locator("#fresh")).to_contain_text("1 laporan baru")
    assert streams == []
    page.close()  # the one that held the stream: the other takes over
    expect(second.locator("[data-live-sign] .word")).to_have_text("Langsung")
    live.received("2")
    expect(second.locator("#fresh")).to_contain_text("2 laporan baru")


@pytest.mark.server
def test_an_officer_sees_his_new_case_arrive(live: Office) -> None:
    page = live.at(live.officer)
    expect(page.locator("[data-live-sign] .word")).to_have_text("Langsung")
    number = live.routed()
    expect(page.locator("#fresh")).to_be_visible()
    page.locator("#fresh").click()
    expect(page.locator(f'#rows a[data-case="{number}"] .unread')).to_be_visible()
