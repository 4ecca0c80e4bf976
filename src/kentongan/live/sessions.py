"""Whose sessions still live, asked for all streams at once."""

from collections.abc import Collection
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import connection
from django.utils.crypto import constant_time_compare

from kentongan.agencies.queries import actor_for
from kentongan.core import clock
from kentongan.core.actor import Actor


def actors_of(keys: Collection[str]) -> dict[str, Actor]:
    """The actors of the sessions that live, by session key: two queries. Keeps no connection."""
    try:
        return _actors(keys)
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _actors(keys: Collection[str]) -> dict[str, Actor]:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    rows = store.get_model_class().objects.filter(session_key__in=keys, expire_date__gt=clock.machine())
    sessions = {row.session_key: store().decode(row.session_data) for row in rows}
    ids = {session.get(SESSION_KEY) for session in sessions.values()}
    users = get_user_model().objects.in_bulk([int(pk) for pk in ids if pk])
    found = {}
    for key, session in sessions.items():
        user = users.get(int(session.get(SESSION_KEY) or 0))
        if user is not None and _is_valid(user, session):
            found[key] = actor_for(user)
    return found


def _is_valid(user: Any, session: dict[str, Any]) -> bool:
    """Still employed, and the password is the one the session began with."""
    known = session.get(HASH_SESSION_KEY, "")
    return user.is_active and constant_time_compare(known, user.get_session_auth_hash())
