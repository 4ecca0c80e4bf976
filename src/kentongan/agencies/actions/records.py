"""A user's own stream: what he read of identities, what he exported."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kentongan.agencies.models import User
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.history import actions as history
from kentongan.history.chain import Head


@transaction.atomic
def record_on_user(by: Actor, kind: str, body: Mapping[str, Any]) -> None:
    """Append to the reader's own stream `user:<id>`. NotFound where the actor is no user."""
    user = User.objects.select_for_update().filter(pk=by.user).first()
    if user is None:
        raise NotFound
    head = history.append(
        f"user:{user.pk}", kind, by=by, body=body, head=Head(user.head_seq, bytes(user.head_hash)), exercise=by.exercise
    )
    user.head_seq, user.head_hash = head.seq, head.hash
    user.save(update_fields=["head_seq", "head_hash"])
