"""A word to someone who works here, by e-mail where he has an address."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from kentongan.agencies.queries import user_email
from kentongan.channels import registry
from kentongan.core import clock
from kentongan.notifications.models import Message
from kentongan.notifications.texts import Value
from kentongan.notifications.texts.for_staff import write
from kentongan.places.queries import city


def tell_user(reason_id: str, *, user: int, text_name: str, params: Mapping[str, Value], language: str) -> None:
    """Queue this text to a user, once per reason; nothing where he has no address."""
    channel = registry.reaching("email")
    if channel is None or user_email(user) is None:
        return
    now = clock.now()
    local = {key: clock.local(v) if isinstance(v, datetime) else v for key, v in params.items()}
    written = write(text_name, language, local, city=city().government)
    message = Message(
        uid=uuid.uuid4(),
        channel=channel,
        user_id=user,
        subject_ref=f"user:{user}",
        text_name=text_name,
        language=language,
        title=written.title,
        body=written.body,
        next_at=now,
        reason_id=f"{reason_id}:user:{user}",
        created_at=now,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
