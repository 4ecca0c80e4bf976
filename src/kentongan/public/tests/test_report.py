"""The report form: three steps without JavaScript, nothing lost, sent once."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.cases.models import Attachment, Case, Report
from kentongan.core import clock
from kentongan.core.uploads import LONGEST_BODY, SIZE
from kentongan.people.queries import contacts_of
from kentongan.places.queries import landmarks
from kentongan.public import drafts
from kentongan.public.tests.conftest import EMAIL, NAME, NGRONGGO, PHONE, TEXT, jpeg
from kentongan.ui.pace import DRAFTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(city: None, client: Client) -> "Form":
    return Form(client)


class Form:
    """The form as a browser without JavaScript fills it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.page: Any = client.get("/lapor/")
        self.address = "/lapor/"

    def send(self, act: str = "next", **values: Any) -> Any:
        self.page = self.client.post(self.address, {"act": act, **values}, follow=True)
        if self.page.redirect_chain:
            self.address = self.page.redirect_chain[-1][0]
        return self.page

    @property
    def key(self) -> str:
        return self.address.split("/")[2]

    @property
    def step(self) -> str:
        return self.address.split("/")[3]

    def text(self) -> str:
        return str(self.page.content.decode())


def the_report() -> Report:
    return Report.objects.get()


def test_three_steps_make_one_report_with_all_that_was_told(form: Form) -> None:
    form.send(text=TEXT, category="pju", occurred_on="2026-01-05")
    form.send(lat=str(NGRONGGO[0]), lon=str(NGRONGGO[1]), place="Seberang musala")
    form.send("send", name=NAME, phone=PHONE, email=EMAIL, is_anonymous="on")

    told, case = the_report(), Case.objects.get()
    assert (told.text, told.place, told.channel, told.client) == (TEXT, "Seberang musala", "web", "web")
    assert (told.is_anonymous, told.is_confidential) == (True, False)
    assert (case.category_id, str(case.occurred_on)) == ("pju", "2026-01-05")
    assert case.area_id is not None
    assert {c.value for c in contacts_of(told.person_id or 0)} == {"+628110000047", EMAIL}
    assert form.step == "terkirim"
    assert told.code in form.text()
    assert (told.pin or "?") in form.text()


def test_the_text_alone_is_enough(form: Form) -> None:
    form.send(text=TEXT)
    form.send()
    form.send("send")
    assert the_report().person_id is None


def test_sending_twice_makes_one_report_and_shows_the_same_receipt(form: Form) -> None:
    form.send(text=TEXT)
    form.send()
    address = form.address
    form.send("send")
    first = the_report().code
    again = form.client.post(address, {"act": "send"}, follow=True)
    assert the_report().code == first
    assert first in again.content.decode()


def test_two_clicks_at_the_same_moment_make_one_report(form: Form) -> None:
    form.send(text=TEXT)
    form.send()
    draft = drafts.load(form.key)
    form.send("send")
    drafts.save(draft)  # as the second request saw it, before the first one had finished
    again = form.client.post(f"/lapor/{form.key}/siapa/", {"act": "send"}, follow=True)
    assert the_report().code in again.content.decode()


def test_going_back_loses_nothing(form: Form) -> None:
    form.send(text=TEXT, category="pju")
    form.send(place="Seberang musala")
    form.send("back", name=NAME)
    assert form.step == "di-mana"
    assert "Seberang musala" in form.text()
    form.send("back", place="Depan pos")
    assert form.step == "apa"
    assert TEXT in form.text()
    form.send(text=TEXT)
    form.send(place="Depan pos")
    assert NAME in form.text()
    assert "Depan pos" in form.text()


def test_a_mistake_is_told_beside_the_field_and_what_was_typed_stays(form: Form) -> None:
    form.send(text="", category="pju")
    assert form.step == "apa"
    assert "Ceritakan singkat apa yang terjadi." in form.text()
    assert 'aria-invalid="true"' in form.text()
    form.send(text=TEXT)
    form.send()
    form.send("send", phone="tidak punya", email="wulan")
    assert "Ini bukan nomor telepon." in form.text()
    assert "Ini bukan alamat surel." in form.text()
    assert 'value="tidak punya"' in form.text()
    assert not Report.objects.exists()


