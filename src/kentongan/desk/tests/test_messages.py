"""What was written to a reporter stands on the case; what did not arrive is seen, and sent again."""

import pytest
from django.test import Client

from kentongan.cases import actions
from kentongan.cases.models import Report
from kentongan.cases.tests.factories import pk_of
from kentongan.core import clock
from kentongan.desk.tests.conftest import Desk, new_user, signed_in
from kentongan.history.queries import stream_of
from kentongan.intake.tasks import tell_reporters
from kentongan.notifications.models import Message


def told(desk: Desk) -> str:
    """A routed case whose reporter was told so."""
    number = desk.routed(email="wulan@example.id", name="Wulan Sekarjati")
    tell_reporters(stream_of(f"case:{pk_of(number)}"))
    return number


def fail(state: str = "failed") -> Message:
    message = Message.objects.get(text_name="routed")
    message.state, message.error, message.attempts = state, "SMTP 550 5.1.1", 20
    message.save()
    return message


def tab(client: Client, number: str) -> str:
    page = client.get(f"/desk/cases/{number}/?tab=messages").content.decode()
    return page[page.index('id="tab"') :]


def test_what_the_reporter_was_told_stands_on_the_case(desk: Desk, coordinator: Client) -> None:
    shown = tab(coordinator, told(desk))
    assert "Tanda terima" in shown
    assert shown.count('data-tone="quiet"') == 2  # both wait to be sent
    assert "wulan@example.id" not in shown
    assert "Kirim ulang" not in shown


@pytest.mark.parametrize("state", ["failed", "uncertain"])
def test_a_message_that_did_not_arrive_is_seen_and_sent_again(desk: Desk, coordinator: Client, state: str) -> None:
    number = told(desk)
    message = fail(state)
    assert "SMTP 550 5.1.1" in tab(coordinator, number)
    assert "Tidak semua sampai" in coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert number in coordinator.get("/desk/messages/").content.decode()
    response = coordinator.post(f"/desk/cases/{number}/messages/{message.uid}/resend/?tab=messages", follow=True)
    assert "Pesan dikirim ulang" in response.content.decode()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)
    assert message.next_at <= clock.now()
    assert number not in coordinator.get("/desk/messages/").content.decode()


def test_a_message_of_another_case_is_not_found(desk: Desk, coordinator: Client) -> None:
    told(desk)
    message = fail()
    other = desk.received("2")
    assert coordinator.post(f"/desk/cases/{other}/messages/{message.uid}/resend/").status_code == 404
    message.refresh_from_db()
    assert message.state == "failed"


def test_an_officer_reads_that_it_failed_and_sends_nothing(desk: Desk, officer: Client) -> None:
    number = told(desk)
    message = fail()
    shown = tab(officer, number)
    assert "SMTP 550 5.1.1" in shown
    assert "Kirim ulang" not in shown
    assert officer.post(f"/desk/cases/{number}/messages/{message.uid}/resend/").status_code == 403
    assert officer.get("/desk/messages/").status_code == 403
    message.refresh_from_db()
    assert message.state == "failed"


def test_what_has_not_failed_is_not_sent_twice(desk: Desk) -> None:
    number = told(desk)
    message = Message.objects.get(text_name="routed")
    supervisor = signed_in(new_user("penyelia", "supervisor"))
    assert supervisor.post(f"/desk/cases/{number}/messages/{message.uid}/resend/").status_code == 422


def test_whoever_was_parted_again_hears_of_both_once(desk: Desk) -> None:
    number = desk.verified("1", email="wulan@example.id", name="Wulan Sekarjati")
    other = desk.received("2", email="bagas@example.id", name="Bagas Wicaksana")
    began = pk_of(other)
    actions.merge(other, into=number, by=desk.by)
    actions.unmerge(other, by=desk.by)
    for case in (pk_of(number), began):
        tell_reporters([event for event in stream_of(f"case:{case}") if "merged" in event.kind])
    of_report = f"report:{Report.objects.get(code=other).pk}"
    said = Message.objects.values_list("text_name", "subject_ref")
    assert sorted(said) == [("merged", of_report), ("unmerged", of_report)]


def test_whoever_was_joined_to_another_matter_hears_of_it(desk: Desk) -> None:
    number = desk.verified("1", email="wulan@example.id", name="Wulan Sekarjati")
    other = desk.received("2", email="bagas@example.id", name="Bagas Wicaksana")
    actions.merge(other, into=number, by=desk.by)
    tell_reporters([event for event in stream_of(f"case:{pk_of(number)}") if event.kind == "cases.merged"])
    report = Report.objects.get(code=other)
    assert set(Message.objects.values_list("text_name", "subject_ref")) == {("merged", f"report:{report.pk}")}
