"""The only writers of partners: keys given, renewed and closed; allowances counted."""

import base64
import logging
import secrets
import threading
import time
from collections.abc import Iterable
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.core.text import clean
from kentongan.history.actions import append_to
from kentongan.partners import queries
from kentongan.partners.meter import Meter, Slot
from kentongan.partners.models import ApiClient, RateCount
from kentongan.partners.queries import Client
from kentongan.partners.scopes import ALL

SETTLE_SECONDS = 1.0
_KEPT = timedelta(days=1)
_MAY_MANAGE = (Role.ADMINISTRATOR, Role.SYSTEM)

_ADD = """
insert into partners_ratecount (client_id, minute, count)
select c.id, g.minute, g.count
from unnest(%s::bigint[], %s::timestamptz[], %s::int[]) as g (client, minute, count)
join partners_apiclient c on c.id = g.client
on conflict (client_id, minute) do update set count = partners_ratecount.count + excluded.count
returning client_id, minute, count
"""

log = logging.getLogger(__name__)
_meter = Meter()
_settling = threading.Lock()
_settled_at = float("-inf")


def create_client(
    name: str, scopes: Iterable[str], rate_per_minute: int, *, by: Actor, channel: str = "partner"
) -> str:
    """Make a client; returns its key, which is shown this once and kept only as SHA-256."""
    _may_manage(by)
    name = clean(name)
    _check(name, scopes := sorted(set(scopes)), rate_per_minute)
    key = _new_key()
    with transaction.atomic():
        if ApiClient.objects.filter(name=name).exists():
            raise Refused(_("There is a client of this name already."), field="name")
        row = ApiClient.objects.create(
            name=name,
            key_hash=queries.key_hash(key),
            scopes=scopes,
            channel=channel,
            rate_per_minute=rate_per_minute,
            created_at=clock.now(),
        )
        _record(row, "partners.client_created", by, scopes=scopes, rate_per_minute=rate_per_minute)
    queries.forget()
    return key


def renew_key(name: str, *, by: Actor) -> str:
    """Give a client a new key; the old one is dead within 30 seconds. Returns the key, shown this once."""
    _may_manage(by)
    key = _new_key()
    with transaction.atomic():
        row = _locked(name)
        row.key_hash = queries.key_hash(key)
        _record(row, "partners.key_renewed", by)
    queries.forget()
    return key


def close_client(name: str, *, by: Actor) -> None:
    """Refuse a client from now on (within 30 seconds in other processes). What it sent stays."""
    _may_manage(by)
    with transaction.atomic():
        row = _locked(name)
        row.is_active = False
        _record(row, "partners.client_closed", by)
    queries.forget()


def admit(client: Client) -> None:
    """Count one request against the client's allowance; TooMany where this minute's is used up."""
    wait = _meter.take(client.id, clock.now(), client.rate_per_minute)
    if time.monotonic() - _settled_at > SETTLE_SECONDS:
        settle()
    if wait:
        raise TooMany(_("Too many requests in this minute. Wait a little."), retry_after=wait)


def settle() -> None:
    """Add this process's counts to the common ones and learn the others'. One at a time; the rest go on meanwhile.

    A database that does not answer now gets them with the next: counting never refuses anyone by failing.
    """
    global _settled_at
    if not _settling.acquire(blocking=False):
        return
    try:
        _settled_at = time.monotonic()
        drained = _meter.drain()
        if drained:
            _add(drained)
    finally:
        _settling.release()


def sweep_counts() -> int:
    """Delete counts older than a day; returns how many."""
    return RateCount.objects.filter(minute__lt=clock.now() - _KEPT).delete()[0]


def _add(drained: dict[Slot, int]) -> None:
    rows = sorted(drained.items())
    clients, minutes = [slot[0] for slot, _count in rows], [slot[1] for slot, _count in rows]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_ADD, (clients, minutes, [count for _slot, count in rows]))
            _meter.learn(cursor.fetchall())
    except DatabaseError:
        log.warning("the allowances of clients could not be settled")
        _meter.put_back(drained)
        connection.close_if_unusable_or_obsolete()


def _may_manage(by: Actor) -> None:
    if not by.has(*_MAY_MANAGE):
        raise NotFound


def _check(name: str, scopes: list[str], rate_per_minute: int) -> None:
    if not 1 <= len(name) <= 80:
        raise Refused(_("A client needs a name of at most 80 characters."), field="name")
    if unknown := set(scopes) - ALL:
        raise Refused(_("Unknown permission: %(names)s.") % {"names": ", ".join(sorted(unknown))}, field="scopes")
    if not scopes:
        raise Refused(_("A client needs at least one permission."), field="scopes")
    if not 1 <= rate_per_minute <= 1_000_000:
        raise Refused(_("The allowance lies between 1 and 1,000,000 requests a minute."), field="rate_per_minute")


def _new_key() -> str:
    return "ktg_" + base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=").lower()


def _locked(name: str) -> ApiClient:
    row = ApiClient.objects.select_for_update().filter(name=name, is_active=True).first()
    if row is None:
        raise NotFound(name)
    return row


def _record(row: ApiClient, kind: str, by: Actor, **body: object) -> None:
    row.save()
    append_to(row, f"client:{row.pk}", kind, by=by, body=body)
