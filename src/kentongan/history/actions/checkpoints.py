"""Sealing what was recorded since the last checkpoint."""

from dataclasses import replace

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import Refused
from kentongan.history import queries
from kentongan.history.chain import Seal, checkpoint_hash, merkle_root
from kentongan.history.models import Checkpoint
from kentongan.history.sql import sessions


@transaction.atomic
def make_checkpoint(by: Actor) -> Seal | None:
    """Seal all events since the last checkpoint. Where there are none it is the last one; None in an empty history."""
    if not by.has(Role.AUDITOR, Role.ADMINISTRATOR, Role.SYSTEM):
        raise Refused(_("Only an auditor or an administrator seals the history."))
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", sessions.lock_key("checkpoint"))
    before, last = queries.latest_checkpoint(), queries.position_now()
    first = before.last_position + 1 if before else 1
    if last < first:
        return before
    seal = Seal(
        number=before.number + 1 if before else 1,
        first_position=first,
        last_position=last,
        root=merkle_root(queries.hashes_between(first, last)),
        prev_hash=before.hash if before else b"",
        hash=b"",
        made_at=clock.now(),
    )
    seal = replace(seal, hash=checkpoint_hash(seal))
    Checkpoint.objects.create(
        number=seal.number,
        first_position=seal.first_position,
        last_position=seal.last_position,
        root=seal.root,
        prev_hash=seal.prev_hash,
        hash=seal.hash,
        made_at=seal.made_at,
        made_by=by.label,
    )
    return seal
