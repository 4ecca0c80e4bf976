"""Reports told by telephone or at the counter, entered by those who work here."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.cases.media import accepted_types
from kentongan.cases.models import Attachment, Case, Report
from kentongan.core import clock
from kentongan.core.actor import system
from kentongan.core.uploads import SIZE
from kentongan.desk.tests.conftest import NAME, PHONE, TEXT, Desk, new_user, photo, signed_in
from kentongan.history.actions import make_checkpoint, sequence_now


@pytest.fixture
def operator(desk: Desk) -> Client:
    return signed_in(new_user("operator", "call_taker", "diskominfo"))


def told(**changes: Any) -> dict[str, Any]:
    return {"token": str(uuid.uuid4()), "channel": "phone", "text": TEXT, **changes}


def test_the_least_is_a_channel_and_a_text(operator: Client) -> None:
    page = operator.post("/desk/new/", told()).content.decode()
    case = Case.objects.get()
    assert case.number in page
    assert re.search(r'class="big code">\d{6}<', page)
    assert case.channel == "phone"
    assert Report.objects.get().person is None


def test_the_receipt_names_time_office_and_the_mark_of_the_history(operator: Client) -> None:
    page = operator.post("/desk/new/", told()).content.decode()
    for word in ("Diterima", "WIB", "Diverifikasi paling lambat", "Petugas Operator", "Dinas Komunikasi", "/lacak/"):
        assert word in page
    assert re.search(r">[0-9a-f]{64}<", page)


def test_the_receipt_carries_the_mark_of_the_newest_checkpoint(operator: Client) -> None:
    operator.post("/desk/new/", told())
    sequence_now()
    seal = make_checkpoint(system("tests"))
    assert seal is not None
    page = operator.post("/desk/new/", told()).content.decode()
    assert f">{seal.hash.hex()}<" in page


def test_the_same_form_sent_again_gives_the_same_receipt(operator: Client) -> None:
    form = told()
    receipts = [
        re.findall(r'class="big code">([^<]+)<', operator.post("/desk/new/", form).content.decode()) for _ in range(2)
    ]
    assert receipts[0] == receipts[1]
    assert Case.objects.count() == 1


def test_what_cannot_be_read_is_said_beside_the_field_and_nothing_is_written(operator: Client) -> None:
    response = operator.post("/desk/new/", told(phone="bukan nomor"))
    assert response.status_code == 422
    assert "bukan nomor telepon" in response.content.decode().lower()
    assert TEXT in response.content.decode()
    assert not Case.objects.exists()
    assert operator.post("/desk/new/", told(channel="")).status_code == 422


def test_an_emergency_word_tells_to_put_the_caller_through(operator: Client) -> None:
    page = operator.post("/desk/new/", told(text="Ada kebakaran rumah di gang sebelah, api besar!")).content.decode()
    assert "sambungkan penelepon ke 112 sekarang" in page


def test_who_told_it_where_and_when_are_kept(operator: Client) -> None:
    form = told(
        channel="letter",
        name=NAME,
        phone=PHONE,
        area="35.71.01.1001",
        place_text="Seberang musala",
        received_at="2026-11-20T09:30",
        is_anonymous="on",
        photos=SimpleUploadedFile("foto.jpg", photo().data),
    )
    operator.post("/desk/new/", form)
    case = Case.objects.select_related("area").get()
    assert case.area is not None
    assert (case.area.name, case.place_text, case.is_anonymous) == ("Bandar Lor", "Seberang musala", True)
    assert case.received_at.isoformat() == "2026-11-20T02:30:00+00:00"
    assert Attachment.objects.count() == 1


def test_a_place_outside_the_city_can_be_said(operator: Client) -> None:
    operator.post("/desk/new/", told(area="outside"))
    assert Case.objects.get().is_outside


def test_one_who_entered_a_report_finds_it_in_his_own_list(operator: Client) -> None:
    operator.post("/desk/new/", told())
    number = Case.objects.get().number
    assert number in operator.get("/desk/").content.decode()
    assert TEXT in operator.get(f"/desk/cases/{number}/").content.decode()


def test_a_letter_of_two_days_ago_is_found_by_who_entered_it_now(operator: Client) -> None:
    then = clock.local(clock.now() - timedelta(days=2))
    operator.post("/desk/new/", told(channel="letter", received_at=f"{then:%Y-%m-%dT%H:%M}"))
    number = Case.objects.get().number
    assert number in operator.get("/desk/").content.decode()
    assert TEXT in operator.get(f"/desk/cases/{number}/").content.decode()
    clock.move(timedelta(hours=13))
    assert number not in operator.get("/desk/").content.decode()
    assert operator.get(f"/desk/cases/{number}/").status_code == 404


def test_another_operator_does_not_find_it(desk: Desk, operator: Client) -> None:
    operator.post("/desk/new/", told())
    other = signed_in(new_user("operator2", "call_taker", "diskominfo"))
    assert other.get(f"/desk/cases/{Case.objects.get().number}/").status_code == 404


def test_village_staff_begin_in_their_own_village(desk: Desk) -> None:
    user = new_user("kelurahan", "village_staff")
    user.area_id = "35.71.01.1001"
    user.save()
    page = signed_in(user).get("/desk/new/").content.decode()
    assert re.search(r'value="35.71.01.1001" selected', page)


@pytest.mark.parametrize("role", ["officer", "leader", "auditor", "administrator"])
def test_others_enter_no_reports(desk: Desk, role: str) -> None:
    assert signed_in(new_user("x", role, "dpupr")).get("/desk/new/").status_code == 403


def test_a_file_too_large_is_said_beside_its_field_and_nothing_is_written(operator: Client) -> None:
    response = operator.post("/desk/new/", told(photos=SimpleUploadedFile("film.mp4", b"\0" * (SIZE + 1))))
    assert response.status_code == 422
    assert "8 MB" in response.content.decode()
    assert TEXT in response.content.decode()
    assert not Case.objects.exists()


def test_six_files_are_one_too_many(operator: Client) -> None:
    photos = [SimpleUploadedFile(f"{n}.jpg", photo().data) for n in range(6)]
    response = operator.post("/desk/new/", told(photos=photos))
    assert response.status_code == 422
    assert "5 berkas" in response.content.decode()
    assert not Case.objects.exists()


def test_the_form_promises_news_by_e_mail_alone_and_offers_what_can_be_taken(operator: Client) -> None:
    page = operator.get("/desk/new/").content.decode()
    assert "Dengan alamat surel, pelapor dikabari" in page
    assert "Dengan nomor atau alamat surel" not in page
    assert f'accept="{",".join(accepted_types())}"' in page
