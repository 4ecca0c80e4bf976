"""The four questions beside an answer, the marks in it, and its check by the coordinator, at the desk."""

from typing import Any

import pytest
from django.test import Client

from kentongan.cases.models import Entry
from kentongan.cases.queries.checking import handed_in
from kentongan.core import cached
from kentongan.core.actor import system
from kentongan.desk.tests.conftest import CHECKED, Desk, state_of
from kentongan.history.models import Event
from kentongan.places.actions import check_answers

TEXT = "Lubang sudah ditambal hari ini."


def written(client: Client, number: str, text: str = TEXT, **checks: str) -> tuple[int, str]:
    response = client.post(f"/desk/cases/{number}/write/", {"kind": "answer", "text": text, **checks})
    return response.status_code, response.content.decode()


def test_an_answer_without_its_questions_comes_back_with_what_was_written(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    status, page = written(officer, number)
    assert status == 422
    assert "apakah menjawab yang ditanyakan?" in page
    assert TEXT in page
    assert state_of(number) == "in_progress"
    assert written(officer, number, **CHECKED)[0] == 302
    assert state_of(number) == "answered"


def test_what_looks_personal_is_marked_and_never_changed(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    text = "Hubungi 0812-3456-7890 untuk mobil AG 1234 BC."
    status, page = written(officer, number, text, **CHECKED)
    assert status == 422
    assert '<mark title="nomor telepon">0812-3456-7890</mark>' in page
    assert '<mark title="pelat nomor">AG 1234 BC</mark>' in page
    assert written(officer, number, text, **{**CHECKED, "personal": "needed"})[0] == 302
    assert Entry.objects.get(kind="answer").text == text


def test_marks_are_shown_while_writing_and_nothing_is_kept(desk: Desk, officer: Client, stranger: Client) -> None:
    number = desk.in_progress(is_confidential=True, confidential=True)
    before = Event.objects.count()
    address = f"/desk/cases/{number}/marks/"
    assert "<mark" in officer.post(address, {"text": "NIK 3571012345678901"}).content.decode()
    assert "<mark" not in officer.post(address, {"text": TEXT}).content.decode()
    assert stranger.post(address, {"text": "NIK 3571012345678901"}).status_code == 404
    assert Event.objects.filter(kind__startswith="cases.").count() <= before


@pytest.mark.parametrize(
    ("flags", "said"),
    [({}, "dibaca semua orang"), ({"anonymous": True}, "Pelapor anonim"), ({"confidential": True}, "Rahasia: hanya")],
)
def test_the_flags_rules_stand_beside_the_questions(
    desk: Desk, officer: Client, flags: dict[str, Any], said: str
) -> None:
    number = desk.in_progress(**flags)
    assert said in officer.get(f"/desk/cases/{number}/").content.decode()


@pytest.fixture
def checking(desk: Desk) -> Desk:
    check_answers(is_wanted=True, by=system("test"))
    cached.forget_all()
    return desk


def test_an_answer_waits_is_read_and_goes_out(checking: Desk, officer: Client, coordinator: Client) -> None:
    number = checking.in_progress()
    assert "Admin koordinator membacanya sebelum dikirim" in officer.get(f"/desk/cases/{number}/").content.decode()
    sent = officer.post(f"/desk/cases/{number}/write/", {"kind": "answer", "text": TEXT, **CHECKED}, follow=True)
    assert "Diserahkan: admin koordinator membacanya" in sent.content.decode()
    assert "Pelapor belum melihatnya" in sent.content.decode()
    assert "Setujui dan kirim" not in sent.content.decode()
    inbox = coordinator.get("/desk/?queue=handed_in").content.decode()
    assert "Menunggu pemeriksaan" in inbox
    assert number in inbox
    page = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert TEXT in page
    assert "tanpa data pribadi, bukti tidak diperlukan" in page
    waiting = handed_in(number, by=checking.by)
    assert waiting is not None
    data = {"handed_in": str(waiting.id), "act": "approve"}
    assert officer.post(f"/desk/cases/{number}/check/", data).status_code == 403
    done = coordinator.post(f"/desk/cases/{number}/check/", data, follow=True)
    assert "Tanggapan dikirim." in done.content.decode()
    assert state_of(number) == "answered"


def test_given_back_needs_a_word_and_the_agency_reads_it(checking: Desk, officer: Client, coordinator: Client) -> None:
    number = checking.in_progress()
    written(officer, number, **CHECKED)
    waiting = handed_in(number, by=checking.by)
    assert waiting is not None
    data = {"handed_in": str(waiting.id), "act": "give_back"}
    assert coordinator.post(f"/desk/cases/{number}/check/", data).status_code == 422
    coordinator.post(f"/desk/cases/{number}/check/", {**data, "note": "Kapan selesai?"})
    page = officer.get(f"/desk/cases/{number}/").content.decode()
    assert "Kapan selesai?" in page
    assert "Tanggapan dikembalikan" in page
    assert "Tanggapan menunggu pemeriksaan" not in page


def test_whoever_read_an_older_answer_is_shown_the_newer_one(
    checking: Desk, officer: Client, coordinator: Client
) -> None:
    number = checking.in_progress()
    written(officer, number, **CHECKED)
    older = handed_in(number, by=checking.by)
    written(officer, number, "Selesai tanggal 24 November.", **CHECKED)
    data = {"handed_in": str(older.id if older else 0), "act": "approve"}
    response = coordinator.post(f"/desk/cases/{number}/check/", data)
    assert response.status_code == 409
    assert "Selesai tanggal 24 November." in response.content.decode()
    assert state_of(number) == "in_progress"
