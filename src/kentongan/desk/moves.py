"""The acts of the desk: what each is called, which key it has, what it asks, and which action it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.cases import actions
from kentongan.cases.actions import Referral
from kentongan.cases.checklist import Checks
from kentongan.cases.queries.limits import usual
from kentongan.cases.workflow import TRANSITIONS, Act
from kentongan.core.actor import Actor, Role
from kentongan.desk.forms import acts as shapes
from kentongan.desk.words import Text

Data = Mapping[str, Any]
Perform = Callable[[str, Data, Actor], object]


@dataclass(frozen=True, slots=True)
class Move:
    """One act at the desk. `lede` says what follows from it; `done` is said afterwards; `text` names its word."""

    act: Act
    key: str
    icon: str
    label: Text
    title: Text
    lede: Text
    submit: Text
    done: Text
    form: type[forms.Form]
    perform: Perform
    text: str = ""

    @property
    def slug(self) -> str:
        return self.act.value.replace("_", "-")

    @property
    def told(self) -> str:
        """What follows from it, with the limits as the city's rules have them today."""
        numbers = {"reply": usual("close"), "postponed": usual("complete")}
        return str(self.lede) % numbers

    @property
    def roles(self) -> tuple[Role, ...]:
        """Who may ever do it, by the life cycle's table."""
        return tuple(sorted(frozenset().union(*(line.roles for line in TRANSITIONS if line.act == self.act))))


def _route(number: str, data: Data, by: Actor) -> None:
    support, shown = data["support"], data.get("shown")
    actions.route(number, lead=data["lead"], support=support, note=data["note"], shown=shown, by=by)


def _decide(number: str, data: Data, by: Actor) -> None:
    lead, support, note = data["lead"], data["support"], data["note"]
    actions.decide(number, lead=lead, support=support, note=note, reason=data["reason"], by=by)


def _work(act: Callable[..., object], number: str, data: Data, by: Actor) -> None:
    act(number, text=data["text"], files=data["photos"], are_files_public=data["are_files_public"], by=by)


def _share(number: str, data: Data, by: Actor) -> None:
    asked = {name: data[name] for name in ("agency", "passage", "identity", "answer_on")}
    actions.share(number, **asked, by=by)


def _answer(number: str, data: Data, by: Actor) -> None:
    checks = Checks(data["is_answering"], data["personal"], data["evidence"], data["is_plain"])
    _work(partial(actions.answer, checks=checks, despite_tasks=data["despite_tasks"]), number, data, by)


def _refer(number: str, data: Data, by: Actor) -> None:
    more = {name: data[name] for name in ("said_by", "reference", "expected_on")}
    actions.refer(number, Referral(data["body"], data["contact"], data["text"], **more), by=by)


def _merge(number: str, data: Data, by: Actor) -> None:
    """Every report of this case moves; `codes` are theirs, the number's own where none are named."""
    for code in data.get("codes") or [number]:
        actions.merge(code, into=data["into"], by=by)


