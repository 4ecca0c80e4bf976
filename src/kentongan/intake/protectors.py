"""A follower of the history: who keeps the register of breaches hears of a new one, and of its hours running out."""

from collections.abc import Sequence
from datetime import datetime

from kentongan.agencies.queries import users_with_role
from kentongan.core.actor import Role
from kentongan.history.chain import Recorded
from kentongan.notifications import texts
from kentongan.notifications.actions import tell_user

NEWS = {"people.breach_entered": "breach_entered", "people.breach_reminded": "breach_reminded"}


def tell_protectors(events: Sequence[Recorded]) -> None:
    """Queue word of each event to every privacy officer and administrator, once; it says no more than the number."""
    known = [event for event in events if event.kind in NEWS and event.exercise is None]
    if not known:
        return
    users = {user.id: user for role in (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR) for user in users_with_role(role)}
    for event in known:
        number = f"KPD-{int(event.stream.removeprefix('breach:')):05}"
        params: dict[str, texts.Value] = {"number": number, "due_at": datetime.fromisoformat(event.body["due_at"])}
        for user in users.values():
            tell_user(
                f"event:{event.id}:user:{user.id}",
                user=user.id,
                text_name=NEWS[event.kind],
                params=params,
                language=user.language,
            )
