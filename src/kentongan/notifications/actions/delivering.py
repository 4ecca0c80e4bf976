"""Handing queued messages to their channels: at least once with the same id, or once and then uncertain."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from kentongan.agencies.queries import user_email
from kentongan.channels import registry
from kentongan.channels.base import ChannelError, OutboundMessage, Receipt
from kentongan.core import clock
from kentongan.core.addresses import public_address
from kentongan.core.errors import Refused
from kentongan.notifications import backoff
from kentongan.notifications.models import Message
from kentongan.people.queries import contact_value
from kentongan.places.queries import city

State = Message.State
_DUE = (State.QUEUED, State.SENDING)
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Delivered:
    """What a round did: handed over, given up, put back for later. True where another round at once is worth while."""

    sent: int = 0
    failed: int = 0
    postponed: int = 0
    is_down: bool = False

    def __bool__(self) -> bool:
        return bool(self.sent or self.failed) and not self.is_down


def deliver_due(limit: int = 100) -> Delivered:
    """Hand over up to `limit` due messages, one by one; many processes may do so at once.

    A round ends early where a channel cannot be reached: the rest would only wait for the same answer.
    """
    done = Delivered()
    _settle_uncertain()
    for _ in range(limit):
        message = _claim()
        if message is None:
            break
        _deliver(message, done)
        if done.is_down:
            break
    return done


def _settle_uncertain() -> None:
    """A message found in sending after a crash, on a channel where a second attempt is a second message."""
    once = [name for name in registry.CHANNELS if not registry.get(name).capabilities.resend_safe]
    if once:
        stuck = Message.objects.filter(state=State.SENDING, next_at__lte=clock.now(), channel__in=once)
        stuck.update(state=State.UNCERTAIN, error="interrupted while sending")


def _claim() -> Message | None:
    """Take the message that has waited longest, for the time of the lease."""
    now = clock.now()
    with transaction.atomic(durable=True):
        due = Message.objects.filter(state__in=_DUE, next_at__lte=now, exercise__isnull=True)
        message = due.order_by("next_at").select_for_update(skip_locked=True).first()
        if message is None:
            return None
        message.state, message.attempts = State.SENDING, message.attempts + 1
        message.next_at = now + backoff.LEASE
        message.save(update_fields=["state", "attempts", "next_at"])
    return message


def _deliver(message: Message, done: Delivered) -> None:
    """Send one claimed message and record how it went."""
    try:
        receipt = _send(message)
    except ChannelError as error:
        _give_back(message, str(error), done, is_final=error.permanent)
        done.is_down = error.is_down
    except Exception as error:  # one message that trips our own code must not hold up all others
        _log.exception("message %s could not be sent", message.uid)
        _give_back(message, f"internal error ({type(error).__name__})", done, is_final=False)
    else:
        _settle(message, State.SENT, sent_at=clock.now(), external_id=receipt.external_id[:120])
        done.sent += 1


def _send(message: Message) -> Receipt:
    if message.exercise is not None:
        raise Refused("a message of an exercise is never sent")
    recipient = _recipient(message)
    if message.body is None or recipient is None:
        raise ChannelError("erased", permanent=True)
    domain = city().mail_domain
    outbound = OutboundMessage(
        recipient=recipient,
        title=message.title or "",
        text=message.body,
        reference=f"{message.uid}@{domain}",
        name=message.text_name,
        sender=settings.KENTONGAN_MAIL_FROM or f"lapor@{domain}",
        language=message.language,
        unsubscribe=public_address(message.stop_path) if message.stop_path else "",
    )
    return registry.get(message.channel).send(outbound)


def _recipient(message: Message) -> str | None:
    if message.user_id is not None:
        return user_email(message.user_id)
    return contact_value(message.contact_id) if message.contact_id else None


def _give_back(message: Message, error: str, done: Delivered, *, is_final: bool) -> None:
    if is_final or message.attempts >= backoff.ATTEMPTS:
        _settle(message, State.FAILED, error=error)
        done.failed += 1
    else:
        _settle(message, State.QUEUED, error=error, next_at=clock.now() + backoff.wait_after(message.attempts))
        done.postponed += 1


def _settle(
    message: Message,
    state: State,
    *,
    error: str = "",
    next_at: datetime | None = None,
    sent_at: datetime | None = None,
    external_id: str = "",
) -> None:
    """Record the outcome, unless the lease ran out and another process took the message over."""
    Message.objects.filter(pk=message.pk, state=State.SENDING, next_at=message.next_at).update(
        state=state, error=error[:200], next_at=next_at or message.next_at, sent_at=sent_at, external_id=external_id
    )
