"""Every queued message goes out at least once with the same id, or fails where someone can see it."""

import random
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from pytest_django import Settings

from kentongan.channels import registry
from kentongan.channels.base import Capabilities, ChannelError, OutboundMessage, Receipt
from kentongan.channels.tests import mailserver
from kentongan.channels.tests.mailserver import MailServer
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.notifications import backoff, queries
from kentongan.notifications.actions import Delivered, deliver_due, resend
from kentongan.notifications.models import Message
from kentongan.notifications.tests.conftest import CODE, Queue
from kentongan.people.actions import erase

pytestmark = pytest.mark.server
State = Message.State
COORDINATOR = Actor("user:1", frozenset({Role.COORDINATOR}), user=1)


def later(**ago: float) -> None:
    """Let the queue be as if this much time had passed."""
    for message in Message.objects.all():
        Message.objects.filter(pk=message.pk).update(next_at=message.next_at - timedelta(**ago))


def test_a_message_arrives_with_its_id(queue: Queue, mail: MailServer) -> None:
    message = queue()
    assert deliver_due() == Delivered(sent=1)
    message.refresh_from_db()
    (arrived,) = mail.mails
    assert arrived["Message-ID"] == f"<{message.uid}@kediri.example.id>" == message.external_id
    assert arrived["To"] == "budi@example.id"
    assert arrived["From"] == "lapor@kediri.example.id"
    assert CODE in arrived.get_content()
    assert (message.state, message.attempts) == (State.SENT, 1)
    assert message.sent_at is not None
    assert not deliver_due()
    assert len(mail.taken) == 1


def test_the_sender_can_be_chosen(queue: Queue, mail: MailServer, settings: Settings) -> None:
    settings.KENTONGAN_MAIL_FROM = "Lapor Kediri <aduan@example.id>"
    queue()
    deliver_due()
    assert mail.mails[0]["From"] == "Lapor Kediri <aduan@example.id>"


def test_a_passing_failure_is_tried_again_with_the_same_id(queue: Queue, mail: MailServer) -> None:
    message = queue()
    mail.answer_to_data = "451 4.3.0 try later"
    assert deliver_due() == Delivered(postponed=1)
    message.refresh_from_db()
    assert (message.state, message.error) == (State.QUEUED, "SMTP 451 4.3.0")
    assert not deliver_due(), "it is tried again before its time"
    later(minutes=1)
    mail.answer_to_data = "250 OK"
    assert deliver_due().sent == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.SENT, 2, "")
    assert mail.mails[0]["Message-ID"] == message.external_id


def test_a_failure_for_good_is_shown_without_the_address(queue: Queue, mail: MailServer) -> None:
    message = queue()
    mail.answer_to_recipient = "550 5.1.1 budi@example.id unknown"
    assert deliver_due() == Delivered(failed=1)
    message.refresh_from_db()
    assert (message.state, message.error) == (State.FAILED, "SMTP 550 5.1.1")
    later(days=3)
    assert deliver_due() == Delivered()
    assert [(ref, view.error) for ref, view in queries.failed()] == [("case:1", "SMTP 550 5.1.1")]


def test_one_bad_address_does_not_hold_up_the_others(queue: Queue, mail: MailServer) -> None:
    for number in range(3):
        queue(f"event:{number}")
    bad = Message.objects.order_by("pk").first()
    assert bad is not None
    Message.objects.filter(pk=bad.pk).update(body=None)
    assert deliver_due() == Delivered(sent=2, failed=1)


def test_a_server_that_is_down_ends_the_round_and_loses_nothing(queue: Queue, settings: Settings) -> None:
    settings.KENTONGAN_SMTP_URL = f"smtp://127.0.0.1:{mailserver.free_port()}?tls=none"
    for number in range(3):
        queue(f"event:{number}")
    done = deliver_due()
    assert done == Delivered(postponed=1, is_down=True)
    assert not done, "another round at once would only wait again"
    assert queries.counts()["queued"] == 3
    with mailserver.running() as server:
        settings.KENTONGAN_SMTP_URL = server.url
        later(minutes=1)
        assert deliver_due() == Delivered(sent=3)


def test_after_days_of_trying_it_has_failed(queue: Queue, settings: Settings) -> None:
    settings.KENTONGAN_SMTP_URL = f"smtp://127.0.0.1:{mailserver.free_port()}?tls=none"
    message = queue()
    for _ in range(backoff.ATTEMPTS):
        assert queries.counts()["queued"] == 1
        deliver_due()
        later(hours=8)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.FAILED, backoff.ATTEMPTS)


def test_waits_double_up_to_a_limit_and_are_spread() -> None:
    chance = random.Random(1)
    waits = [backoff.wait_after(n, chance=chance) for n in range(1, 40)]
    for number, wait in enumerate(waits):
        plain = min(backoff.FIRST * float(2**number), backoff.LONGEST)
        assert plain * 0.8 <= wait <= plain * 1.2
    assert len(set(waits)) == len(waits)
    total = sum((min(backoff.FIRST * float(2**n), backoff.LONGEST) for n in range(backoff.ATTEMPTS - 1)), timedelta(0))
    assert timedelta(days=2) < total < timedelta(days=4)


