"""Following a report: the state by code, everything else with the PIN, in one browser, for an hour."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from kentongan.cases.actions import Upload
from kentongan.cases.models import Attachment, Case, Entry, Report
from kentongan.core import clock
from kentongan.core.uploads import SIZE
from kentongan.public.tests.conftest import EMAIL, NAME, PHONE, TEXT, Told, jpeg, opened, report
from kentongan.ui.pace import LOOKUPS

pytestmark = pytest.mark.django_db

WRONG = "Kode dan PIN tidak cocok."


@pytest.fixture
def told(city: None) -> Told:
    return report(files=(Upload("rumah.jpg", jpeg()),))


def shown(client: Client, address: str = "/lacak/laporan/") -> str:
    return str(client.get(address).content.decode())


def test_the_code_shows_the_state_and_nothing_that_was_told(told: Told, client: Client) -> None:
    told.answered()
    response = client.post("/lacak/", {"code": told.code.lower().replace("-", " ")}, follow=True)
    page = response.content.decode()
    assert "Proses (sudah ditanggapi)" in page
    secrets = ("musala", "Tiga lampu", "Wulan", PHONE, EMAIL, "Rahadi", "Koordinator Satu", "berkas/")
    assert not [word for word in secrets if word in page]


def test_the_code_never_stands_in_an_address(told: Told, client: Client) -> None:
    for values in ({"code": told.code}, {"code": told.code, "factor": told.receipt.pin}):
        response = client.post("/lacak/", values, follow=True)
        assert not [address for address, _ in response.redirect_chain if told.code in address]


def test_code_and_pin_open_the_whole_report(told: Told, client: Client) -> None:
    told.answered()
    page = shown(opened(client, told))
    assert all(word in page for word in (TEXT, "Regu dijadwalkan Senin pagi.", "Tiga lampu sudah diganti.", "PUPR"))
    assert not [name for name in ("Rahadi", "Koordinator Satu") if name in page]


def test_the_last_six_digits_of_the_phone_open_it_too(told: Told, client: Client) -> None:
    client.post("/lacak/", {"code": told.code, "factor": "000047"})
    assert TEXT in shown(client)


def test_a_wrong_code_and_a_wrong_pin_are_answered_alike(told: Told, client: Client) -> None:
    wrong_pin = client.post("/lacak/", {"code": told.code, "factor": "000000"})
    wrong_code = client.post("/lacak/", {"code": "KTG-2222-2222", "factor": told.receipt.pin})
    no_code = client.post("/lacak/", {"code": "KTG", "factor": told.receipt.pin})
    answers = [(r.status_code, WRONG in r.content.decode()) for r in (wrong_pin, wrong_code, no_code)]
    assert answers == [(422, True)] * 3


def test_ten_wrong_tries_lock_the_details_and_leave_the_state(told: Told, client: Client) -> None:
    for _ in range(10):
        client.post("/lacak/", {"code": told.code, "factor": "000000"})
    locked = client.post("/lacak/", {"code": told.code, "factor": told.receipt.pin})
    assert locked.status_code == 429
    assert TEXT not in locked.content.decode()
    assert "Belum terverifikasi" in client.post("/lacak/", {"code": told.code}, follow=True).content.decode()


def test_an_empty_code_is_told_so(city: None, client: Client) -> None:
    assert "Isi kode" in client.post("/lacak/", {"code": ""}).content.decode()


def test_an_unknown_code_is_told_so(city: None, client: Client) -> None:
    assert "Tidak ada laporan" in client.post("/lacak/", {"code": "KTG-2222-2222"}).content.decode()


def test_the_page_closes_after_an_hour(told: Told, client: Client) -> None:
    opened(client, told)
    with clock.standing_at(clock.now() + timedelta(minutes=61)):
        response = client.get("/lacak/laporan/")
        assert response.status_code == 302
        assert client.post("/lacak/laporan/balas/", {"text": "Masih gelap."}).status_code == 404


def test_closing_the_page_closes_it_for_the_next_one(told: Told, client: Client) -> None:
    opened(client, told)
    page = client.post("/lacak/laporan/tutup/", follow=True).content.decode()
    assert told.code not in page
    assert client.get("/lacak/laporan/").status_code == 302


def test_another_browser_sees_and_does_nothing(told: Told, client: Client) -> None:
    told.answered()
    opened(client, told)
    key = Attachment.objects.get().key
    stranger = Client()
    assert client.get(f"/lacak/laporan/berkas/{key}/").status_code == 200
    assert stranger.get(f"/lacak/laporan/berkas/{key}/").status_code == 404
    assert stranger.get(f"/laporan/berkas/{key}/").status_code == 404
    assert stranger.post("/lacak/laporan/balas/", {"text": "x"}).status_code == 404
    assert stranger.get("/lacak/laporan/").status_code == 302


def test_the_report_of_another_does_not_open_with_ones_own_pin(told: Told, client: Client) -> None:
    other = report("2", text="Selokan mampet di gang sebelah.", phone="0811-0000-048", email="")
    client.post("/lacak/", {"code": other.code, "factor": told.receipt.pin})
    assert client.get("/lacak/laporan/").status_code == 302


def test_files_of_one_report_do_not_open_in_another(told: Told, client: Client) -> None:
    other = report("2", text="Selokan mampet.", phone="", email="", name="")
    opened(client, other)
    assert client.get(f"/lacak/laporan/berkas/{Attachment.objects.get().key}/").status_code == 404


def test_a_file_is_shown_and_never_run(told: Told, client: Client) -> None:
    response = opened(client, told).get(f"/lacak/laporan/berkas/{Attachment.objects.get().key}/")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_reply_with_a_photo_opens_the_case_again(told: Told, client: Client) -> None:
    told.answered()
    photo = SimpleUploadedFile("gelap.jpg", jpeg(), "image/jpeg")
    values = {"text": "Yang dekat pos kamling masih mati.", "photos": [photo]}
    page = opened(client, told).post("/lacak/laporan/balas/", values, follow=True).content.decode()
    assert "Laporan dibuka kembali." in page
    assert "Yang dekat pos kamling masih mati." in page
    assert Case.objects.get().state == "in_progress"
    assert Attachment.objects.filter(entry__isnull=False).count() == 1


def test_an_empty_reply_is_refused_beside_the_field(told: Told, client: Client) -> None:
    told.answered()
    response = opened(client, told).post("/lacak/laporan/balas/", {"text": "  "})
    assert response.status_code == 422
    assert "Tulis apa yang ingin Anda sampaikan." in response.content.decode()
    assert not Entry.objects.filter(kind="reply").exists()


def test_a_refused_file_keeps_the_words(told: Told, client: Client) -> None:
    told.answered()
    values = {"text": "Masih gelap.", "photos": [SimpleUploadedFile("x.exe", b"MZ" + bytes(99), "image/jpeg")]}
    response = opened(client, told).post("/lacak/laporan/balas/", values)
    assert response.status_code == 422
    assert "Masih gelap." in response.content.decode()
    assert Case.objects.get().state == "answered"


def test_what_is_missing_can_be_added(told: Told, client: Client) -> None:
    from kentongan.cases import actions as cases

    cases.postpone(told.code, reason="unclear_place", missing="Mohon tambahkan alamat.", by=told.coordinator)
    page = shown(opened(client, told))
    assert "Mohon tambahkan alamat." in page
    client.post("/lacak/laporan/lengkapi/", {"text": "Gang Cempaka nomor 4."})
    assert Case.objects.get().state == "received"


def test_a_question_is_answered_on_the_page_and_the_report_goes_on(told: Told, client: Client) -> None:
    from kentongan.cases import actions as cases

    told.routed()
    cases.ask(told.code, text="Lampunya nomor berapa?", by=told.coordinator)
    page = shown(opened(client, told))
    assert "Lampunya nomor berapa?" in page
    assert "Jawaban Anda" in page
    done = client.post("/lacak/laporan/balas/", {"text": "Nomor tujuh."}, follow=True).content.decode()
    assert "Terima kasih. Laporan diteruskan." in done
    assert "Laporan dibuka kembali." not in done
    assert "Nomor tujuh." in done
    assert "Jawaban Anda" not in done
    assert (Case.objects.get().state, Case.objects.get().asked_at) == ("routed", None)


def test_no_star_is_filled_in_beforehand(told: Told, client: Client) -> None:
    told.closed()
    page = shown(opened(client, told))
    assert 'name="stars"' in page
    assert " checked" not in page


def test_a_rating_is_kept_and_can_be_changed(told: Told, client: Client) -> None:
    told.closed()
    opened(client, told).post("/lacak/laporan/nilai/", {"stars": "2", "text": "Lama sekali."})
    client.post("/lacak/laporan/nilai/", {"stars": "4", "text": "Akhirnya beres."})
    kept = Report.objects.get()
    assert (kept.stars, kept.rating_text) == (4, "Akhirnya beres.")


@pytest.mark.parametrize("stars", ["", "0", "6", "lima", "4.5"])
def test_a_rating_needs_one_to_five_stars(told: Told, client: Client, stars: str) -> None:
    told.closed()
    response = opened(client, told).post("/lacak/laporan/nilai/", {"stars": stars})
    assert response.status_code == 422
    assert "Pilih satu sampai lima bintang." in response.content.decode()
    assert Report.objects.get().stars is None


def test_rating_an_answer_closes_the_case(told: Told, client: Client) -> None:
    told.answered()
    opened(client, told).post("/lacak/laporan/nilai/", {"stars": "5"})
    assert (Case.objects.get().state, Report.objects.get().stars) == ("closed", 5)


def test_an_act_that_is_not_open_is_not_offered_and_refused(told: Told, client: Client) -> None:
    told.routed()
    page = shown(opened(client, told))
    assert "/lacak/laporan/nilai/" not in page
    assert "/lacak/laporan/balas/" not in page
    response = client.post("/lacak/laporan/nilai/", {"stars": "5"})
    assert response.status_code in {302, 422}
    assert Report.objects.get().stars is None


def test_there_are_no_other_acts(told: Told, client: Client) -> None:
    assert opened(client, told).post("/lacak/laporan/verify/", {}).status_code == 404


def test_pages_of_a_report_stay_in_no_cache(told: Told, client: Client) -> None:
    opened(client, told)
    for address in ("/lacak/", "/lacak/laporan/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_the_page_asks_few_questions_of_the_database(
    told: Told, client: Client, django_assert_max_num_queries: object
) -> None:
    opened(client, told)
    client.get("/lacak/laporan/")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get("/lacak/laporan/")


def test_in_english_the_page_is_english(told: Told, client: Client) -> None:
    client.post("/bahasa/", {"language": "en", "next": "/lacak/"})
    page = shown(opened(client, told))
    assert "What was done" in page
    assert NAME not in page


@pytest.mark.usefixtures("one_minute")
def test_one_address_looks_up_only_so_many_a_minute_with_and_without_a_pin(told: Told, client: Client) -> None:
    asked = {"code": told.code}
    for _ in range(LOOKUPS.limit):
        client.post("/lacak/", asked)
    for values in (asked, {**asked, "factor": told.receipt.pin}):
        slowed = client.post("/lacak/", values)
        assert slowed.status_code == 429
        assert 1 <= int(slowed["Retry-After"]) <= 60
        assert "Terlalu cepat" in slowed.content.decode()
    assert client.post("/lacak/", asked, REMOTE_ADDR="203.0.113.9").status_code == 302
    assert Report.objects.get().pin_failures == 0


@pytest.mark.usefixtures("one_minute")
@override_settings(KENTONGAN_TRUSTED_PROXIES=["127.0.0.1"])
def test_behind_our_proxy_each_asker_has_his_own_pace(told: Told) -> None:
    browser = Client()  # its handler reads the setting when it begins
    for _ in range(LOOKUPS.limit):
        browser.post("/lacak/", {"code": told.code}, headers={"X-Forwarded-For": "203.0.113.9"})
    answers = [
        browser.post("/lacak/", {"code": told.code}, headers={"X-Forwarded-For": address}).status_code
        for address in ("203.0.113.9", "203.0.113.10")
    ]
    assert answers == [429, 302]


def test_a_file_too_large_for_a_reply_is_said_and_the_words_stay(told: Told, client: Client) -> None:
    told.answered()
    large = SimpleUploadedFile("film.mp4", b"\0" * (SIZE + 1))
    response = opened(client, told).post(
        "/lacak/laporan/balas/", {"text": "Belum selesai, masih gelap.", "photos": large}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Belum selesai, masih gelap." in page
    assert "8 MB" in page
    assert not Entry.objects.filter(kind="reply").exists()
