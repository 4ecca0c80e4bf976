"""A follower of the history: those who must keep a limit hear of it before, on and after it; then who looks after them.

Before, on and after: the officers of the agencies that have the case, or the coordinators where none leads. Longer
after: the coordinators, then the supervisors. A text holds the code, the stage and the moment, no word of the report.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kentongan.agencies.queries import users_with_role
from kentongan.agencies.queries.users import UserFacts
from kentongan.cases.queries.news import numbers_of_cases
from kentongan.core.actor import Role
from kentongan.history.chain import Recorded
from kentongan.notifications import texts
from kentongan.notifications.actions import tell_user

NEWS = {
    "before": "limit_before",
    "due": "limit_due",
    "late": "limit_late",
    "coordinator": "limit_coordinator",
    "supervisor": "overdue",
}
KINDS = frozenset({"cases.reminded"})
_STAGES = {
    "id": {"verify": "verifikasi", "follow_up": "tindak lanjut pertama", "resolve": "penyelesaian"},
    "en": {"verify": "verification", "follow_up": "first follow-up", "resolve": "resolution"},
}


def tell_handlers(events: Sequence[Recorded]) -> None:
    """Queue word of each reminder to everyone it concerns, once."""
    known = [e for e in events if e.kind in KINDS and e.exercise is None and e.body.get("reminder") in NEWS]
    codes = numbers_of_cases(_case(event) for event in known)
    for event in known:
        for user in _concerned(event):
            _tell(event, user, codes.get(_case(event), ""))


def _case(event: Recorded) -> int:
    return int(event.stream.removeprefix("case:"))


def _concerned(event: Recorded) -> Iterable[UserFacts]:
    facts = event.body.get("facts", {})
    if event.body["reminder"] == "supervisor":
        return users_with_role(Role.SUPERVISOR)
    if event.body["reminder"] == "coordinator" or facts.get("lead") is None or event.body["stage"] == "verify":
        return users_with_role(Role.COORDINATOR)
    supporting = facts.get("support", []) if event.body["stage"] == "follow_up" else []
    return [user for agency in [facts["lead"], *supporting] for user in users_with_role(Role.OFFICER, agency)]


def _tell(event: Recorded, user: UserFacts, code: str) -> None:
    stages = _STAGES.get(user.language, _STAGES["id"])
    params: dict[str, texts.Value] = {
        "code": code,
        "stage": stages.get(event.body["stage"], event.body["stage"]),
        "due_at": datetime.fromisoformat(event.body["due"]),
    }
    tell_user(
        f"event:{event.id}:user:{user.id}",
        user=user.id,
        text_name=NEWS[event.body["reminder"]],
        params=params,
        language=user.language,
    )
