"""A word to a person becomes one queued message per contact that a channel reaches, once per reason."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from kentongan.channels import registry
from kentongan.core import clock
from kentongan.notifications import texts
from kentongan.notifications.models import Message
from kentongan.people.queries import ContactView, contacts_of_many
from kentongan.places.queries import city

TRACKING_PATH = "/lacak"  # the code stands in the text, never in an address that servers log


@dataclass(frozen=True, slots=True)
class News:
    """One word to one person. `reason_id` (e.g. `event:812:55`) makes it once; `params` are `texts.values_of(name)`."""

    reason_id: str
    person_id: int | None
    subject_ref: str
    text_name: str
    params: Mapping[str, texts.Value]
    language: str = "id"
    exercise: int | None = None
    is_wanted: bool = True


def tell(
    reason_id: str,
    *,
    person_id: int | None,
    subject_ref: str,
    text_name: str,
    params: Mapping[str, texts.Value],
    language: str,
    exercise: int | None = None,
    is_wanted: bool = True,
) -> None:
    """Queue this text to the person's contacts; nothing where he has none, wants none or was told before."""
    tell_many([News(reason_id, person_id, subject_ref, text_name, params, language, exercise, is_wanted)])


def tell_many(words: Iterable[News]) -> None:
    """Queue many words in two statements, inside the caller's transaction."""
    wanted = [news for news in words if news.is_wanted and news.person_id is not None]
    if not wanted:
        return
    contacts = contacts_of_many(news.person_id for news in wanted if news.person_id is not None)
    now, sender = clock.now(), city()
    rows = [
        _message(news, contact, channel, now=now, city_name=sender.government)
        for news in wanted
        for contact in contacts.get(news.person_id or 0, [])
        if (channel := registry.reaching(contact.kind)) is not None
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def _message(news: News, contact: ContactView, channel: str, *, now: datetime, city_name: str) -> Message:
    local = {key: clock.local(v) if isinstance(v, datetime) else v for key, v in news.params.items()}
    link = settings.KENTONGAN_PUBLIC_URL.rstrip("/") + TRACKING_PATH
    written = texts.write(news.text_name, news.language, local, city=city_name, link=link)
    return Message(
        uid=uuid.uuid4(),
        channel=channel,
        contact_id=contact.id,
        person_id=contact.person_id,
        subject_ref=news.subject_ref,
        text_name=news.text_name,
        language=news.language,
        title=written.title,
        body=written.body,
        next_at=now,
        reason_id=f"{news.reason_id}:{contact.id}",
        created_at=now,
        exercise=news.exercise,
    )
