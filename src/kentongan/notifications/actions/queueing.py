"""A word becomes a row of the outbox: what is alike in all of them, whoever is told."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kentongan.core import clock
from kentongan.notifications.models import Message
from kentongan.notifications.texts import Value, Written
from kentongan.people.queries import ContactView


@dataclass(frozen=True, slots=True)
class Word:
    """One text and what it is about. `reason_id` makes it once for each who is told; `stop_path` is
    where such words end by one click."""

    reason_id: str
    subject_ref: str
    text_name: str
    language: str
    written: Written
    exercise: int | None = None
    stop_path: str = ""

    def to_contact(self, contact: ContactView, channel: str) -> Message:
        message = self._message(channel, f"{contact.id}")
        message.contact_id, message.person_id = contact.id, contact.person_id
        return message

    def to_user(self, user: int, channel: str) -> Message:
        message = self._message(channel, f"user:{user}")
        message.user_id = user
        return message

    def _message(self, channel: str, told: str) -> Message:
        now = clock.now()
        return Message(
            uid=uuid.uuid4(),
            channel=channel,
            subject_ref=self.subject_ref,
            text_name=self.text_name,
            language=self.language,
            title=self.written.title,
            body=self.written.body,
            next_at=now,
            reason_id=f"{self.reason_id}:{told}",
            created_at=now,
            exercise=self.exercise,
            stop_path=self.stop_path,
        )


def queue(messages: Iterable[Message]) -> None:
    """Put them into the outbox, those that are there already left out. One statement, in the caller's transaction."""
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def in_local_time(params: Mapping[str, Value]) -> dict[str, Value]:
    """The values of a text with its moments in the city's time zone."""
    return {key: clock.local(value) if isinstance(value, datetime) else value for key, value in params.items()}
