"""Sessions, second step, security, requests about data, failed messages: accessible, and nothing sticks out of them."""

import base64
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from kentongan.agencies import totp
from kentongan.agencies.queries import actor_for
from kentongan.cases import actions
from kentongan.cases.tests.factories import pk_of
from kentongan.core import clock
from kentongan.history.queries import stream_of
from kentongan.intake.tasks import tell_reporters
from kentongan.notifications.models import Message
from kentongan.workspace.actions.templates import create_template
from tests.browser.conftest import BOTH, PHONE, Look
from tests.browser.desk import Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Kusumaningrum" * 9
FITS = (
    "[document.documentElement, ...document.querySelectorAll('.scroller')].every((e) => e.scrollWidth <= e.clientWidth)"
)


@pytest.fixture(autouse=True)
def _register_of_erasures(tmp_path: Path, settings: Any) -> None:
    settings.KENTONGAN_DATA = tmp_path


@pytest.fixture
def wrong(violations: Look) -> Look:
    """What is wrong with a page: axe-core's findings, and whether anything is wider than the window."""
    return lambda page: violations(page) + ([] if page.evaluate(FITS) else ["sticks out"])


@BOTH
def test_a_second_step_is_set_up_shown_to_the_administrator_and_taken_away(
    office: Office, wrong: Look, size: Any, scheme: Any
) -> None:
    page = office.at(office.coordinator, "/desk/second-factor/", size, scheme=scheme)
    assert wrong(page) == []
    page.get_by_role("button", name="Pasang").click()
    code = page.get_by_role("textbox", name="Kode", exact=True)
    code.fill("000000")
    page.get_by_role("button", name="Pastikan").click()
    expect(code).to_be_focused()
    assert wrong(page) == []
    key = page.locator(".cutanywhere").inner_text().replace(" ", "")
    code.fill(totp.code_at(base64.b32decode(key), clock.machine()))
    page.get_by_role("button", name="Pastikan").click()
    expect(page.get_by_role("heading", name="Kode pemulihan Anda")).to_be_visible()
    assert wrong(page) == []
    page.goto("/desk/second-factor/")
    assert wrong(page) == []

    watcher = office.at(new_user("pengelola", "administrator"), "/desk/security/", size, scheme=scheme)
    for _ in range(8):
        Client().post("/desk/sign-in/", {"username": "dishub", "password": "salah"})
    watcher.reload()
    expect(watcher.get_by_role("table")).to_have_count(2)
    assert wrong(watcher) == []
    watcher.get_by_role("link", name="Lepas").click()
    assert wrong(watcher) == []


@BOTH
def test_my_sessions(office: Office, wrong: Look, size: Any, scheme: Any) -> None:
    user = office.coordinator
    user.set_password(LONG)
    user.save()
    for _ in range(2):
        page = office.open_page("/desk/sign-in/", size, scheme=scheme)
        page.get_by_label("Nama pengguna").fill(user.username)
        page.get_by_label("Kata sandi").fill(LONG)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url("**/desk/**")
    page.goto("/desk/sessions/")
    assert page.locator(".kept > li").count() == 2
    assert page.get_by_role("heading", level=1).bounding_box()["width"] > 50  # type: ignore[index]
    assert wrong(page) == []
    page.get_by_role("button", name="Akhiri Chrome").click()
    expect(page.locator(".kept > li")).to_have_count(1)


