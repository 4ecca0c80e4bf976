"""Followers of intake: receipts and news to reporters; and imports, which nobody waits for.

A message row commits together with the place read so far.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from django.utils import translation
from procrastinate.contrib.django import app

from kentongan.cases import reasons
from kentongan.cases.queries.limits import why
from kentongan.cases.queries.news import Addressee, addressees, referral
from kentongan.cases.queries.promises import ends_at
from kentongan.cases.queries.timing import time_rules
from kentongan.core.actor import system
from kentongan.history.chain import Recorded
from kentongan.intake import actions
from kentongan.notifications import texts
from kentongan.notifications.actions import News, tell_many
from kentongan.places.queries import city

NEWS = {
    "cases.submitted": "receipt",
    "cases.routed": "routed",
    "cases.decided": "routed",
    "cases.followed_up": "followed_up",
    "cases.asked": "asked",
    "cases.extended": "extended",
    "cases.answered": "answered",
    "cases.referral_answered": "answered",
    "cases.replied": "reopened",
    "cases.closed": "closed",
    "cases.closed_by_system": "closed_by_system",
    "cases.postponed": "postponed",
    "cases.archived": "archived",
    "cases.expired": "expired",
    "cases.restored": "restored",
    "cases.referred": "referred",
    "cases.taken_back": "taken_back",
    "cases.transferred": "transferred",
    "cases.merged": "merged",
    "cases.unmerged": "unmerged",
    "cases.ombudsman_told": "ombudsman",
}
_OVER = frozenset({"answered", "closed"})
_IMPORT = system("import").label
_OF_ONE_REPORT = frozenset({"cases.submitted", "cases.replied", "cases.merged", "cases.unmerged"})


def tell_reporters(events: Sequence[Recorded]) -> None:
    """Queue what each event means to the reporters of its case: the first telling only to the one who told."""
    known = [event for event in events if event.kind in NEWS]
    targets = addressees(_case(event) for event in known)
    tell_many(news for event in known for news in _news(event, targets))


def _case(event: Recorded) -> int:
    return int(event.stream.removeprefix("case:"))


def _news(event: Recorded, targets: dict[int, list[Addressee]]) -> Iterator[News]:
    for addressee in targets.get(_case(event), ()):
        if not _concerns(event, addressee):
            continue
        name = NEWS[event.kind]
        yield News(
            reason_id=f"event:{event.id}:{addressee.report}",
            person_id=addressee.person,
            subject_ref=f"report:{addressee.report}",
            text_name=name,
            params=_Later(event, addressee, name),
            language=addressee.language,
            exercise=addressee.exercise,
        )


class _Later(Mapping[str, texts.Value]):
    """What a text asks for, found when the text is written: no channel reaches most of those who told."""

    def __init__(self, event: Recorded, addressee: Addressee, name: str) -> None:
        self._event, self._addressee, self._name = event, addressee, name

    @cached_property
    def _known(self) -> dict[str, texts.Value]:
        values = _values(self._event, self._addressee)
        return {key: values[key] for key in texts.values_of(self._name)}

    def __getitem__(self, key: str) -> texts.Value:
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _concerns(event: Recorded, addressee: Addressee) -> bool:
    if event.actor == _IMPORT:
        return False  # what an older system had done is no news
    if event.kind == "cases.replied" and event.body.get("from") not in _OVER:
        return False  # an answer to what he was asked opens nothing again
    if event.kind in _OF_ONE_REPORT:
        return bool(event.body["report"] == addressee.report)
    return event.actor != f"report:{addressee.report}"


def _values(event: Recorded, addressee: Addressee) -> dict[str, texts.Value]:
    """Every value a text may ask for; those the event does not know are empty."""
    outside, contact = referral(_case(event), event.seq) if event.kind == "cases.referred" else ("", "")
    due = datetime.fromisoformat(event.body["due"]) if event.body.get("due") else ""
    with translation.override(addressee.language):
        return {
            "code": addressee.code,
            "agency": str(outside or addressee.agency or city().government),
            "received_at": event.occurred_at,
            "due_at": due,
            "due_why": why(event.body.get("rule"), event.occurred_at),
            "reply_by": due if event.body.get("stage") == "close" else "",
            "complete_by": ends_at("complete", event.occurred_at) or "",
            "reason": reasons.said(str(event.body.get("reason", ""))),
            "contact": contact,
            "extended_to": datetime.fromisoformat(event.body["after"]) if event.kind == "cases.extended" else "",
            "ombudsman": time_rules().ombudsman_contact,
        }


@app.task(name="intake.run_import")
def run_import(number: int) -> None:
    """Settle the rows of an import. The job carries its number alone."""
    actions.run_import(number)
