"""*Jejak akses*: who opened a case whose readers are recorded, and who read an identity, and why."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from kentongan.agencies.queries import user_names
from kentongan.cases import access
from kentongan.core.actor import Actor, user_of

_MOST = 200
# Users' own streams are the only ones that hold reads; the marks around the number make the text test exact.
_READS = """select e.actor, e.kind, e.occurred_at, e.body from history_event e
 where e.stream >= 'user:' and e.stream < 'user;' and e.kind in ('cases.identity_read', 'cases.opened', 'cases.printed')
   and e.body ~ %s order by e.id desc limit %s"""


@dataclass(frozen=True, slots=True)
class Read:
    """`reason` is blank where the case was only opened."""

    at: datetime
    name: str
    is_identity: bool
    reason: str
    is_printed: bool = False


def reads_of(number: str, *, by: Actor) -> list[Read]:
    """The recorded reads of a case this reader may know of, newest first."""
    case = access.one(number, by)
    with connection.cursor() as cursor:
        cursor.execute(_READS, [f'"case":{case.pk}[,}}]', _MOST])
        rows = cursor.fetchall()
    users = {actor: user_of(actor) or 0 for actor, *_ in rows}
    names = user_names(users.values())
    return [
        Read(
            at,
            names.get(users[actor], actor),
            kind == "cases.identity_read",
            json.loads(body).get("why", ""),
            kind == "cases.printed",
        )
        for actor, kind, at, body in rows
    ]
