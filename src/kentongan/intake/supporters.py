"""A follower of the history: what happens to a public report is told to those who support it."""

from collections.abc import Iterator, Sequence

from django.core import signing

from kentongan.cases.queries.supporting import Supporter, supporters
from kentongan.core.errors import NotFound
from kentongan.history.chain import Recorded
from kentongan.notifications.actions import SupportNews
from kentongan.notifications.actions import tell_supporters as queue

NEWS = {
    "cases.supported": "support_received",
    "cases.routed": "support_routed",
    "cases.decided": "support_routed",
    "cases.followed_up": "support_followed_up",
    "cases.answered": "support_answered",
    "cases.referral_answered": "support_answered",
    "cases.referred": "support_referred",
    "cases.closed": "support_closed",
    "cases.closed_by_system": "support_closed",
}
_SALT = "kentongan.supporters"


def tell_supporters(events: Sequence[Recorded]) -> None:
    """Queue what each event means to the supporters of its case; nothing of a case that is not public any more."""
    known = [event for event in events if event.kind in NEWS and event.exercise is None]
    targets = supporters(_case(event) for event in known) if known else {}
    queue(news for event in known for news in _news(event, targets.get(_case(event), [])))


def _case(event: Recorded) -> int:
    return int(event.stream.removeprefix("case:"))


def _news(event: Recorded, targets: Sequence[Supporter]) -> Iterator[SupportNews]:
    for one in targets:
        if _concerns(event, one):
            yield SupportNews(
                reason_id=f"event:{event.id}:support:{one.support}",
                support=one.support,
                person=one.person,
                text_name=NEWS[event.kind],
                subject=one.title,
                agency=one.agency,
                path=f"/laporan/{one.case}/",
                stop_path=f"/dukungan/{stop_token(one.support)}/",
                language=one.language,
            )


def _concerns(event: Recorded, one: Supporter) -> bool:
    """His own support alone, and what came after it."""
    if event.kind == "cases.supported":
        return bool(event.body["support"] == one.support)
    return event.occurred_at >= one.since


def stop_token(support: int) -> str:
    """The secret part of the address at which news to this supporter end."""
    return signing.dumps(support, salt=_SALT)


def support_of(token: str) -> int:
    """Whose news end at this address; NotFound where we never gave it."""
    try:
        return int(signing.loads(token, salt=_SALT))
    except signing.BadSignature as error:
        raise NotFound from error
