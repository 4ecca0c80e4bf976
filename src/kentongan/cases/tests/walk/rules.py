"""Who may do what when, typed in from the table of the field (states, roles) and the rules of the papers beside it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kentongan.cases.tests.walk import days
from kentongan.cases.tests.walk.model import OPEN_STATES, Matter, Telling
from kentongan.cases.tests.walk.town import AGENCIES, OPEN, SENSITIVE
from kentongan.core.actor import Actor

# act: the states it starts from, and the roles
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "verify": ({"received"}, {"coordinator"}),
    "edit": (OPEN_STATES | {"closed"}, {"coordinator"}),
    "route": ({"received", "routed"}, {"coordinator"}),
    "send_back": ({"routed", "in_progress"}, {"officer"}),
    "decide": ({"received"}, {"supervisor"}),
    "leave": ({"received"}, {"supervisor"}),
    "follow_up": ({"routed", "in_progress"}, {"officer"}),
    "ask": ({"routed", "in_progress"}, {"officer", "coordinator"}),
    "share": ({"routed", "in_progress"}, {"officer", "coordinator"}),
    "postpone": ({"received"}, {"coordinator"}),
    "complete": ({"postponed"}, {"reporter"}),
    "expire": ({"postponed"}, {"system"}),
    "answer": ({"in_progress"}, {"officer", "coordinator"}),
    "approve": ({"in_progress"}, {"coordinator"}),
    "give_back": ({"in_progress"}, {"coordinator"}),
    "reply": ({"answered", "closed", "routed", "in_progress"}, {"reporter"}),
    "close": ({"answered"}, {"coordinator", "reporter"}),
    "close_by_system": ({"answered"}, {"system"}),
    "rate": ({"closed"}, {"reporter"}),
    "archive": ({"received", "postponed"}, {"coordinator"}),
    "restore": ({"archived"}, {"supervisor"}),
    "refer": ({"received", "routed"}, {"coordinator"}),
    "referral_answered": ({"referred"}, {"coordinator"}),
    "take_back": ({"referred"}, {"coordinator"}),
    "transfer": ({"received", "postponed", "routed", "in_progress"}, {"coordinator", "call_taker"}),
}
OFTEN = {"follow_up": 6, "answer": 6, "approve": 5, "send_back": 4}
OFTEN |= dict.fromkeys(("give_back", "complete", "reply", "close", "restore", "rate"), 3)
OFTEN |= dict.fromkeys(("ask", "share", "postpone", "refer", "referral_answered"), 2)
CLASSES = ("unsupervised", "information", "supervised")
SHIFT, EXPIRY = timedelta(hours=12), timedelta(days=30)
_SETTLED = {"verify", "route", "postpone", "archive", "refer"}  # not while the supervisor has to decide


@dataclass(frozen=True)
class Who:
    """Someone who tries: the short name of staff, or `reporter` with his telling."""

    name: str
    actor: Actor
    agency: str = ""
    telling: Telling | None = None

    @property
    def roles(self) -> set[str]:
        return {role.value for role in self.actor.roles}

    @property
    def is_officer(self) -> bool:
        return bool(self.agency) and "officer" in self.roles


@dataclass(frozen=True)
class Choice:
    """What is drawn for one step, read by the acts as they need it."""

    agency: int = 0
    second: int = 0
    kind: int = 0
    other: int = 0
    is_anonymous: bool = False
    is_confidential: bool = False

    @property
    def lead(self) -> str:
        return AGENCIES[self.agency]

    @property
    def support(self) -> set[str]:
        """Mostly one other agency, now and then none."""
        return {AGENCIES[self.second]} - {self.lead}

    @property
    def classification(self) -> str:
        return CLASSES[self.kind % 3]

    @property
    def category(self) -> str:
        return SENSITIVE if self.kind >= 6 else OPEN


def knows(who: Who, matter: Matter, now: datetime) -> bool:
    """Whether he may know that the case exists, by the matrix."""
    if who.roles & {"coordinator", "supervisor", "auditor", "privacy_officer", "system"}:
        return True
    if "leader" in who.roles and not matter.is_confidential:
        return True
    if who.agency and (who.agency in matter.parts() or who.agency in matter.former):
        return True
    if who.telling is not None and who.telling in matter.tellings:
        return True
    if any(t.entered_by == who.name and t.entered_at + SHIFT > now for t in matter.tellings):
        return True
    return matter.is_public


def may(act: str, who: Who, matter: Matter, choice: Choice, now: datetime) -> bool:
    """Whether the act is done."""
    states, roles = TABLE[act]
    if not matter.lead and act in {"verify", "route", "refer"}:
        states = states | {"in_progress"}  # what nobody leads finds its way on
    if matter.is_empty or not knows(who, matter, now) or matter.state not in states or not who.roles & roles:
        return False
    if (act in {"decide", "leave"}) != (matter.is_disputed and act in _SETTLED | {"decide", "leave"}):
        return False
    if who.telling is not None and who.telling not in matter.tellings:
        return False
    return _has_the_part(act, who, matter) and _is_sound(act, who, matter, choice, now)


def _has_the_part(act: str, who: Who, matter: Matter) -> bool:
    """Of officers: the lead alone answers, shares, sends back; who supports follows up and asks as well."""
    if not who.is_officer:
        return True
    part = matter.parts().get(who.agency)
    return part == "lead" if act in {"send_back", "share", "answer"} else part in {"lead", "support"}


def _is_sound(act: str, who: Who, matter: Matter, choice: Choice, now: datetime) -> bool:
    told = matter.tellings
    if act == "verify":
        return flags_are_sound(matter, choice, category=choice.category, classification=choice.classification)
    if act == "edit":
        return flags_are_sound(matter, choice, category=matter.category, classification=matter.classification)
    checks = {
        "route": matter.is_verified,
        "send_back": not matter.is_bound,
        "share": matter.parts().get(choice.lead) in {None, "support"},
        "expire": matter.postponed_at is not None and now >= days.end_of(days.on_clock(matter.postponed_at + EXPIRY)),
        "approve": matter.handed_in,
        "give_back": matter.handed_in,
        "close_by_system": "close" in matter.limits and matter.limits["close"].due() <= now,
    }
    if act == "reply" and matter.state == "closed":
        return matter.window_is_open(now)
    if act == "reply" and matter.state in {"routed", "in_progress"}:
        return matter.asked_at is not None
    if act == "rate":
        own = next(t for t in told if t is who.telling)
        return own.stars is None or matter.window_is_open(now)
    return checks.get(act, True)


def often(act: str, matter: Matter) -> int:
    """What leads on is walked more often than what leads aside."""
    first = {"verify": not matter.is_verified, "route": matter.state == "received", "leave": True, "decide": True}
    return OFTEN.get(act, 1) if act not in first else 9 if first[act] else 1


def sound(choice: Choice, matter: Matter) -> Choice:
    """The choice with flags that may be set on this case."""
    is_closed = choice.category == SENSITIVE or choice.classification == "supervised" or matter.must_be_closed()
    told = matter.tellings
    return replace(
        choice,
        is_anonymous=choice.is_anonymous or any(t.is_anonymous for t in told),
        is_confidential=choice.is_confidential or is_closed or any(t.is_confidential for t in told),
    )


def flags_are_sound(matter: Matter, choice: Choice, *, category: str, classification: str) -> bool:
    """No wish of a teller is taken away; a sensitive matter and one with oversight content stay closed."""
    wishes_kept = all(
        choice.is_anonymous >= t.is_anonymous and choice.is_confidential >= t.is_confidential for t in matter.tellings
    )
    return wishes_kept and (choice.is_confidential or (category != SENSITIVE and classification != "supervised"))
