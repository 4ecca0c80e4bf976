"""A city that sends mail, and someone to send it to."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from kentongan.channels.tests import mailserver
from kentongan.channels.tests.mailserver import MailServer
from kentongan.core import cached
from kentongan.notifications.actions import tell
from kentongan.notifications.models import Message
from kentongan.people.actions import find_or_create
from kentongan.people.identity import told
from kentongan.places.models import City

CODE = "KTG-9F3K-TW6E"


@pytest.fixture
def city(db: None) -> Iterator[City]:
    made = City.objects.create(
        pk=1,
        code="35.71",
        name="Kota Kediri",
        short_name="Kediri",
        government="Pemerintah Kota Kediri",
        mail_domain="kediri.example.id",
        holder="Dinas Komunikasi dan Informatika",
        lat=-7.82,
        lon=112.01,
    )
    cached.forget_all()
    yield made
    cached.forget_all()


@pytest.fixture
def budi(city: City) -> int:
    person = find_or_create(told("Budi Santoso", "0811-0000-001", "budi@example.id"))
    assert person is not None
    return person


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    with mailserver.running() as server:
        settings.KENTONGAN_SMTP_URL = server.url
        yield server


Queue = Callable[..., Message]


@pytest.fixture
def queue(budi: int) -> Queue:
    def queued(reason: str = "event:1:1", **changes: Any) -> Message:
        values: dict[str, Any] = {
            "person_id": budi,
            "subject_ref": "case:1",
            "text_name": "followed_up",
            "params": {"code": CODE, "agency": "Dinas PUPR"},
            "language": "id",
        }
        tell(reason, **(values | changes))
        return Message.objects.latest("pk")

    return queued