def crashed(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(state=State.SENDING, attempts=1, next_at=clock.now() + backoff.LEASE)


def test_mail_whose_process_died_is_sent_again_with_the_same_id(queue: Queue, mail: MailServer) -> None:
    message = queue()
    crashed(message)
    assert deliver_due() == Delivered(), "another process may still be sending it"
    later(minutes=2.1)
    assert deliver_due() == Delivered(sent=1)
    assert mail.mails[0]["Message-ID"] == f"<{message.uid}@kediri.example.id>"


class OnceOnly:
    """A channel like SMS: a second attempt is a second message."""

    name = "once"
    capabilities = Capabilities(contact_kind="phone", resend_safe=False)

    def __init__(self) -> None:
        self.sent: list[OutboundMessage] = []

    def parse(self, body: bytes, headers: Any) -> list[Any]:
        raise ChannelError("only sends", permanent=True)

    def send(self, message: OutboundMessage) -> Receipt:
        self.sent.append(message)
        return Receipt(external_id="1")


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> OnceOnly:
    channel = OnceOnly()
    makers: dict[str, Callable[[], Any]] = {**registry._MAKERS, "once": lambda: channel}
    monkeypatch.setattr(registry, "_MAKERS", makers)
    monkeypatch.setattr(registry, "CHANNELS", tuple(makers))
    return channel


def test_where_a_second_attempt_is_a_second_message_it_becomes_uncertain(queue: Queue, once: OnceOnly) -> None:
    message = queue()
    Message.objects.update(channel="once")
    crashed(message)
    later(minutes=3)
    assert deliver_due() == Delivered()
    message.refresh_from_db()
    assert message.state == State.UNCERTAIN
    assert once.sent == []
    resend(message.uid, by=COORDINATOR)
    assert deliver_due() == Delivered(sent=1)


def test_a_process_that_lost_its_lease_does_not_overwrite_the_outcome(
    queue: Queue, once: OnceOnly, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = queue()
    Message.objects.update(channel="once")

    def slow(_message: OutboundMessage) -> Receipt:
        Message.objects.filter(pk=message.pk).update(state=State.SENT, next_at=clock.now(), external_id="other")
        raise ChannelError("timed out")

    monkeypatch.setattr(once, "send", slow)
    deliver_due()
    message.refresh_from_db()
    assert (message.state, message.external_id) == (State.SENT, "other")


def test_our_own_mistake_in_one_message_does_not_stop_the_rest(
    queue: Queue, once: OnceOnly, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = queue("event:1")
    Message.objects.update(channel="once")
    queue("event:2")

    def broken(_message: OutboundMessage) -> Receipt:
        raise RuntimeError("budi@example.id")

    monkeypatch.setattr(once, "send", broken)
    assert deliver_due() == Delivered(sent=1, postponed=1)
    bad.refresh_from_db()
    assert bad.error == "internal error (RuntimeError)"


def test_an_exercise_is_never_sent(queue: Queue, mail: MailServer) -> None:
    message = queue(exercise=7)
    assert deliver_due() == Delivered()
    assert mail.taken == []
    assert queries.queue_age_seconds() == 0
    message.refresh_from_db()
    assert message.state == State.QUEUED
    assert queries.messages_of("case:1") == []
    assert len(queries.messages_of("case:1", exercise=7)) == 1


def test_the_words_to_an_erased_person_do_not_go_out(budi: int, queue: Queue, mail: MailServer) -> None:
    message = queue()
    erase(budi, reason="request", by=actors.system("privacy"))
    assert deliver_due() == Delivered(failed=1)
    message.refresh_from_db()
    assert (message.state, message.error, message.body) == (State.FAILED, "erased", None)
    with pytest.raises(Refused):
        resend(message.uid, by=COORDINATOR)


def test_the_age_of_the_queue_is_that_of_its_oldest_message(queue: Queue, mail: MailServer) -> None:
    assert queries.queue_age_seconds() == 0
    queue()
    Message.objects.update(created_at=clock.now() - timedelta(minutes=5))
    assert 299 < queries.queue_age_seconds() < 310
    deliver_due()
    assert queries.queue_age_seconds() == 0
    assert queries.counts() == {"queued": 0, "sending": 0, "sent": 1, "failed": 0, "uncertain": 0}


def test_a_failed_message_is_sent_again_when_someone_says_so(queue: Queue, mail: MailServer) -> None:
    message = queue()
    mail.answer_to_recipient = "550 5.1.1 no"
    deliver_due()
    mail.answer_to_recipient = "250 OK"
    resend(message.uid, by=COORDINATOR)
    assert deliver_due() == Delivered(sent=1)
    (view,) = queries.messages_of("case:1")
    assert (view.uid, view.state, view.attempts) == (message.uid, "sent", 1)


def test_not_everyone_may_send_again_and_not_what_went_out(queue: Queue, mail: MailServer) -> None:
    message = queue()
    deliver_due()
    with pytest.raises(Refused):
        resend(message.uid, by=COORDINATOR)
    Message.objects.update(state=State.FAILED)
    for role in (Role.OFFICER, Role.REPORTER, Role.PARTNER, Role.LEADER):
        with pytest.raises(Refused):
            resend(message.uid, by=Actor("user:2", frozenset({role}), user=2))
    with pytest.raises(NotFound):
        resend(uuid.uuid4(), by=COORDINATOR)


@pytest.mark.django_db(transaction=True)
def test_processes_that_deliver_at_once_share_the_work_and_double_nothing(queue: Queue, mail: MailServer) -> None:
    for number in range(12):
        queue(f"event:{number}")
    results: list[Delivered] = []

    def work() -> None:
        try:
            results.append(deliver_due())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(result.sent for result in results) == 12
    assert len({mail["Message-ID"] for mail in mail.mails}) == len(mail.taken) == 12
