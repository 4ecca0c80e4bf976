"""What was done to a report, in the citizen's words: one sentence, one icon, one tone for each kind of event."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kentongan.cases.queries.shapes import Step

# kind: (icon, tone of the dot, sentence where the reader is the reporter, sentence for everyone)
_WORDS: dict[str, tuple[str, str, Any, Any]] = {
    "submitted": ("inbox", "done", _("Report received"), _("Report received")),
    "verified": ("eye", "done", _("Checked by the city"), _("Checked by the city")),
    "edited": ("edit", "", _("Text tidied for publication"), _("Text tidied for publication")),
    "routed": ("arrow", "done", _("Passed to %(to)s"), _("Passed to %(to)s")),
    "decided": ("arrow", "done", _("Passed to %(to)s"), _("Passed to %(to)s")),
    "sent_back": (
        "return",
        "",
        _("%(agency)s is not in charge; it goes to another agency"),
        _("%(agency)s is not in charge; it goes to another agency"),
    ),
    "followed_up": ("truck", "act", _("%(agency)s acts"), _("%(agency)s acts")),
    "asked": ("quote", "now", _("A question to you"), _("A question to the reporter")),
    "postponed": ("pause", "now", _("Something is missing"), _("Postponed: something is missing")),
    "completed": ("plus", "", _("You added what was missing"), _("The reporter added what was missing")),
    "expired": ("box", "", _("Archived: nothing was added in time"), _("Archived: nothing was added in time")),
    "answered": ("chat", "done", _("%(agency)s answers"), _("%(agency)s answers")),
    "replied": ("chat", "", _("You replied"), _("The reporter replied")),
    "closed": ("check", "done", _("Closed by the city"), _("Closed by the city")),
    "closed_by_reporter": ("check", "done", _("You closed it: solved"), _("The reporter says it is solved")),
    "closed_by_system": ("check", "done", _("Closed by the system, no reply came"), _("Closed by the system")),
    "rated": ("star", "", _("You gave a rating"), _("The reporter gave a rating")),
    "archived": ("box", "", _("Archived"), _("Archived")),
    "restored": ("undo", "", _("Taken out of the archive"), _("Taken out of the archive")),
    "referred": ("out", "", _("Passed on outside the city"), _("Passed on outside the city")),
    "referral_answered": ("out", "done", _("An answer came from outside"), _("An answer came from outside")),
    "extended": ("clock", "", _("Limit extended"), _("Limit extended")),
    "taken_back": ("undo", "", _("Taken back from outside"), _("Taken back from outside")),
    "carried_over": ("inbox", "", _("Brought over from an older system"), _("Brought over from an older system")),
    "merged": ("link", "", _("Joined with reports of the same matter"), _("Joined with reports of the same matter")),
    "unmerged": ("link", "", _("Separated from another matter"), _("Separated from another matter")),
    "transferred": ("siren", "now", _("Passed to the 112 centre"), _("Passed to the 112 centre")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page's history."""

    icon: str
    tone: str
    title: str
    step: Step
    is_mine: bool


def lines(steps: Iterable[Step], *, for_reporter: bool) -> list[Line]:
    """The steps a citizen understands, in the order given; others are left out."""
    return [_line(step, for_reporter) for step in steps if step.kind in _WORDS]


def _line(step: Step, for_reporter: bool) -> Line:
    is_own_word = step.kind == "closed" and step.who == "reporter"
    icon, tone, own, everyone = _WORDS["closed_by_reporter" if is_own_word else step.kind]
    names = {"agency": step.agency or str(_("The agency")), "to": _listed(step)}
    return Line(icon, tone, str(own if for_reporter else everyone) % names, step, is_mine=step.who == "reporter")


def _listed(step: Step) -> str:
    return ", ".join(step.to) or step.agency or str(_("the agency in charge"))
