"""A user's own stream: what he read of identities, what he exported."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kentongan.agencies.models import User
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.history import actions as history


@transaction.atomic
def record_on_user(by: Actor, kind: str, body: Mapping[str, Any]) -> None:
    """Append to the reader's own stream `user:<id>`. NotFound where the actor is no user."""
    append_to_user(locked_user(by.user), kind, by=by, body=body)


def locked_user(user_id: int | None) -> User:
    """The user with his row held. NotFound where there is none."""
    user = User.objects.select_for_update().filter(pk=user_id).first() if user_id is not None else None
    if user is None:
        raise NotFound
    return user


def append_to_user(user: User, kind: str, *, by: Actor, body: Mapping[str, Any]) -> None:
    """Append to the stream of a user whose row the caller holds."""
    history.append_to(user, f"user:{user.pk}", kind, by=by, body=body)
