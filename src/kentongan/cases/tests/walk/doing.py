"""Each act of the walk as the product does it."""

from collections.abc import Callable
from typing import Any

from kentongan.cases import actions
from kentongan.cases.actions import Referral, Verification, Wanted
from kentongan.cases.queries.checking import handed_in
from kentongan.cases.tests.walk.model import Matter
from kentongan.cases.tests.walk.rules import Choice, Who
from kentongan.cases.tests.walk.town import Town
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused

INSIDE = {
    "decide",
    "leave",
    "route",
    "send_back",
    "ask",
    "share",
    "postpone",
    "complete",
    "give_back",
    "reply",
    "take_back",
    "restore",
}


def call(act: str, matter: Matter, who: Who, choice: Choice, town: Town, word: str) -> None:
    """`word`: a sign that stands in the text of this act and in no other."""
    number, by = matter.number, who.actor
    text = f"Sudah kami kerjakan di lapangan, {word}."
    lead, support = town.agencies[choice.lead], sorted(town.agencies[a] for a in choice.support)
    answers = Verification(
        choice.classification,
        choice.category,
        is_anonymous=choice.is_anonymous,
        is_confidential=choice.is_confidential,
    )
    acts: dict[str, Callable[[], Any]] = {
        "verify": lambda: actions.verify(number, answers, by=by),
        "edit": lambda: actions.edit(number, _flags(matter, choice), by=by),
        "route": lambda: actions.route(number, lead=lead, support=support, note=text, by=by),
        "send_back": lambda: actions.send_back(number, reason=text, suggested=lead, by=by),
        "decide": lambda: actions.decide(number, lead=lead, support=support, reason=text, by=by),
        "leave": lambda: actions.leave(number, reason=text, by=by),
        "follow_up": lambda: actions.follow_up(number, text=text, by=by),
        "ask": lambda: actions.ask(number, text=text, by=by),
        "share": lambda: actions.share(number, agency=lead, passage=text, by=by),
        "postpone": lambda: actions.postpone(number, reason="incomplete", missing=text, by=by),
        "complete": lambda: actions.complete(number, text=text, by=by),
        "expire": lambda: actions.expire(number, by=by),
        "answer": lambda: actions.answer(number, text=text, by=by),
        "approve": lambda: actions.approve_answer(number, handed_in=_waiting(number, by), by=by),
        "give_back": lambda: actions.give_back_answer(number, handed_in=_waiting(number, by), note=text, by=by),
        "reply": lambda: actions.reply(number, text=text, by=by),
        "close": lambda: actions.close(number, by=by),
        "close_by_system": lambda: actions.close_by_system(number, by=by),
        "rate": lambda: actions.rate(number, stars=1 + choice.kind % 5, by=by),
        "archive": lambda: actions.archive(number, reason="too_general", text=text, by=by),
        "restore": lambda: actions.restore(number, reason=text, by=by),
        "refer": lambda: actions.refer(number, Referral("PLN", "0354-000123", text), by=by),
        "referral_answered": lambda: actions.referral_answered(number, text=text, by=by),
        "take_back": lambda: actions.take_back(number, reason=text, by=by),
        "transfer": lambda: actions.transfer(number, incident="incident:1", by=by),
    }
    acts[act]()


def _flags(matter: Matter, choice: Choice) -> dict[str, Wanted]:
    return {
        "is_anonymous": Wanted(matter.is_anonymous, choice.is_anonymous),
        "is_confidential": Wanted(matter.is_confidential, choice.is_confidential),
    }


def _waiting(number: str, by: Actor) -> int:
    found = handed_in(number, by=by)
    if found is None:
        raise Refused("nothing waits")
    return found.id