@BOTH
def test_a_request_about_data_from_its_arrival_to_its_letter(
    office: Office, wrong: Look, size: Any, scheme: Any
) -> None:
    office.received(name="Wulan Sekarjati", phone="+628110000047")
    page = office.at(new_user("pdp", "privacy_officer"), "/desk/privacy/", size, scheme=scheme)
    assert wrong(page) == []
    page.get_by_role("link", name="Permintaan baru").click()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_label("Yang diminta")).to_be_focused()
    assert wrong(page) == []
    page.get_by_label("Yang diminta").select_option("erasure")
    page.get_by_label("Nama").fill(LONG)
    page.get_by_label("Alamat jawaban").fill(f"{LONG}@example.id")
    page.get_by_role("button", name="Simpan").dblclick()
    page.get_by_label("Nomor HP").fill("08110000047")
    page.get_by_role("button", name="Cari orang").click()
    expect(page.get_by_text("Wulan Sekarjati")).to_be_in_viewport()
    assert wrong(page) == []
    page.get_by_label("Wulan Sekarjati").check()
    page.get_by_role("button", name="Mereka yang dimaksud").click()
    page.get_by_label("Keputusan").select_option("granted")
    page.get_by_label("Yang dibaca pemohon").fill("Data Anda kami hapus.")
    page.get_by_role("button", name="Putuskan").click()
    page.locator("form[action*=erase] button").click()
    expect(page.get_by_role("button", name="Hapus selamanya")).to_be_in_viewport()
    assert wrong(page) == []
    page.get_by_role("link", name="Surat jawaban").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert wrong(page) == []
    page.goto("/desk/privacy/")
    assert page.locator("tbody tr").count() == 1
    assert wrong(page) == []


@BOTH
def test_messages_that_did_not_arrive(office: Office, wrong: Look, size: Any, scheme: Any) -> None:
    page = office.at(office.coordinator, "/desk/messages/", size, scheme=scheme)
    assert wrong(page) == []
    number = office.routed(email="wulan@example.id")
    tell_reporters(stream_of(f"case:{pk_of(number)}"))
    Message.objects.update(state="failed", error=f"SMTP 550 5.1.1 {LONG}", attempts=20)
    page.reload()
    expect(page.get_by_role("link", name=number).first).to_be_visible()
    assert wrong(page) == []


@BOTH
def test_long_words_push_nothing_off_a_list(office: Office, wrong: Look, size: Any, scheme: Any) -> None:
    values = {"name": LONG[:100], "purpose": "answer", "text": LONG * 3}
    create_template(values, by=actor_for(office.coordinator))
    page = office.at(office.coordinator, "/desk/templates/", size, scheme=scheme)
    expect(page.get_by_role("link", name="Ubah")).to_be_in_viewport()
    assert wrong(page) == []
    page.goto("/desk/views/new/?queue=verify&channel=web")
    page.get_by_label("Nama tampilan").fill(LONG[:60])
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/desk/?queue=verify**")
    for box in (".tools select", ".side a[aria-current]"):
        inside = page.locator(box).first.evaluate(
            "(e) => e.getBoundingClientRect().right <= e.closest('.side, .list').getBoundingClientRect().right"
        )
        assert inside or size == PHONE  # there the queues lie in a row that is pushed
    page.goto("/desk/views/")
    expect(page.get_by_role("button", name="Hapus")).to_be_in_viewport()
    assert wrong(page) == []


def test_without_a_line_what_was_written_stays_in_its_form(office: Office) -> None:
    number = office.routed()
    page = office.at(office.officer, f"/desk/cases/{number}/")
    page.locator("#words").fill("Regu berangkat pagi ini.")
    page.context.set_offline(offline=True)
    page.locator("#write button.primary").click()
    expect(page.locator(".toast.warn")).to_contain_text("Peladen tidak menjawab")
    expect(page.locator("#words")).to_have_value("Regu berangkat pagi ini.")
    page.context.set_offline(offline=False)
    page.locator("#write button.primary").click()
    expect(page.locator(".timeline")).to_contain_text("Regu berangkat pagi ini.")


@BOTH
def test_a_conflict_breaks_no_word_of_its_heads(office: Office, wrong: Look, size: Any, scheme: Any) -> None:
    number = office.received()
    page = office.at(office.coordinator, f"/desk/cases/{number}/edit/", size, scheme=scheme)
    shown = page.get_by_label("Judul").input_value()
    actions.edit(number, {"title": actions.Wanted(shown, LONG)}, by=actor_for(office.coordinator))
    page.get_by_label("Judul").fill(f"{LONG} saya")
    page.get_by_role("button", name="Simpan").click()
    head = page.locator(".conflict th").first
    assert head.evaluate("(e) => e.scrollWidth <= e.clientWidth && e.clientHeight < 60")
    assert wrong(page) == []