def test_a_day_that_has_not_come_is_refused(form: Form) -> None:
    form.send(text=TEXT, occurred_on="2999-01-01")
    assert "Tanggal ini belum tiba." in form.text()


@pytest.mark.parametrize("text", ["!!! ???", "\u200b\u200b", "12345"])
def test_a_text_without_a_word_is_none(form: Form, text: str) -> None:
    form.send(text=text)
    assert form.step == "apa"


def test_nothing_personal_stands_in_an_address(form: Form) -> None:
    pages = [form.send(text=TEXT), form.send(place="Seberang musala"), form.send("send", name=NAME, phone=PHONE)]
    addresses = " ".join(address for page in pages for address, _ in page.redirect_chain)
    assert not [part for part in ("Lampu", "musala", "Wulan", "0811", the_report().code) if part in addresses]


def test_another_browser_does_not_find_the_draft(form: Form) -> None:
    form.send(text=TEXT)
    stranger = Client()
    assert stranger.get(form.address).status_code == 404
    assert stranger.post(form.address, {"act": "next"}).status_code == 404


def test_another_browser_does_not_find_the_receipt(form: Form) -> None:
    form.send(text=TEXT)
    form.send()
    form.send("send")
    assert Client().get(form.address).status_code == 404


def test_a_draft_lies_on_the_disk_without_a_readable_word(form: Form) -> None:
    form.send(text=TEXT)
    form.send()
    form.send("stay", name=NAME, phone=PHONE)
    kept = b"".join(p.read_bytes() for p in (settings.KENTONGAN_DATA / "drafts" / form.key).iterdir())
    assert kept
    assert not [word for word in (b"musala", b"Wulan", b"0811") if word in kept]


