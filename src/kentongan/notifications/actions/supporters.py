"""News to those who support a public report: by e-mail alone, with a link to hear no more."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from kentongan.channels import registry
from kentongan.core import clock
from kentongan.notifications.models import Message
from kentongan.notifications.texts import for_supporters
from kentongan.people.queries import ContactView, contacts_of_many
from kentongan.places.queries import city


@dataclass(frozen=True, slots=True)
class SupportNews:
    """One word to one supporter, once per `reason_id`. `path` and `stop_path` are addresses of the public pages."""

    reason_id: str
    support: int
    person: int
    text_name: str
    subject: str
    agency: str
    path: str
    stop_path: str
    language: str = "id"


def tell_supporters(words: Iterable[SupportNews]) -> None:
    """Queue many words in two statements, inside the caller's transaction."""
    channel, wanted = registry.reaching("email"), list(words)
    if channel is None or not wanted:
        return
    contacts = contacts_of_many(news.person for news in wanted)
    now, sender = clock.now(), city().government
    rows = [
        _message(news, contact, channel, now=now, sender=sender)
        for news in wanted
        for contact in contacts.get(news.person, [])
        if contact.kind == "email"
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def _message(news: SupportNews, contact: ContactView, channel: str, *, now: datetime, sender: str) -> Message:
    home = settings.KENTONGAN_PUBLIC_URL.rstrip("/")
    title, body = for_supporters.write(
        news.text_name,
        news.language,
        subject=news.subject,
        agency=news.agency,
        city=sender,
        link=home + news.path,
        stop=home + news.stop_path,
    )
    return Message(
        uid=uuid.uuid4(),
        channel=channel,
        contact_id=contact.id,
        person_id=contact.person_id,
        subject_ref=f"support:{news.support}",
        text_name=news.text_name,
        language=news.language,
        title=title,
        body=body,
        next_at=now,
        reason_id=f"{news.reason_id}:{contact.id}",
        created_at=now,
    )
