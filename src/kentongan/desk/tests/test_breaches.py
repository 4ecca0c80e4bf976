"""The register of breaches: its 3 x 24 hours, its reminders, its letters, its closing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.agencies.queries import actor_for
from kentongan.core import clock
from kentongan.core.errors import Refused
from kentongan.desk.tests.conftest import Desk, new_user, signed_in
from kentongan.history.queries import stream_of
from kentongan.intake.protectors import tell_protectors
from kentongan.notifications.models import Message
from kentongan.people import queries
from kentongan.people.actions import breaches as acts
from kentongan.people.models import Breach

REGISTER = "/desk/privacy/breaches/"
CAUSE = "Lampiran surel salah kirim"
TOLD = {
    "data": ["phone", "name"],
    "persons": "120",
    "is_estimate": "on",
    "cause": CAUSE,
    "measures": "Penerima diminta menghapus; kata sandi diganti.",
    "advice": "Waspadai pesan yang mengaku dari kota.",
    "contact": "Dinas Kominfo, petugas PDP",
}


@pytest.fixture
def keeper(desk: Desk) -> Client:
    return signed_in(new_user("pdp", "privacy_officer"))


def minute(ago: timedelta = timedelta(0)) -> str:
    return clock.local(clock.now() - ago).strftime("%Y-%m-%dT%H:%M")


def entered(browser: Client, ago: timedelta = timedelta(0), **more: Any) -> int:
    answer = browser.post(f"{REGISTER}new/", {**TOLD, "known_at": minute(ago), **more})
    assert answer.status_code == 302
    return Breach.objects.latest("pk").pk


def test_an_empty_register_says_so(keeper: Client) -> None:
    assert "Tidak ada kegagalan" in keeper.get(REGISTER).content.decode()


def test_a_breach_is_due_three_times_24_hours_after_it_was_known(keeper: Client) -> None:
    breach = Breach.objects.get(pk=entered(keeper))
    assert breach.due_at - breach.known_at == timedelta(hours=72)
    assert breach.remind_at == breach.due_at - timedelta(hours=48)
    assert f"KPD-{breach.pk:05}" in keeper.get(REGISTER).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("data", []),
        ("persons", "-1"),
        ("cause", ""),
        ("known_at", "2999-01-01T00:00"),
        ("measures", "Hubungi +6281100000047"),
    ],
)
def test_what_the_letter_needs_is_asked_for(keeper: Client, field: str, value: Any) -> None:
    answer = keeper.post(f"{REGISTER}new/", {**TOLD, "known_at": minute(), field: value})
    assert answer.status_code == 422
    assert not Breach.objects.exists()


def test_what_is_known_later_is_added_and_two_at_once_are_told(keeper: Client) -> None:
    pk = entered(keeper)
    address = f"{REGISTER}{pk}/edit/"
    page = keeper.get(address)
    shown = page.context["shown"]
    sent = {**TOLD, "known_at": minute(), "shown": shown}
    assert keeper.post(address, {**sent, "persons": "150"}).status_code == 302
    assert Breach.objects.get(pk=pk).persons == 150
    late = keeper.post(address, {**sent, "persons": "90"})
    assert late.status_code == 409
    assert "150" in late.content.decode()
    assert Breach.objects.get(pk=pk).persons == 150


def test_those_who_keep_it_are_reminded_as_the_hours_run_out(keeper: Client) -> None:
    pk = entered(keeper, timedelta(hours=50))
    Breach.objects.filter(pk=pk).update(remind_at=clock.now())
    assert acts.remind() == 1
    assert acts.remind() == 0
    breach = Breach.objects.get(pk=pk)
    assert breach.remind_at == breach.due_at - timedelta(hours=6)
    events = stream_of(f"breach:{pk}")
    assert [event.kind for event in events] == ["people.breach_entered", "people.breach_reminded"]
    tell_protectors(events)
    tell_protectors(events)
    messages = Message.objects.order_by("id")
    assert {message.text_name for message in messages} == {"breach_entered", "breach_reminded"}
    assert len(messages) == 2
    assert f"KPD-{pk:05}" in (messages[1].title or "")
    assert CAUSE not in "".join(message.body or "" for message in messages)


def test_no_reminder_comes_once_all_were_told(keeper: Client) -> None:
    pk = entered(keeper, timedelta(hours=2))
    for whom in ("authority", "persons"):
        assert keeper.post(f"{REGISTER}{pk}/told/", {"whom": whom, "at": minute()}).status_code == 302
    assert Breach.objects.get(pk=pk).remind_at is None
    again = keeper.post(f"{REGISTER}{pk}/told/", {"whom": "persons", "at": minute()})
    assert again.status_code == 422


@pytest.mark.parametrize("whom", ["authority", "persons", "public"])
def test_the_letter_holds_what_article_46_lists(keeper: Client, whom: str) -> None:
    pk = entered(keeper)
    page = keeper.get(f"{REGISTER}{pk}/letter/{whom}/").content.decode()
    for words in (
        "Pasal 46",
        "Data pribadi yang terungkap",
        "Nama, Nomor telepon",
        "Kapan dan bagaimana data pribadi terungkap",
        CAUSE,
        "Upaya penanganan dan pemulihan",
        str(TOLD["measures"]),
        "data-print",
    ):
        assert words in page
    assert keeper.get(f"{REGISTER}{pk}/letter/nobody/").status_code == 404


def test_it_is_closed_only_when_all_were_told_and_with_what_was_learned(keeper: Client) -> None:
    pk = entered(keeper, timedelta(hours=1), needs_public_notice="on")
    note = {"note": "Kiriman kini lewat tautan."}
    for whom in ("authority", "persons", "public"):
        assert keeper.post(f"{REGISTER}{pk}/close/", note).status_code == 422
        keeper.post(f"{REGISTER}{pk}/told/", {"whom": whom, "at": minute()})
    assert keeper.post(f"{REGISTER}{pk}/close/", {"note": ""}).status_code == 422
    assert keeper.post(f"{REGISTER}{pk}/close/", note).status_code == 302
    assert keeper.post(f"{REGISTER}{pk}/told/", {"whom": "public", "at": minute()}).status_code == 422
    assert "ditutup" in keeper.get(REGISTER).content.decode()


def test_events_hold_no_word_of_it(keeper: Client) -> None:
    said = str([event.body for event in stream_of(f"breach:{entered(keeper)}")])
    assert not any(word in said for word in (CAUSE, "kata sandi", "Kominfo"))


def test_the_administrator_keeps_it_too_and_nobody_else(desk: Desk, coordinator: Client) -> None:
    administrator = signed_in(new_user("pengelola", "administrator"))
    pk = entered(administrator)
    assert administrator.get(f"{REGISTER}{pk}/").status_code == 200
    assert coordinator.get(REGISTER).status_code == 403
    assert queries.breaches(by=desk.by) == []
    with pytest.raises(Refused):
        acts.close_breach(pk, note="x", by=actor_for(desk.coordinator))