def test_after_sending_only_the_receipt_is_kept(form: Form) -> None:
    form.send(text=TEXT, photos=[SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")])
    form.send()
    form.send("send", name=NAME)
    draft = drafts.load(form.key)
    assert (draft.values, draft.photos) == ({}, [])
    assert [p.name for p in (settings.KENTONGAN_DATA / "drafts" / form.key).iterdir()] == ["draft"]


def test_a_discarded_draft_is_gone(form: Form) -> None:
    form.send(text=TEXT)
    form.send("discard")
    assert form.client.get(f"/lapor/{form.key}/apa/").status_code in {200, 404}
    assert "belum dikirim" not in form.client.get("/lapor/").content.decode()


def test_an_unsent_report_can_be_taken_up_again(form: Form) -> None:
    form.send(text=TEXT)
    page = form.client.get("/lapor/").content.decode()
    assert "Ada laporan Anda yang belum dikirim." in page
    assert f"/lapor/{form.key}/apa/" in page


def test_drafts_nobody_touches_are_swept_away(form: Form) -> None:
    form.send(text=TEXT)
    assert drafts.sweep(older_than=3600) == 0
    assert drafts.sweep(older_than=-1) >= 1
    assert form.client.get(form.address).status_code == 404


@pytest.mark.parametrize("key", ["..", "a/b", "%2e%2e", ""])
def test_a_key_leads_nowhere_else_on_the_disk(form: Form, key: str) -> None:
    assert form.client.get(f"/lapor/{key}/apa/").status_code == 404


def test_photos_come_along_cleaned(form: Form) -> None:
    form.send(text=TEXT, photos=[SimpleUploadedFile("rumah-wulan.jpg", jpeg(gps=True), "image/jpeg")])
    draft = drafts.load(form.key)
    data, photo = drafts.read_photo(draft, draft.photos[0].key)
    assert b"PenandaKamera" not in data
    shown = form.client.get(f"/lapor/{form.key}/foto/{photo.key}/")
    assert shown["Content-Type"] == "image/jpeg"
    assert "sandbox" in shown["Content-Security-Policy"]
    form.send()
    form.send("send")
    assert Attachment.objects.get().report_id == the_report().pk


def test_a_photo_can_be_taken_out_again(form: Form) -> None:
    form.send(text=TEXT, photos=[SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")])
    form.send("back")
    form.send(f"drop:{drafts.load(form.key).photos[0].key}", text=TEXT)
    assert drafts.load(form.key).photos == []
    assert form.step == "apa"


def test_what_is_no_photo_is_refused_in_words_and_the_rest_stays(form: Form) -> None:
    form.send(text=TEXT, photos=[SimpleUploadedFile("virus.exe", b"MZ" + bytes(200), "image/jpeg")])
    assert form.step == "apa"
    assert "virus.exe" in form.text()
    assert TEXT in form.text()


def test_a_sixth_photo_is_refused(form: Form) -> None:
    form.send(text=TEXT, photos=[SimpleUploadedFile(f"{n}.jpg", jpeg((8, 8)), "image/jpeg") for n in range(6)])
    assert len(drafts.load(form.key).photos) == 5
    assert form.step == "apa"


def test_an_emergency_word_shows_112_on_the_next_step_and_the_report_still_goes_through(form: Form) -> None:
    form.send(text="Tolong, rumah tetangga kebakaran sekarang!")
    assert 'href="tel:112">' in form.text()
    assert "kebakaran" in form.text().partition("data-alarm-words>")[2][:40]
    form.send()
    form.send("send")
    assert "Telepon 112" in form.text()
    assert Report.objects.count() == 1


def test_an_ordinary_text_keeps_the_panel_closed(form: Form) -> None:
    form.send(text=TEXT)
    assert "data-alarm hidden" in form.text()


def test_while_typing_only_the_words_that_alarm_come_back(form: Form) -> None:
    found = form.client.post("/lapor/darurat/", {"text": "ada kebakaran di pasar"})
    assert found.json() == {"alarms": ["kebakaran"]}
    assert form.client.post("/lapor/darurat/", {"text": TEXT}).json() == {"alarms": []}


def test_a_sensitive_category_makes_the_report_confidential_whatever_is_ticked(form: Form) -> None:
    form.send(text="Tetangga dipukuli suaminya setiap malam", category="kdrt")
    form.send()
    assert "selalu rahasia" in form.text()
    form.send("send")
    assert the_report().is_confidential


def test_the_field_that_catches_machines_tells_a_person_to_leave_it_empty(form: Form) -> None:
    form.send(text=TEXT, website="http://example.com")
    assert form.step == "apa"
    assert "Kosongkan isian ini" in form.text()


def test_a_pin_outside_the_city_says_who_is_asked_then(form: Form) -> None:
    form.send(text=TEXT)
    form.send(lat="-7.75", lon="112.25")
    form.send("back")
    assert "Di luar kota" in form.text()
    assert "Kabupaten Kediri" in form.text()


def test_a_kelurahan_without_a_pin_is_a_place_too(form: Form) -> None:
    form.send(text=TEXT)
    form.send(area="35.71.01.1001")
    form.send("send")
    case = Case.objects.get()
    assert (case.area_id, case.lat) == ("35.71.01.1001", None)


def test_outside_the_city_can_be_chosen_without_a_map(form: Form) -> None:
    form.send(text=TEXT)
    form.send(area="outside")
    form.send("send")
    assert Case.objects.get().is_outside


def test_a_known_place_stands_for_a_pin(form: Form) -> None:
    market = landmarks()[0]
    form.send(text=TEXT)
    form.send(landmark=str(market.id), place="pintu timur")
    form.send("send")
    case = Case.objects.get()
    assert (case.lat, case.lon) == (market.lat, market.lon)
    assert case.place_text == f"{market.name}, pintu timur"


@pytest.mark.parametrize("pin", [("abc", "112"), ("-7.8", ""), ("999", "999"), ("nan", "112"), ("inf", "112")])
def test_a_pin_that_is_none_is_left_out(form: Form, pin: tuple[str, str]) -> None:
    form.send(text=TEXT)
    form.send(lat=pin[0], lon=pin[1], place="Depan pos")
    assert form.client.post("/lapor/tempat/", {"lat": pin[0], "lon": pin[1]}).status_code == 422
    if form.step == "di-mana":
        return
    form.send("send")
    assert Case.objects.get().lat is None


def test_a_pin_is_told_its_kelurahan(form: Form) -> None:
    answer = form.client.post("/lapor/tempat/", {"lat": NGRONGGO[0], "lon": NGRONGGO[1]}).json()
    assert answer["title"].startswith("Kelurahan ")
    assert answer["outside"] is False


def test_a_tile_of_the_first_page_chooses_the_category(form: Form) -> None:
    assert '<option value="pju" selected>' in form.client.get("/lapor/?jenis=pju").content.decode()


def test_an_unknown_category_of_an_address_is_ignored(form: Form) -> None:
    assert form.client.get("/lapor/?jenis=<script>").status_code == 200


def test_the_slip_shows_what_the_law_asks_for_and_no_code_in_the_qr(form: Form) -> None:
    form.send(text=TEXT)
    form.send(place="Seberang musala")
    form.send("send", name=NAME)
    page = form.client.get(f"/lapor/{form.key}/tanda-terima/")
    text, told = page.content.decode(), the_report()
    assert [
        part for part in (told.code, told.pin, NAME, "Seberang musala", "Lampu gang", "WIB") if str(part) not in text
    ] == []
    assert f"{settings.KENTONGAN_PUBLIC_URL}/lacak/" in text
    assert "no-store" in page["Cache-Control"]


def test_the_pin_is_shown_for_an_hour_and_not_longer(form: Form) -> None:
    form.send(text=TEXT)
    form.send()
    form.send("send")
    with clock.standing_at(clock.now() + timedelta(minutes=61)):
        assert form.client.get(form.address).status_code == 404


def test_a_file_too_large_is_refused_beside_the_others_and_the_words_stay(form: Form) -> None:
    large = SimpleUploadedFile("film.mp4", b"\0" * (SIZE + 1))
    form.send(text=TEXT, photos=[large, SimpleUploadedFile("lampu.jpg", jpeg())])
    assert form.step == "apa"
    assert TEXT in form.text()
    assert "film.mp4: Satu berkas paling besar 8 MB." in form.text()
    assert len(drafts.load(form.key).photos) == 1


def test_a_sixth_file_is_refused_and_not_kept(form: Form) -> None:
    form.send(text=TEXT, photos=[SimpleUploadedFile(f"{n}.jpg", jpeg()) for n in range(6)])
    assert "5.jpg: Paling banyak 5 berkas." in form.text()
    assert len(drafts.load(form.key).photos) == 5


def test_a_body_beyond_all_limits_is_refused_unread(form: Form) -> None:
    response = form.client.post("/lapor/", {"text": TEXT}, CONTENT_LENGTH=str(LONGEST_BODY + 1))
    assert response.status_code == 413
    assert "yang Anda ketik masih ada di formulir" in response.content.decode()
    assert not form.client.session.get("drafts")


def test_photos_do_not_fill_the_disk_and_the_words_still_go_through(form: Form, monkeypatch: Any) -> None:
    monkeypatch.setattr(drafts, "LEAST_FREE", 1.1)
    form.send(text=TEXT, photos=SimpleUploadedFile("lampu.jpg", jpeg()))
    assert "tidak ada tempat untuk berkas" in form.text()
    form.send(text=TEXT)
    form.send()
    form.send("send")
    assert the_report().text == TEXT


@pytest.mark.usefixtures("one_minute")
def test_one_address_begins_only_so_many_reports_a_minute_and_another_goes_on(form: Form) -> None:
    for _ in range(DRAFTS.limit):
        assert form.client.post("/lapor/", {"act": "next", "text": TEXT}).status_code == 302
    slowed = form.client.post("/lapor/", {"act": "next", "text": TEXT})
    assert slowed.status_code == 429
    assert 1 <= int(slowed["Retry-After"]) <= 60
    assert TEXT in slowed.content.decode()
    other = form.client.post("/lapor/", {"act": "next", "text": TEXT}, REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302