MOVES: Mapping[str, Move] = {
    move.slug: move
    for move in (
        Move(
            Act.ROUTE,
            "d",
            "arrow",
            _("Pass on"),
            _("Which agency leads?"),
            _("The agency's own time starts now; the reporter's runs on."),
            _("Pass on"),
            _("Passed on to the agency."),
            shapes.RouteForm,
            _route,
            "note",
        ),
        Move(
            Act.FOLLOW_UP,
            "l",
            "truck",
            _("Follow-up"),
            _("What was done?"),
            _("The reporter reads this, with the photos; the public sees that you acted."),
            _("Save follow-up"),
            _("Follow-up saved."),
            shapes.WorkForm,
            lambda number, data, by: _work(actions.follow_up, number, data, by),
            "text",
        ),
        Move(
            Act.ANSWER,
            "w",
            "chat",
            pgettext_lazy("act", "Answer"),
            _("What is the reporter told?"),
            _("The case counts as answered. The reporter can reply for %(reply)s."),
            _("Send answer"),
            _("Answer sent."),
            shapes.AnswerForm,
            _answer,
            "text",
        ),
        Move(
            Act.ASK,
            "q",
            "chat",
            _("Ask the reporter"),
            _("What do you need to know?"),
            _("The case waits for the reporter from now."),
            _("Send question"),
            _("Question sent."),
            shapes.AskForm,
            lambda number, data, by: actions.ask(number, text=data["text"], by=by),
            "text",
        ),
        Move(
            Act.SEND_BACK,
            "r",
            "return",
            _("Send back"),
            _("Send back to the coordinator?"),
            _("The reporter's deadline does not start again."),
            _("Send back"),
            _("Sent back to the coordinator."),
            shapes.SendBackForm,
            lambda number, data, by: actions.send_back(
                number, reason=data["reason"], suggested=data["suggested"], by=by
            ),
            "reason",
        ),
        Move(
            Act.DECIDE,
            "d",
            "flag",
            _("Decide who leads"),
            _("Which agency leads, and keeps it?"),
            _("It was sent back three times. The agency you choose may not send it back; the reporter's time runs on."),
            _("Decide"),
            _("Decided: the agency leads and may not send it back."),
            shapes.DecideForm,
            _decide,
            "reason",
        ),
        Move(
            Act.LEAVE,
            "r",
            "return",
            _("Leave to coordinator"),
            _("Leave it to the coordinator?"),
            _("He may pass it on again, postpone, refer or archive it. He reads your reason."),
            _("Leave to coordinator"),
            _("Left to the coordinator."),
            shapes.ReasonForm,
            lambda number, data, by: actions.leave(number, reason=data["reason"], by=by),
            "reason",
        ),
        Move(
            Act.SHARE,
            "c",
            "users",
            _("Ask advice"),
            _("Ask another agency for advice?"),
            _("It reads only the passage you write here, also when the case is confidential."),
            _("Share passage"),
            _("Passage shared."),
            shapes.ShareForm,
            _share,
        ),
        Move(
            Act.GIVE_TASK,
            "T",
            "list",
            _("Give a task"),
            _("Which piece is whose?"),
            _("The agency finds it among its tasks. The reporter sees one owner, as before."),
            _("Give the task"),
            _("Task given."),
            shapes.TaskForm,
            lambda number, data, by: actions.give_task(
                number, agency=data["agency"], text=data["text"], due_on=data["due_on"], by=by
            ),
            "text",
        ),
        Move(
            Act.ADVISE,
            "s",
            "chat",
            _("Give advice"),
            _("What do you advise?"),
            _("The leading agency and the coordinator read it, nobody else."),
            _("Send advice"),
            _("Advice sent."),
            shapes.AdviseForm,
            lambda number, data, by: actions.advise(number, text=data["text"], by=by),
            "text",
        ),
        Move(
            Act.EXTEND,
            "E",
            "clock",
            _("Extend the limit"),
            _("Why does it need more time?"),
            _("Once, and before the limit is over: seven more working days, never more than seventeen in all."),
            _("Extend the limit"),
            _("The limit is extended; the reporter is told why."),
            shapes.ExtendForm,
            lambda number, data, by: actions.extend(number, reason=data["reason"], by=by),
            "reason",
        ),
        Move(
            Act.POSTPONE,
            "t",
            "pause",
            _("Postpone"),
            _("Postpone this report?"),
            _("The clock stops until the reporter adds what is missing. After %(postponed)s the system archives it."),
            _("Postpone"),
            _("Postponed; the reporter is asked."),
            shapes.PostponeForm,
            lambda number, data, by: actions.postpone(number, reason=data["reason"], missing=data["missing"], by=by),
            "missing",
        ),
        Move(
            Act.REFER,
            "b",
            "out",
            _("Not ours"),
            _("Not within the city's authority?"),
            _("The report is referred, never dropped: to whom, and how they were reached."),
            _("Refer"),
            _("Referred outside the city."),
            shapes.ReferForm,
            _refer,
            "text",
        ),
        Move(
            Act.ARCHIVE,
            "a",
            "box",
            _("Archive"),
            _("Archive this report?"),
            _("It ends here. The reporter reads the reason; a supervisor can bring it back."),
            _("Archive"),
            _("Archived; the reporter is told."),
            shapes.ArchiveForm,
            lambda number, data, by: actions.archive(number, reason=data["reason"], text=data["text"], by=by),
            "text",
        ),
        Move(
            Act.CLOSE,
            "s",
            "check",
            pgettext_lazy("act", "Close"),
            _("Close this case?"),
            _("The reporter is told and can rate it, and can still reply for %(reply)s."),
            pgettext_lazy("act", "Close"),
            _("Closed."),
            shapes.NothingForm,
            lambda number, data, by: actions.close(number, by=by),
        ),
        Move(
            Act.REFERRAL_ANSWERED,
            "w",
            "chat",
            _("Record their answer"),
            _("What did they answer?"),
            _("The reporter is told, and can reply for %(reply)s."),
            _("Record answer"),
            _("Answer recorded."),
            shapes.ReferralAnsweredForm,
            lambda number, data, by: actions.referral_answered(number, text=data["text"], by=by),
            "text",
        ),
        Move(
            Act.TAKE_BACK,
            "r",
            "return",
            _("Take back"),
            _("Does the city handle it after all?"),
            _("The case comes back to the coordinator."),
            _("Take back"),
            _("Taken back."),
            shapes.ReasonForm,
            lambda number, data, by: actions.take_back(number, reason=data["reason"], by=by),
            "reason",
        ),
        Move(
            Act.RESTORE,
            "p",
            "return",
            _("Restore"),
            _("Bring this case back?"),
            _("It stands again among those to be verified."),
            _("Restore"),
            _("Restored."),
            shapes.ReasonForm,
            lambda number, data, by: actions.restore(number, reason=data["reason"], by=by),
            "reason",
        ),
        Move(
            Act.MERGE,
            "g",
            "users",
            _("Same matter"),
            _("Which case does it belong to?"),
            _("Both codes live on and all reporters hear of it. The strictest flags hold for both. It can be undone."),
            pgettext_lazy("act", "Join"),
            _("Joined to one matter."),
            shapes.MergeForm,
            _merge,
        ),
        Move(
            Act.UNMERGE,
            "G",
            "users",
            _("Part reports"),
            _("Which report is another matter?"),
            _("It goes back to the case it began."),
            pgettext_lazy("act", "Part"),
            _("Parted again."),
            shapes.CodeForm,
            lambda number, data, by: actions.unmerge(data["code"], by=by),
        ),
    )
}
BY_ACT: Mapping[Act, Move] = {move.act: move for move in MOVES.values()}

WRITTEN = (Act.ANSWER, Act.FOLLOW_UP, Act.ASK)  # written in the box below the history, not in a dialog
