"""The queues of the inbox as the screen groups them: words and icons for `cases.queries.queues`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.core.actor import Actor, Role
from kentongan.desk.words import Mark, Text

NOW, LATE = "now", "late"


@dataclass(frozen=True, slots=True)
class Line:
    """One queue in the pane. `tone` colours its counter: now (to be done), late."""

    name: str
    icon: str
    word: Text
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: Text
    lines: tuple[Line, ...]


_MARKS: Mapping[str, Mark] = {
    "verify": Mark("inbox", _("To be verified")),
    "returned": Mark("return", _("Sent back by agencies")),
    "disputed": Mark("flag", _("Sent back three times")),
    "replies": Mark("chat", _("Replies of reporters")),
    "handed_in": Mark("eye", _("Waiting to be checked")),
    "answered": Mark("check", _("Answered, to be closed")),
    "unopened": Mark("eye", _("Not opened by the agency")),
    "routed": Mark("arrow", _("Not followed up yet")),
    "in_progress": Mark("truck", _("In progress")),
    "postponed": Mark("pause", _("Postponed")),
    "referred": Mark("out", _("Referred outside")),
    "referral_late": Mark("out", _("Awaited from outside, late")),
    "overdue": Mark("alert", _("Overdue")),
    "due_today": Mark("clock", _("Due today")),
    "escalated": Mark("flag", _("Escalated to the supervisor")),
    "confidential": Mark("lock", _("Confidential")),
    "supervised": Mark("shield", _("With oversight content")),
    "new": Mark("inbox", pgettext_lazy("queue", "New")),
    "waiting": Mark("pause", _("Waiting for the reporter")),
    "closed": Mark("check", pgettext_lazy("queue", "Closed")),
    "archived": Mark("box", pgettext_lazy("queue", "Archived")),
    "all": Mark("search", pgettext_lazy("queue", "All cases")),
    "entered": Mark("plus", _("Entered by me")),
}
NAMES = frozenset(_MARKS)
_AGENCY_WORDS: Mapping[str, Text] = {"answered": pgettext_lazy("queue", "Answered"), "all": _("All of the agency")}
_OF_SUPERVISOR = "disputed"  # others see where it is, among what is under way
_TONES = {"verify": NOW, "new": NOW, "disputed": LATE, "overdue": LATE, "referral_late": LATE}

_GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (_("Waiting for me"), ("verify", "new", "disputed", "returned", "replies", "handed_in", "unopened")),
    (_("Under way"), (_OF_SUPERVISOR, "routed", "in_progress", "waiting", "postponed", "referred")),
    (_("Deadline"), ("overdue", "due_today", "escalated", "referral_late")),
    (_("Look closely"), ("confidential", "supervised")),
    (_("Done"), ("answered", "closed", "archived")),
    (pgettext_lazy("queues", "All"), ("all", "entered")),
)


def word(name: str, by: Actor) -> Text:
    """What the queue is called for this actor."""
    return _line(name, by).word


def _line(name: str, by: Actor) -> Line:
    mark = _MARKS[name]
    is_agency = by.has(Role.OFFICER, Role.FIELD_OFFICER) and not by.has(Role.COORDINATOR, Role.SUPERVISOR)
    text = _AGENCY_WORDS.get(name, mark.word) if is_agency else mark.word
    return Line(name, mark.icon, text, _TONES.get(name, ""))


def groups(names: Iterable[str], by: Actor) -> list[Group]:
    """The queues this actor has, grouped; groups without any are left out."""
    known = set(names)
    moved = _GROUPS[1] if by.has(Role.SUPERVISOR) else _GROUPS[0]
    found = (
        (title, tuple(_line(n, by) for n in order if n in known and (n != _OF_SUPERVISOR or title != moved[0])))
        for title, order in _GROUPS
    )
    return [Group(title, lines) for title, lines in found if lines]


def landing(names: Iterable[str], by: Actor) -> str:
    """The queue an actor's day begins with."""
    known = set(names)
    wishes = ("disputed", "overdue") if by.has(Role.SUPERVISOR) else ("overdue", "all") if by.has(Role.LEADER) else ()
    first = (*wishes, "verify", "new", "entered", "all")
    if by.has(Role.AUDITOR):
        first = ("all",)
    return next((name for name in first if name in known), "")
