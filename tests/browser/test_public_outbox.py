"""Reporting without a line: written, kept with its photos, sent once when the line is back; nothing stays behind."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kentongan.cases.models import Attachment, Report
from kentongan.public.tests.conftest import TEXT, jpeg
from tests.browser.conftest import BOTH, PHONE, Opener, no_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ITEMS = "[data-outbox] li"
PHOTO: Any = {"name": "lampu.jpg", "mimeType": "image/jpeg", "buffer": jpeg((640, 480))}
STORED = """async () => {
  const asked = indexedDB.open("kentongan");
  const base = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const all = await new Promise((done) => {
    const r = base.transaction("outbox").objectStore("outbox").getAll(); r.onsuccess = () => done(r.result); });
  base.close();
  return all.map(({ state, values, photos, code }) => ({ state, values, photos: photos.length, code }));
}"""


CONTROLLED = """async () => {
  await navigator.serviceWorker.ready;
  while (!navigator.serviceWorker.controller) await new Promise((done) => setTimeout(done, 50));
}"""
RENEWED = """async (old) => {
  for (;;) {
    const names = await caches.keys();
    if (names.length === 1 && !old.includes(names[0])) return;
    await new Promise((done) => setTimeout(done, 50));
  }
}"""


@pytest.fixture
def app(open_page: Opener) -> Callable[..., Page]:
    """A first visit with a line, until the worker has kept what it needs."""

    def visited(size: Any = None, scheme: str = "light") -> Page:
        page = open_page("/", size or PHONE, scheme=scheme, workers="allow")
        page.evaluate(CONTROLLED)
        return page

    return visited


def written(page: Page, text: str = TEXT) -> None:
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(text)
    page.locator("[data-outbox-form] input[type=file]").set_input_files(PHOTO)


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim begitu ada jaringan").click()


@BOTH
def test_a_report_waits_on_the_phone_and_is_sent_once_when_the_line_is_back(
    app: Callable[..., Page], violations: Callable[[Page], list[str]], size: Any, scheme: str
) -> None:
    page = app(size, scheme)
    page.context.set_offline(True)
    page.goto("/lapor/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lapor tanpa jaringan")
    found = violations(page)
    written(page)
    send(page)
    expect(page.locator(ITEMS)).to_contain_text(["Menunggu jaringan"])
    assert page.evaluate("document.fonts.check('16px \"Plus Jakarta Sans Variable\"')")
    assert no_sideways(page)
    found += violations(page)
    assert not Report.objects.exists()
    page.reload()
    expect(page.locator(ITEMS)).to_contain_text(["Menunggu jaringan"])

    page.context.set_offline(False)
    expect(page.locator(ITEMS)).to_contain_text(["Terkirim"])
    told = Report.objects.get()
    expect(page.locator(ITEMS)).to_contain_text([str(told.code)])
    expect(page.locator(ITEMS)).to_contain_text([str(told.pin)])
    assert (told.text, Attachment.objects.count()) == (TEXT, 1)
    assert page.evaluate(STORED) == [{"state": "sent", "values": {}, "photos": 0, "code": told.code}]
    assert found + violations(page) == []
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sudah saya catat, hapus").click()
    expect(page.locator(ITEMS)).to_have_count(0)
    assert page.evaluate(STORED) == []


def test_several_drafts_lie_beside_each_other_and_can_be_thrown_away(app: Callable[..., Page]) -> None:
    page = app()
    page.context.set_offline(True)
    page.goto("/lapor/luring/")
    for text in ("Jalan berlubang di depan pasar.", "Sampah menumpuk di sungai."):
        page.get_by_label("Ceritakan dengan kata-kata Anda").fill(text)
        page.get_by_role("button", name="Simpan, tulis yang lain").click()
    expect(page.locator(ITEMS)).to_have_count(2)
    page.reload()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator(ITEMS, has_text="Jalan berlubang").get_by_role("button", name="Buang").click()
    expect(page.locator(ITEMS)).to_have_count(1)
    page.get_by_role("button", name="Ubah").click()
    expect(page.get_by_label("Ceritakan dengan kata-kata Anda")).to_have_value("Sampah menumpuk di sungai.")


def test_what_the_city_refuses_says_why_and_can_be_changed_and_sent_again(app: Callable[..., Page]) -> None:
    page = app()
    page.context.set_offline(True)
    page.goto("/lapor/")
    written(page)
    page.get_by_label("Surel").fill("bukan surel")
    send(page)
    page.context.set_offline(False)
    expect(page.locator(ITEMS)).to_contain_text(["Ditolak"])
    expect(page.locator(ITEMS)).to_contain_text(["Ini bukan alamat surel"])
    page.get_by_role("button", name="Ubah").click()
    expect(page.get_by_label("Surel")).to_be_focused()
    page.get_by_label("Surel").fill("ibu@example.id")
    send(page)
    expect(page.locator(ITEMS)).to_contain_text(["Terkirim"])
    assert (Report.objects.count(), Attachment.objects.count()) == (1, 1)


def test_a_first_step_sent_into_nothing_becomes_a_draft_with_its_photo(app: Callable[..., Page]) -> None:
    page = app()
    page.goto("/lapor/")
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(TEXT)
    page.locator("input[name=photos]").set_input_files(PHOTO)
    expect(page.locator("[data-preview] canvas")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lapor tanpa jaringan")
    expect(page.get_by_label("Ceritakan dengan kata-kata Anda")).to_have_value(TEXT)
    expect(page.locator("[data-kept-photos] canvas")).to_be_visible()
    send(page)
    page.context.set_offline(False)
    expect(page.locator(ITEMS)).to_contain_text(["Terkirim"])
    assert (Report.objects.get().text, Attachment.objects.count()) == (TEXT, 1)


def test_other_pages_say_that_there_is_no_line(app: Callable[..., Page]) -> None:
    page = app()
    page.context.set_offline(True)
    page.goto("/laporan/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sekarang tidak ada jaringan")
    page.get_by_role("link", name="Lapor tanpa jaringan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lapor tanpa jaringan")


def test_a_new_worker_throws_the_old_caches_away_and_keeps_nothing_of_a_person(app: Callable[..., Page]) -> None:
    page = app()
    page.goto("/lacak/")
    page.evaluate("caches.open('kentongan-lama')")
    before = page.evaluate("caches.keys()")
    page.get_by_role("button", name="English").click()
    page.evaluate(RENEWED, before)
    kept = page.evaluate(
        "caches.keys().then(([name]) => caches.open(name)).then((cache) => cache.keys())"
        ".then((all) => all.map((one) => new URL(one.url).pathname))"
    )
    assert [path for path in kept if not path.startswith("/static/")] == [
        "/manifest.webmanifest",
        "/lapor/luring/",
        "/luring/",
    ]


def test_without_javascript_the_page_leads_to_the_usual_form(open_page: Opener) -> None:
    page = open_page("/lapor/luring/", PHONE, javascript=False)
    page.locator("noscript a, .note a[href='/lapor/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Apa yang terjadi?")
