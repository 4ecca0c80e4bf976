"""The state of the outbox. Neither recipients nor texts leave it here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from kentongan.core import clock
from kentongan.notifications.models import Message

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
