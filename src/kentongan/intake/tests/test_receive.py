"""The front door: what cannot be read is refused in words and leaves nothing; what can enters once."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kentongan.cases.models import Case, Category, Report
from kentongan.cases.tests.conftest import Town, town
from kentongan.core import actor as actors
from kentongan.core import cached, clock
from kentongan.core.errors import Refused
from kentongan.history.models import Event
from kentongan.history.queries import stream_of
from kentongan.intake import tasks
from kentongan.intake.actions import Received, Submission, receive, receive_many
from kentongan.notifications.models import Message

__all__ = ["town"]

PLAIN = Submission(client="web", external_id="1", channel="web", text="Jalan berlubang di depan pasar")


def sent(**changes: Any) -> Received:
    return receive(replace(PLAIN, **changes), by=actors.PUBLIC)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  \n "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": "\x00\u200b"}, "text"),
        ({"title": "x" * 201}, "title"),
        ({"external_id": ""}, "external_id"),
        ({"external_id": "x" * 121}, "external_id"),
        ({"category": "tidak-ada"}, "category"),
        ({"area": "35.71.99.9999"}, "area"),
        ({"lat": -7.8}, "lat"),
        ({"lat": math.nan, "lon": 112.0}, "lat"),
        ({"phone": "abc"}, "phone"),
        ({"email": "bukan surel"}, "email"),
        ({"email": "a@example.id\nBcc: x@example.id"}, "email"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field_and_leaves_nothing(
    town: Town, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        sent(**changes)

    assert refusal.value.field == field
    assert (Report.objects.count(), Case.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_moment_in_the_future_is_refused(town: Town) -> None:
    with pytest.raises(Refused):
        sent(received_at=clock.now() + timedelta(hours=1))
    with pytest.raises(Refused):
        sent(occurred_on=clock.today() + timedelta(days=1))


def test_control_signs_never_reach_the_database(town: Town) -> None:
    receipt = sent(text="Jalan\x00 rusak\u202e parah")

    assert Report.objects.get(code=receipt.code).text == "Jalan rusak parah"


def test_a_sensitive_category_is_confidential_from_the_first_moment(town: Town) -> None:
    Category.objects.create(code="kdrt", name="KDRT", name_en="Domestic violence", is_sensitive=True)
    cached.forget_all()

    receipt = sent(category="kdrt")

    assert Case.objects.get(number=receipt.code).is_confidential


def test_emergency_words_are_told_at_once(town: Town) -> None:
    assert sent(text="Ada kebakaran di rumah tetangga sekarang, tolong!").emergency
    assert sent(external_id="2").emergency == ()


def test_a_refused_row_stops_no_other(town: Town) -> None:
    batch = [PLAIN, replace(PLAIN, external_id="2", text=""), replace(PLAIN, external_id="3")]

    outcome = receive_many(batch, by=actors.system("import"))

    assert [type(entry) for entry in outcome] == [Received, Refused, Received]
    assert Report.objects.count() == 2


def follow(stream: str) -> Callable[[], None]:
    return lambda: tasks.tell_reporters(stream_of(stream))


def test_the_reporter_gets_one_receipt_however_often_the_event_is_read(town: Town) -> None:
    receipt = sent(email="siti@example.id", name="Siti Contoh")
    stream = f"case:{Case.objects.get(number=receipt.code).pk}"

    follow(stream)()
    follow(stream)()

    message = Message.objects.get()
    assert message.text_name == "receipt"
    assert message.subject_ref == f"report:{Report.objects.get().pk}"
    assert receipt.code in (message.body or "")
    assert receipt.pin not in (message.body or "")
    assert "pasar" not in (message.body or "")


def test_who_left_no_contact_or_wants_no_news_is_told_nothing(town: Town) -> None:
    for changes in ({}, {"external_id": "2", "email": "siti@example.id", "wants_news": False}):
        receipt = sent(**changes)
        follow(f"case:{Case.objects.get(number=receipt.code).pk}")()

    assert not Message.objects.exists()
