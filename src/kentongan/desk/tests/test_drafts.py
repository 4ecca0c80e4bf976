"""Drafts: what was typed and not sent is offered again, to its writer alone; and colleagues see who is writing."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client

from kentongan.core import clock
from kentongan.desk.tests.conftest import Desk, new_user, signed_in
from kentongan.workspace import actions
from kentongan.workspace.models import Draft

WORDS = "Regu datang besok pagi pukul delapan."


def typed(client: Client, number: str, text: str = WORDS, kind: str = "write") -> Any:
    return client.post(f"/desk/cases/{number}/draft/", {"kind": kind, "text": text})


def page_of(client: Client, number: str, place: str = "") -> str:
    return client.get(f"/desk/cases/{number}/{place}").content.decode()


def test_what_was_typed_is_offered_again_in_the_same_form_alone(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    typed(officer, number)
    assert f'data-draft-use value="{WORDS}"' in page_of(officer, number)
    assert WORDS not in page_of(officer, number, "send-back/")
    typed(officer, number, "Milik Dishub.", "send-back")
    assert 'value="Milik Dishub."' in page_of(officer, number, "send-back/")


def test_a_draft_is_its_writers_alone(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    typed(officer, number)
    assert WORDS not in page_of(signed_in(new_user("jalan2", "officer", "dpupr")), number)


def test_what_was_sent_is_no_draft_any_more(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    typed(officer, number)
    typed(officer, number, "Milik Dishub.", "send-back")
    officer.post(f"/desk/cases/{number}/write/", {"kind": "follow-up", "text": WORDS})
    assert [draft.kind for draft in Draft.objects.all()] == ["send-back"]


def test_what_was_refused_stays(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    typed(officer, number)
    response = officer.post(f"/desk/cases/{number}/write/", {"kind": "follow-up", "text": ""})
    assert response.status_code == 422
    assert Draft.objects.count() == 1


def test_nothing_typed_is_no_draft(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    typed(officer, number)
    typed(officer, number, "  ")
    assert not Draft.objects.exists()


def test_colleagues_see_who_is_writing_for_half_a_minute(desk: Desk, officer: Client, coordinator: Client) -> None:
    number = desk.in_progress()
    assert typed(officer, number).json() == {"writing": []}
    address = f"/desk/cases/{number}/draft/"
    assert coordinator.get(address).json() == {"writing": ["Petugas Jalan"]}
    Draft.objects.update(updated_at=clock.now() - timedelta(seconds=31))
    assert coordinator.get(address).json() == {"writing": []}


def test_who_may_not_see_names_of_staff_is_not_told_who_writes(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    typed(officer, number)
    visitor = signed_in(new_user("kelurahan", "village_staff"))
    assert visitor.get(f"/desk/cases/{number}/draft/").json() == {"writing": []}


def test_a_case_one_may_not_know_of_takes_no_draft(desk: Desk, stranger: Client) -> None:
    number = desk.routed(confidential=True)
    assert typed(stranger, number).status_code == 404
    assert not Draft.objects.exists()


def test_drafts_lie_encrypted_and_end_with_time_and_with_an_erasure(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    typed(officer, number)
    assert "besok" in Draft.objects.get().content
    with connection.cursor() as cursor:
        cursor.execute("select content from workspace_draft")
        assert b"besok" not in bytes(cursor.fetchone()[0])
    assert actions.sweep_drafts() == 0
    Draft.objects.update(updated_at=clock.now() - timedelta(days=15))
    assert actions.sweep_drafts() == 1
    typed(officer, number)
    assert actions.forget_drafts(1) == 1
