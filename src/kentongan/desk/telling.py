"""What was done, told: the icon, the tone and the words of each step of a case's history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kentongan.cases import reasons
from kentongan.cases.queries.shapes import Step
from kentongan.desk import words
from kentongan.ui.templatetags.ui import day_text
from kentongan.ui.words import STAGES, STATES


@dataclass(frozen=True, slots=True)
class Told:
    """`tone` is a class of the timeline: now (the reporter spoke), act (we did something), done (moved on), blank."""

    icon: str
    tone: str
    title: str
    aside: str = ""


def _names(step: Step) -> str:
    return ", ".join(step.to)


def _submitted(step: Step) -> tuple[str, str]:
    channel = step.details.get("channel")
    return _("Report received"), _("by %(channel)s") % {"channel": words.channel_of(channel).word} if channel else ""


def _verified(step: Step) -> tuple[str, str]:
    return _("Verified"), str(words.CLASSIFICATIONS.get(step.details.get("classification", ""), ""))


def _edited(step: Step) -> tuple[str, str]:
    if "is_released" in step.details:
        return _file_decided(step)
    fields = [str(words.FIELDS.get(name, name)) for name in step.details.get("fields", [])]
    return _("Edited"), ", ".join(fields)


def _file_decided(step: Step) -> tuple[str, str]:
    count = step.details.get("boxes", 0)
    said = ngettext("%(count)d box", "%(count)d boxes", count) % {"count": count} if count else ""
    return (_("File published") if step.details["is_released"] else _("File not published")), said


def _routed(step: Step) -> tuple[str, str]:
    if not step.to:
        return _("Passed on to an agency"), ""
    others = ", ".join(step.to[1:])
    return _("Passed on to %(agency)s") % {"agency": step.to[0]}, _("with %(names)s") % {
        "names": others
    } if others else ""


def _decided(step: Step) -> tuple[str, str]:
    title = _("The supervisor decided: %(agency)s leads") % {"agency": step.to[0] if step.to else _("an agency")}
    others = ", ".join(step.to[1:])
    return title, _("with %(names)s") % {"names": others} if others else ""


def _sent_back(step: Step) -> tuple[str, str]:
    times = step.details.get("returns") or 0
    aside = [_("return no. %(number)s") % {"number": times}] if times else []
    if step.to:
        aside.append(_("suggests %(agency)s") % {"agency": _names(step)})
    return _("Sent back by %(agency)s") % {"agency": step.agency or _("the agency")}, ", ".join(aside)


def _by_agency(title: Callable[[], str]) -> Callable[[Step], tuple[str, str]]:
    return lambda step: (title(), step.agency)


def _shared(step: Step) -> tuple[str, str]:
    names = {"agency": _names(step) or step.agency}
    opened, day = step.details.get("identity"), step.details.get("on")
    if opened is None:
        aside = _("until %(day)s") % {"day": day_text(date.fromisoformat(day))} if day else ""
        return _("Advice asked of %(agency)s") % names, aside
    return (_("%(agency)s may read who told it") if opened else _("%(agency)s reads no longer who told it")) % names, ""


def _task(given: Callable[[Step], str]) -> Callable[[Step], tuple[str, str]]:
    def tell(step: Step) -> tuple[str, str]:
        day = step.details.get("on")
        aside = _("until %(day)s") % {"day": day_text(date.fromisoformat(day))} if day else ""
        return given(step), aside

    return tell


def _task_for(step: Step) -> str:
    return _("Task given to %(agency)s") % {"agency": _names(step) or _("an agency")}


def _task_withdrawn(step: Step) -> str:
    return _("Task of %(agency)s taken back") % {"agency": _names(step) or _("an agency")}


def _with_reason(title: Callable[[], str]) -> Callable[[Step], tuple[str, str]]:
    return lambda step: (title(), reasons.said(step.details.get("reason", "")))


def _closed(step: Step) -> tuple[str, str]:
    return (_("Closed by the reporter") if step.details.get("by") == "reporter" else _("Closed by the coordinator")), ""


def _rated(step: Step) -> tuple[str, str]:
    stars = step.details.get("stars")
    title = ngettext("Rated %(stars)d star of 5", "Rated %(stars)d stars of 5", stars or 0) % {"stars": stars or 0}
    return (title if stars else _("Rated by the reporter")), ""


def _referred(step: Step) -> tuple[str, str]:
    outside = step.details.get("outside")
    title = _("Referred to %(body)s") % {"body": outside} if outside else _("Referred outside the city")
    day = step.details.get("on")
    expected = _("answer expected until %(day)s") % {"day": day_text(date.fromisoformat(day))} if day else ""
    said_by = step.details.get("said_by")
    by = _("according to %(who)s") % {"who": said_by} if said_by else ""
    parts = (str(step.details.get("contact", "")), str(step.details.get("reference", "")), by, expected)
    return title, ", ".join(filter(None, parts))


def _carried_over(step: Step) -> tuple[str, str]:
    state = STATES.get(step.details.get("state", ""))
    return _("Brought over from an older system"), str(state[1]) if state else ""


def _merged(step: Step) -> tuple[str, str]:
    return _("Report %(code)s joined to one matter") % {"code": step.report} if step.report else _("Reports joined"), ""


def _unmerged(step: Step) -> tuple[str, str]:
    return _("Report %(code)s parted again") % {"code": step.report} if step.report else _("Reports parted"), ""


def _reminded(step: Step) -> tuple[str, str]:
    titles = {
        "before": _("Reminder: the limit ends soon"),
        "due": _("Reminder: the limit ends today"),
        "late": _("Reminder: the limit is over"),
        "coordinator": _("Overdue: the coordinator was told"),
        "supervisor": _("Overdue: the supervisor was told"),
    }
    return titles.get(str(step.details.get("reminder")), titles["due"]), capfirst(
        str(STAGES.get(step.details.get("stage", ""), ""))
    )


def _told_again(step: Step) -> tuple[str, str]:
    if later := step.details.get("goes_on_in"):
        return _("Told again as %(code)s") % {"code": later}, ""
    return _("Goes on from %(code)s") % {"code": step.details.get("goes_on_from", "")}, ""


def _plain(title: Callable[[], str]) -> Callable[[Step], tuple[str, str]]:
    return lambda step: (title(), "")


_TELLERS: Mapping[str, tuple[str, str, Callable[[Step], tuple[str, str]]]] = {
    "submitted": ("inbox", "done", _submitted),
    "verified": ("check", "done", _verified),
    "edited": ("copy", "", _edited),
    "routed": ("arrow", "done", _routed),
    "sent_back": ("return", "", _sent_back),
    "decided": ("flag", "done", _decided),
    "left": ("return", "", _plain(lambda: _("Left to the coordinator by the supervisor"))),
    "followed_up": ("truck", "act", _by_agency(lambda: _("Follow-up"))),
    "asked": ("chat", "act", _by_agency(lambda: _("Question to the reporter"))),
    "shared": ("users", "", _shared),
    "advised": ("chat", "act", _by_agency(lambda: _("Advice given"))),
    "task_given": ("list", "", _task(_task_for)),
    "task_done": ("check", "act", _by_agency(lambda: _("Task done"))),
    "task_returned": ("return", "", _by_agency(lambda: _("Task declined"))),
    "task_withdrawn": ("x", "", _task(_task_withdrawn)),
    "extended": ("clock", "act", _by_agency(lambda: _("Limit extended"))),
    "postponed": ("pause", "", _with_reason(lambda: _("Postponed"))),
    "completed": ("chat", "now", _plain(lambda: _("Completed by the reporter"))),
    "expired": ("box", "", _plain(lambda: _("Archived by the system: it was not completed in time"))),
    "answered": ("chat", "act", _by_agency(lambda: _("Answer to the reporter"))),
    "handed_in": ("eye", "act", _by_agency(lambda: _("Answer handed in to be checked"))),
    "given_back": ("return", "", _plain(lambda: _("Answer given back"))),
    "replied": ("chat", "now", _plain(lambda: _("Reply of the reporter"))),
    "closed": ("check", "done", _closed),
    "closed_by_system": ("check", "done", _plain(lambda: pgettext("step", "Closed by the system"))),
    "rated": ("star", "now", _rated),
    "archived": ("box", "", _with_reason(lambda: pgettext("step", "Archived"))),
    "restored": ("return", "", _plain(lambda: _("Restored"))),
    "referred": ("out", "done", _referred),
    "referral_answered": ("chat", "act", _plain(lambda: _("Answer from outside"))),
    "taken_back": ("return", "", _plain(lambda: _("Taken back"))),
    "carried_over": ("download", "", _carried_over),
    "merged": ("users", "", _merged),
    "unmerged": ("users", "", _unmerged),
    "told_again": ("link", "now", _told_again),
    "supported": ("heart", "", _plain(lambda: _("Supported by one more citizen"))),
    "reminded": ("clock", "", _reminded),
    "ombudsman_told": ("info", "", _plain(lambda: _("The reporter was told of the Ombudsman"))),
    "transferred": ("siren", "act", _plain(lambda: _("Transferred to 112"))),
}


def told(step: Step) -> Told:
    """One step in the language in use; a kind this table does not know keeps its own name."""
    icon, tone, teller = _TELLERS.get(step.kind, ("dots", "", _unknown))
    title, aside = teller(step)
    return Told(icon, tone, capfirst(title), aside)


def _unknown(step: Step) -> tuple[str, str]:
    return step.kind.replace("_", " "), ""


def holder_name(holder: str, name: str) -> str:
    """Who had the case, in words."""
    fixed: Mapping[str, Any] = {
        "coordinator": _("Coordinator"),
        "reporter": _("Waiting for the reporter"),
        "outside": _("Outside the city"),
        "closed": _("Ended, until the reply"),
    }
    return str(fixed.get(holder) or name)
