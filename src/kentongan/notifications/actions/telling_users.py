"""A word to someone who works here, by e-mail where he has an address."""

from collections.abc import Mapping

from kentongan.agencies.queries import user_email
from kentongan.channels import registry
from kentongan.notifications.actions.queueing import Word, in_local_time, queue
from kentongan.notifications.queries import own_texts
from kentongan.notifications.texts import Value, for_staff
from kentongan.places.queries import city


def tell_user(reason_id: str, *, user: int, text_name: str, params: Mapping[str, Value], language: str) -> None:
    """Queue this text to a user, once per reason; nothing where he has no address."""
    channel = registry.reaching("email")
    if channel is None or user_email(user) is None:
        return
    written = for_staff.write(text_name, language, in_local_time(params), city=city().government, own=own_texts())
    queue([Word(reason_id, f"user:{user}", text_name, language, written).to_user(user, channel)])
