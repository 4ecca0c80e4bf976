"""What each act leaves in the model."""

from collections.abc import Callable
from datetime import datetime

from kentongan.cases.tests.walk.model import Matter, Telling
from kentongan.cases.tests.walk.rules import Choice, Who

Effect = Callable[[Matter, Who, Choice, datetime], None]


def _verify(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.is_verified, matter.classification, matter.category = True, choice.classification, choice.category
    matter.is_anonymous, matter.is_confidential = choice.is_anonymous, choice.is_confidential
    matter.follow_rule("resolve", matter.received_at)
    matter.done("verified", now)


def _edit(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    flags = (choice.is_anonymous, choice.is_confidential)
    if flags != (matter.is_anonymous, matter.is_confidential):
        matter.is_anonymous, matter.is_confidential = flags
        matter.done("edited", now)


def _route(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.part({**dict.fromkeys(choice.support, "support"), choice.lead: "lead"})
    matter.go_on(now)
    matter.meet("verify")
    matter.start("follow_up", now, choice.lead)
    matter.follow_rule("resolve", matter.received_at, choice.lead)
    matter.done("routed", now, state="routed")


def _decide(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.is_disputed = False
    _route(matter, who, choice, now)
    matter.is_bound, matter.last_kind = True, "decided"


def _leave(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.is_disputed = False
    matter.done("left", now)


def _send_back(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.part({})
    matter.handed_in, matter.returns = False, matter.returns + 1
    matter.is_disputed = matter.returns >= 3
    matter.go_on(now)
    matter.limits.pop("follow_up", None)
    _have_again(matter, now)
    matter.done("sent_back", now, state="received")


def _have_again(matter: Matter, now: datetime) -> None:
    """The coordinator has it: the whole handling's limit runs on, else that of verifying begins."""
    handling = matter.limits.get("resolve")
    if handling is None or handling.is_met:
        matter.start("verify", now)


def _follow_up(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.has_reply = False
    matter.go_on(now)
    matter.meet("follow_up")
    matter.done("followed_up", now, state="in_progress")


def _ask(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.go_on(now)
    matter.asked_at, matter.has_reply = now, False
    matter.done("asked", now)


def _share(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    if choice.lead not in matter.support:
        matter.consulted.add(choice.lead)
    matter.done("shared", now)


def _postpone(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.postponed_at, matter.has_reply = now, False
    matter.done("postponed", now, state="postponed")


def _complete(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.go_on(now)
    matter.has_reply = True
    matter.done("completed", now, state="received")


def _put_away(matter: Matter, now: datetime, kind: str) -> None:
    matter.go_on(now)
    matter.meet("verify")
    matter.closed_at, matter.has_reply = now, False
    matter.done(kind, now, state="archived")


def _restore(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.closed_at = None
    _have_again(matter, now)
    matter.done("restored", now, state="received")


def answered(matter: Matter, now: datetime, kind: str) -> None:
    matter.go_on(now)
    matter.handed_in = matter.has_reply = False
    matter.meet("verify")
    matter.meet("resolve")
    matter.start("close", now, matter.lead)
    matter.done(kind, now, state="answered")


def _hand_in(matter: Matter, now: datetime) -> None:
    matter.handed_in = True
    matter.done("handed_in", now)


def _give_back(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.handed_in = False
    matter.done("given_back", now)


def _reply(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.has_reply = True
    matter.go_on(now)
    if matter.state in {"answered", "closed"}:
        matter.closed_at = None
        matter.limits.pop("close", None)
        if "resolve" in matter.limits:
            matter.limits["resolve"].is_met = False
        if not matter.lead:
            _have_again(matter, now)
        matter.done("replied", now, state="in_progress")
    else:
        matter.done("replied", now)


def _close(matter: Matter, now: datetime, kind: str) -> None:
    matter.closed_at = now
    matter.meet("close")
    matter.done(kind, now, state="closed")


def _rate(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    if who.telling is not None:
        who.telling.stars = 1 + choice.kind % 5
    matter.done("rated", now)


def _refer(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    matter.part({})
    matter.has_reply = False
    matter.go_on(now)
    matter.meet("verify")
    matter.limits.pop("follow_up", None)
    matter.done("referred", now, state="referred")


def _take_back(matter: Matter, who: Who, choice: Choice, now: datetime) -> None:
    _have_again(matter, now)
    matter.done("taken_back", now, state="received")


EFFECTS: dict[str, Effect] = {
    "verify": _verify,
    "edit": _edit,
    "route": _route,
    "send_back": _send_back,
    "decide": _decide,
    "leave": _leave,
    "follow_up": _follow_up,
    "ask": _ask,
    "share": _share,
    "postpone": _postpone,
    "complete": _complete,
    "expire": lambda m, w, c, now: _put_away(m, now, "expired"),
    "approve": lambda m, w, c, now: answered(m, now, "answered"),
    "give_back": _give_back,
    "reply": _reply,
    "close": lambda m, w, c, now: _close(m, now, "closed"),
    "close_by_system": lambda m, w, c, now: _close(m, now, "closed_by_system"),
    "rate": _rate,
    "archive": lambda m, w, c, now: _put_away(m, now, "archived"),
    "restore": _restore,
    "refer": _refer,
    "referral_answered": lambda m, w, c, now: answered(m, now, "referral_answered"),
    "take_back": _take_back,
    "transfer": lambda m, w, c, now: m.done("transferred", now),
}


def apply(act: str, matter: Matter, who: Who, choice: Choice, now: datetime, *, is_checked: bool) -> None:
    """`is_checked`: the coordinator reads an agency's answer before it goes out."""
    if act != "answer":
        EFFECTS[act](matter, who, choice, now)
    elif is_checked and "coordinator" not in who.roles:
        _hand_in(matter, now)
    else:
        answered(matter, now, "answered")


def move(telling: Telling, source: Matter, target: Matter, kind: str, now: datetime) -> None:
    """A telling goes to another case; where one of the tellings is closed to some, the one matter is."""
    flags_of: list[Telling | Matter] = [telling, source] if kind == "merged" else [telling]
    target.is_anonymous |= any(one.is_anonymous for one in flags_of)
    target.is_confidential |= any(one.is_confidential for one in flags_of)
    source.tellings.remove(telling)
    target.tellings.append(telling)
    for matter in (source, target):
        matter.done(kind, now)
