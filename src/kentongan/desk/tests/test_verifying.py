"""Verify and pass on in one go."""

from typing import Any

import pytest
from django.test import Client

from kentongan.agencies.queries import agency
from kentongan.cases.models import Case
from kentongan.desk.tests.conftest import Desk, state_of
from kentongan.history.queries import stream_of

HX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?queue=verify"}


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "classification": "unsupervised",
        "category": "jalan",
        "lead": agency("dpupr").id,
        "is_anonymous": "no",
        "is_confidential": "no",
        "note": "Dekat gerbang sekolah.",
        "seq": "1",
        **changes,
    }


def kinds(number: str) -> list[str]:
    case = Case.objects.get(number=number)
    return [event.kind.removeprefix("cases.") for event in stream_of(f"case:{case.pk}")]


def send(client: Client, number: str, **changes: Any) -> Any:
    data = {name: value for name, value in answers(**changes).items() if value is not None}
    return client.post(f"/desk/cases/{number}/verify/", data)


def test_one_form_does_both_acts(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    response = send(coordinator, number, support=[agency("perkim").id])
    assert response.status_code == 302
    assert kinds(number) == ["submitted", "verified", "routed"]
    page = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert "Disposisi ke DPUPR" in page
    assert "pendukung Perkim" in page


@pytest.mark.parametrize("question", ["classification", "category", "is_anonymous", "is_confidential", "lead"])
def test_nothing_is_done_until_every_question_is_answered(desk: Desk, coordinator: Client, question: str) -> None:
    number = desk.received()
    response = send(coordinator, number, **{question: None})
    assert response.status_code == 422
    assert kinds(number) == ["submitted"]
    assert 'role="alert"' in response.content.decode()


def test_the_two_questions_have_no_answer_from_the_start(desk: Desk, coordinator: Client) -> None:
    page = coordinator.get(f"/desk/cases/{desk.received()}/preview/").content.decode()
    assert page.count("Belum dijawab") == 2
    assert (
        "checked"
        not in page.split('id="verify"')[1].split("</form>")[0].replace('name="support"', "").split("Nama pelapor")[1]
    )


def test_what_the_reporter_asked_for_is_answered_and_locked(desk: Desk, coordinator: Client) -> None:
    number = desk.received("1", is_anonymous=True)
    page = coordinator.get(f"/desk/cases/{number}/preview/").content.decode()
    assert 'name="is_anonymous" value="yes" checked' in page
    assert 'name="is_anonymous" value="no" disabled' in page
    refused = send(coordinator, number, is_anonymous="no")
    assert refused.status_code == 422
    assert "tidak dapat dicabut" in refused.content.decode()


def test_verified_alone_when_asked_so(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    send(coordinator, number, only="1", lead=None)
    assert kinds(number) == ["submitted", "verified"]


def test_where_passing_on_is_refused_the_verification_stands_and_it_is_said(
    desk: Desk, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = desk.received()
    response = send(coordinator, number, support=["999999"])
    assert response.status_code == 422  # a choice that is none does not come so far
    ended = agency("perkim").id
    from kentongan.cases.actions import routing

    monkeypatch.setattr(routing, "agencies_now", lambda: [a for a in [agency("dpupr")] if a.id != ended])
    response = send(coordinator, number, support=[ended])
    assert kinds(number) == ["submitted", "verified"]
    told = coordinator.get(response.headers["Location"]).content.decode()
    assert "Diverifikasi, tetapi disposisi ditolak" in told


def test_the_same_form_twice_is_one_act(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    assert send(coordinator, number).status_code == 302
    assert send(coordinator, number).status_code == 302
    assert kinds(number) == ["submitted", "verified", "routed"]


def test_from_the_inbox_it_goes_on_to_the_next_row(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    response = coordinator.post(f"/desk/cases/{number}/verify/", answers(), headers=HX)
    assert response.status_code == 200
    assert response.headers["HX-Reswap"] == "none"
    assert number in response.headers["HX-Trigger-After-Swap"]
    body = response.content.decode()
    assert "hx-swap-oob" in body
    assert "disposisi ke Dinas Pekerjaan Umum" in body


def test_an_unanswered_form_comes_back_into_the_preview(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    response = coordinator.post(f"/desk/cases/{number}/verify/", answers(is_anonymous=""), headers=HX)
    assert response.status_code == 422
    assert response.content.decode().lstrip().startswith('<div class="sheetlet"')


def test_a_category_brings_its_agency_unless_one_was_chosen_by_hand(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    roads, lamps, water = (str(agency(code).id) for code in ("dpupr", "dishub", "tirta-dhaha"))
    address = f"/desk/cases/{number}/suggestion/"
    followed = coordinator.get(address, {"category": "pju", "lead": roads, "suggested": roads}).content.decode()
    assert f'<option value="{lamps}" selected' in followed or "Menurut tabel disposisi" in followed
    kept = coordinator.get(address, {"category": "pju", "lead": water, "suggested": roads}).content.decode()
    assert f'<option value="{water}" selected' in kept


def test_a_case_that_came_back_shows_why_and_keeps_its_answers(
    desk: Desk, coordinator: Client, officer: Client
) -> None:
    number = desk.routed()
    officer.post(
        f"/desk/cases/{number}/send-back/", {"reason": "Ini jalan lingkungan.", "suggested": agency("perkim").id}
    )
    assert state_of(number) == "received"
    page = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert "Dikembalikan DPUPR" in page
    assert "Ini jalan lingkungan." in page
    assert 'name="is_anonymous" value="no" checked' in page
    send(coordinator, number, lead=agency("perkim").id, seq="")
    assert kinds(number)[-2:] == ["sent_back", "routed"]
