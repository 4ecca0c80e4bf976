"""A word is queued once per reason and contact, where there is someone to tell."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from kentongan.channels.tests.mailserver import MailServer
from kentongan.notifications.actions import News, tell_many
from kentongan.notifications.models import Message
from kentongan.notifications.tests.conftest import CODE, Queue
from kentongan.people.actions import find_or_create
from kentongan.people.identity import told
from kentongan.people.models import Contact


def test_only_contacts_that_a_channel_reaches_are_told(queue: Queue, mail: MailServer) -> None:
    message = queue()
    assert Message.objects.count() == 1
    assert Contact.objects.get(kind="email").pk == message.contact_id
    assert message.channel == "email"
    assert message.state == Message.State.QUEUED


def test_without_a_mail_server_the_console_is_told(queue: Queue) -> None:
    assert queue().channel == "console"


def test_the_same_reason_tells_once(queue: Queue) -> None:
    queue("event:1:1")
    queue("event:1:1")
    queue("event:2:1")
    assert Message.objects.count() == 2


@pytest.mark.parametrize("changes", [{"person_id": None}, {"is_wanted": False}])
def test_who_is_unknown_or_wants_no_news_is_told_nothing(queue: Queue, changes: dict[str, bool | None]) -> None:
    with pytest.raises(Message.DoesNotExist):
        queue(**changes)


def test_a_person_without_a_reachable_contact_is_told_nothing(queue: Queue) -> None:
    with pytest.raises(Message.DoesNotExist):
        queue(person_id=find_or_create(told("Siti")))
    with pytest.raises(Message.DoesNotExist):
        queue(person_id=find_or_create(told(telephone="0811-0000-002")))


def test_the_text_is_kept_encrypted_with_moments_on_the_citys_clock(queue: Queue) -> None:
    message = queue(
        text_name="receipt",
        params={
            "code": CODE,
            "received_at": datetime(2026, 11, 24, 6, 5, tzinfo=UTC),
            "due_at": "",
            "due_why": "",
        },
    )
    assert message.title == f"Laporan {CODE} kami terima"
    assert "24 November 2026 pukul 13.05 WIB" in (message.body or "")
    assert "Pemerintah Kota Kediri" in (message.body or "")
    with connection.cursor() as cursor:
        cursor.execute("select m::text from notifications_message m")
        (row,) = cursor.fetchone()
    assert CODE.encode().hex() not in row


def test_the_link_leads_to_the_tracking_page_and_holds_no_code(queue: Queue, settings: Settings) -> None:
    settings.KENTONGAN_PUBLIC_URL = "https://lapor.example.id/"
    body = queue().body or ""
    assert "https://lapor.example.id/lacak " in body
    assert [word for word in body.split() if "://" in word] == ["https://lapor.example.id/lacak"]


def test_each_in_his_own_language(queue: Queue) -> None:
    assert "follow-up" in (queue(language="en").body or "")


def test_many_words_cost_no_more_queries_than_one(budi: int, queue: Queue) -> None:
    params = {"code": CODE, "agency": "Dinas PUPR"}
    counts = []
    queue()  # the city is in memory from here on
    for size in (1, 30):
        words = [News(f"batch:{size}:{n}", budi, "case:1", "followed_up", params) for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            tell_many(words)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Message.objects.count() == 32
