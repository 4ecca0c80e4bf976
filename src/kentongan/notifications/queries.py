"""The state of the outbox. Neither recipients nor texts leave it here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from kentongan.core import clock
from kentongan.core.cached import Cached
from kentongan.core.errors import NotFound
from kentongan.notifications.models import Message, OwnText
from kentongan.notifications.texts import Own
from kentongan.notifications.texts.catalogue import Entry, entries, paragraphs_of

_WAITING = (Message.State.QUEUED, Message.State.SENDING)
OVER = (Message.State.FAILED, Message.State.UNCERTAIN)  # only a person sends these again


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message as the desk shows it: which text went where, and how far it came."""

    uid: UUID
    channel: str
    text_name: str
    language: str
    state: str
    attempts: int
    error: str
    created_at: datetime
    next_at: datetime
    sent_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Not sent, and not tried again by itself."""
        return self.state in OVER


def messages_of(subject_ref: str, *, exercise: int | None = None) -> list[MessageView]:
    """The messages about one subject (e.g. `report:12`), oldest first."""
    rows = Message.objects.filter(subject_ref=subject_ref, exercise=exercise).order_by("created_at", "id")
    return [_view(message) for message in rows.defer("title", "body")]


def messages_of_many(subject_refs: list[str], *, exercise: int | None = None) -> list[MessageView]:
    """The messages about several subjects, oldest first."""
    rows = Message.objects.filter(subject_ref__in=subject_refs, exercise=exercise).order_by("created_at", "id")
    return [_view(message) for message in rows.defer("title", "body")]


def is_queued(reason_id: str) -> bool:
    """Whether there is a message for this reason, whatever became of it."""
    return Message.objects.filter(reason_id=reason_id).exists()


def failed(limit: int = 100, *, exercise: int | None = None) -> list[tuple[str, MessageView]]:
    """The latest messages that failed or are uncertain, each with its subject: what someone must look at."""
    rows = Message.objects.filter(state__in=OVER, exercise=exercise).order_by("-created_at", "-id")
    return [(message.subject_ref, _view(message)) for message in rows.defer("title", "body")[:limit]]


def failed_since(moment: datetime) -> int:
    """How many messages were given up, or became uncertain, after this moment."""
    return Message.objects.filter(state__in=OVER, exercise__isnull=True, next_at__gt=moment).count()


def queue_age_seconds() -> float:
    """The age of the oldest message not yet sent or given up; 0.0 where none waits."""
    waiting = Message.objects.filter(state__in=_WAITING, exercise__isnull=True)
    oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    return max((clock.now() - oldest).total_seconds(), 0.0) if oldest else 0.0


def counts() -> dict[str, int]:
    """How many messages are in each state; for `/metrics` and `/health/all`."""
    rows = Message.objects.filter(exercise__isnull=True).values_list("state").annotate(Count("id")).order_by()
    return {**dict.fromkeys(Message.State.values, 0), **dict(rows)}


def _view(message: Message) -> MessageView:
    return MessageView(
        uid=message.uid,
        channel=message.channel,
        text_name=message.text_name,
        language=message.language,
        state=message.state,
        attempts=message.attempts,
        error=message.error,
        created_at=message.created_at,
        next_at=message.next_at,
        sent_at=message.sent_at,
    )


TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class TextFacts:
    """One text as it goes out today: the house's words, or the city's own. `is_outdated`: the house's changed since."""

    entry: Entry
    title: str
    body: str
    is_own: bool
    is_outdated: bool


def _load_own() -> dict[tuple[str, str], tuple[str, str, str]]:
    rows = OwnText.objects.filter(is_used=True).values_list("name", "language", "title", "body", "default_mark")
    return {(name, language): (title, body, mark) for name, language, title, body, mark in rows}


_own = Cached(TEXTS, _load_own)


def _load_texts() -> Own:
    return {key: (title, paragraphs_of(body)) for key, (title, body, _mark) in _load_own().items()}


own_texts = Cached(TEXTS, _load_texts)
"""What the city says instead, by name and language, from memory."""


def texts_now() -> list[TextFacts]:
    """All texts as they go out today, in the order of the house."""
    return [_as_it_is(entry) for entry in entries().values()]


def text_now(name: str, language: str) -> TextFacts:
    """One of them. NotFound where the house has no such text."""
    entry = entries().get((name, language))
    if entry is None:
        raise NotFound(name)
    return _as_it_is(entry)


def _as_it_is(entry: Entry) -> TextFacts:
    own = _own().get((entry.name, entry.language))
    if own is None:
        return TextFacts(entry, entry.title, entry.body, is_own=False, is_outdated=False)
    title, body, mark = own
    return TextFacts(entry, title, body, is_own=True, is_outdated=mark != entry.mark)
