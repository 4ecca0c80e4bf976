"""The life of a case as one table: which act leads from where to where, and who may take it. Pure.

It refuses, fills the buttons, and draws the diagram in `docs/parts/cases.md`. Source: SP4N practice (docs/glossary.md).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kentongan.core.actor import Actor, Role


class State(models.TextChoices):
    RECEIVED = "received", _("not verified yet")
    POSTPONED = "postponed", _("postponed")
    ROUTED = "routed", _("not followed up yet")
    IN_PROGRESS = "in_progress", _("in progress")
    ANSWERED = "answered", _("in progress (answered)")
    CLOSED = "closed", _("closed")
    ARCHIVED = "archived", _("archived")
    REFERRED = "referred", _("referred outside")


OPEN_STATES = (State.RECEIVED, State.POSTPONED, State.ROUTED, State.IN_PROGRESS, State.ANSWERED, State.REFERRED)


class Act(models.TextChoices):
    SUBMIT = "submit", _("submit")
    VERIFY = "verify", _("verify")
    EDIT = "edit", _("edit")
    ROUTE = "route", _("route")
    SEND_BACK = "send_back", _("send back")
    DECIDE = "decide", _("decide who leads")
    LEAVE = "leave", _("leave it to the coordinator")
    FOLLOW_UP = "follow_up", _("follow up")
    ASK = "ask", _("ask the reporter")
    SHARE = "share", _("share")
    GIVE_TASK = "give_task", _("give a task")
    ADVISE = "advise", _("advise")
    EXTEND = "extend", _("extend the limit")
    POSTPONE = "postpone", _("postpone")
    COMPLETE = "complete", _("complete")
    EXPIRE = "expire", _("expire")
    ANSWER = "answer", _("answer")
    REPLY = "reply", _("reply")
    CLOSE = "close", _("close")
    CLOSE_BY_SYSTEM = "close_by_system", _("close by system")
    RATE = "rate", _("rate")
    ARCHIVE = "archive", _("archive")
    RESTORE = "restore", _("restore")
    REFER = "refer", _("refer outside")
    REFERRAL_ANSWERED = "referral_answered", _("record their answer")
    TAKE_BACK = "take_back", _("take back")
    MERGE = "merge", _("merge")
    UNMERGE = "unmerge", _("unmerge")
    TRANSFER = "transfer", _("transfer to 112")


class Need(StrEnum):
    """What must hold besides the state; the values are the words of the documentation."""

    VERIFIED = "verified"
    QUESTION = "a question stands"
    DISPUTED = "sent back a third time"
    SETTLED = "not waiting for the supervisor"
    NO_LEAD = "no agency leads"
    EXTENDABLE = "an information request not extended yet"


@dataclass(frozen=True)
class Transition:
    """One line of the table. `target` None: the state stays."""

    act: Act
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    needs: frozenset[Need] = frozenset()


S, A, R, N = State, Act, Role, Need


def _t(act: Act, sources: set[State], target: State | None, *roles: Role, needs: Collection[Need] = ()) -> Transition:
    return Transition(act, frozenset(sources), target, frozenset(roles), frozenset(needs))


_ANY_OPEN = set(OPEN_STATES)
_BY_ANYONE_WHO_TELLS = (R.REPORTER, R.CALL_TAKER, R.COORDINATOR, R.VILLAGE_STAFF, R.PARTNER, R.SYSTEM)

TRANSITIONS: tuple[Transition, ...] = (
    _t(A.VERIFY, {S.RECEIVED}, None, R.COORDINATOR, needs={N.SETTLED}),
    _t(A.VERIFY, {S.IN_PROGRESS}, None, R.COORDINATOR, needs={N.NO_LEAD}),
    _t(A.EDIT, _ANY_OPEN | {S.CLOSED}, None, R.COORDINATOR),
    _t(A.ROUTE, {S.RECEIVED, S.ROUTED}, S.ROUTED, R.COORDINATOR, needs={N.VERIFIED, N.SETTLED}),
    _t(A.ROUTE, {S.IN_PROGRESS}, S.ROUTED, R.COORDINATOR, needs={N.VERIFIED, N.NO_LEAD}),
    _t(A.SEND_BACK, {S.ROUTED, S.IN_PROGRESS}, S.RECEIVED, R.OFFICER),
    _t(A.DECIDE, {S.RECEIVED}, S.ROUTED, R.SUPERVISOR, needs={N.DISPUTED}),
    _t(A.LEAVE, {S.RECEIVED}, None, R.SUPERVISOR, needs={N.DISPUTED}),
    _t(A.FOLLOW_UP, {S.ROUTED, S.IN_PROGRESS}, S.IN_PROGRESS, R.OFFICER),
    _t(A.ASK, {S.ROUTED, S.IN_PROGRESS}, None, R.OFFICER, R.COORDINATOR),
    _t(A.SHARE, {S.ROUTED, S.IN_PROGRESS}, None, R.OFFICER, R.COORDINATOR),
    _t(A.GIVE_TASK, {S.ROUTED, S.IN_PROGRESS}, None, R.OFFICER, R.COORDINATOR),
    _t(A.ADVISE, {S.ROUTED, S.IN_PROGRESS}, None, R.OFFICER),
    _t(A.EXTEND, {S.ROUTED, S.IN_PROGRESS}, None, R.OFFICER, R.COORDINATOR, needs={N.EXTENDABLE}),
    _t(A.POSTPONE, {S.RECEIVED}, S.POSTPONED, R.COORDINATOR, needs={N.SETTLED}),
    _t(A.COMPLETE, {S.POSTPONED}, S.RECEIVED, R.REPORTER),
    _t(A.EXPIRE, {S.POSTPONED}, S.ARCHIVED, R.SYSTEM),
    _t(A.ANSWER, {S.IN_PROGRESS}, S.ANSWERED, R.OFFICER, R.COORDINATOR),
    _t(A.REPLY, {S.ANSWERED, S.CLOSED}, S.IN_PROGRESS, R.REPORTER),
    _t(A.REPLY, {S.ROUTED, S.IN_PROGRESS}, None, R.REPORTER, needs={N.QUESTION}),
    _t(A.CLOSE, {S.ANSWERED}, S.CLOSED, R.COORDINATOR, R.REPORTER),
    _t(A.CLOSE_BY_SYSTEM, {S.ANSWERED}, S.CLOSED, R.SYSTEM),
    _t(A.RATE, {S.CLOSED}, None, R.REPORTER),
    _t(A.ARCHIVE, {S.RECEIVED, S.POSTPONED}, S.ARCHIVED, R.COORDINATOR, needs={N.SETTLED}),
    _t(A.RESTORE, {S.ARCHIVED}, S.RECEIVED, R.SUPERVISOR),
    _t(A.REFER, {S.RECEIVED, S.ROUTED}, S.REFERRED, R.COORDINATOR, needs={N.SETTLED}),
    _t(A.REFER, {S.IN_PROGRESS}, S.REFERRED, R.COORDINATOR, needs={N.NO_LEAD}),
    _t(A.REFERRAL_ANSWERED, {S.REFERRED}, S.ANSWERED, R.COORDINATOR),
    _t(A.TAKE_BACK, {S.REFERRED}, S.RECEIVED, R.COORDINATOR),
    _t(A.MERGE, _ANY_OPEN, None, R.COORDINATOR),
    _t(A.UNMERGE, _ANY_OPEN, None, R.COORDINATOR),
    _t(A.TRANSFER, {S.RECEIVED, S.POSTPONED, S.ROUTED, S.IN_PROGRESS}, None, R.COORDINATOR, R.CALL_TAKER),
)

SUBMIT_ROLES = frozenset(_BY_ANYONE_WHO_TELLS)


def find(state: str, act: Act) -> Transition | None:
    """The line for this act in this state, or None: then the act is refused."""
    return next((t for t in TRANSITIONS if t.act == act and state in t.sources), None)


def acts_open(state: str, *, by: Actor, holds: Collection[Need]) -> list[Act]:
    """The acts this actor's roles allow here, in the table's order: the buttons of the page.

    `holds`: what is true of the case besides its state (`queries.standing.needs_met`).
    """
    return [t.act for t in TRANSITIONS if state in t.sources and by.has(*t.roles) and t.needs <= frozenset(holds)]


_UNMET: Mapping[Need, Promise] = {
    Need.QUESTION: _("No question to you stands. You will be asked, or told when there is an answer."),
    Need.VERIFIED: _(
        "Verify the report first: classification, category, and the two questions about name and publication."
    ),
    Need.SETTLED: _("It was sent back three times: the supervisor decides first who leads, or leaves it to you."),
    Need.EXTENDABLE: _("Only the limit of an information request can be extended, and only once."),
    Need.DISPUTED: _("This case does not wait for a decision of the supervisor."),
}


def why_not(state: str, act: Act, *, by: Actor, holds: Collection[Need]) -> str | None:
    """Why the table refuses this act here, in words with a way out; None where it lets it."""
    line = find(state, act)
    if line is None or (Need.NO_LEAD in line.needs and Need.NO_LEAD not in holds):
        return gettext(
            "“%(act)s” is not possible while the case is “%(state)s”. Reload the page to see what is possible now."
        ) % {"act": act.label, "state": State(state).label}
    if not by.has(*line.roles):
        return gettext("Your role may not do this. Ask the coordinator.")
    unmet = next((need for need in Need if need in line.needs and need not in holds), None)
    return str(_UNMET[unmet]) if unmet else None


def _condition(line: Transition) -> str:
    said = "; ".join(need for need in Need if need in line.needs)
    return f" ({said})" if said else ""


def diagram() -> str:
    """The table as a Mermaid state diagram and as rows, for the documentation."""
    arrows = [
        f"    {source} --> {line.target}: {line.act}"
        for line in TRANSITIONS
        if line.target is not None
        for source in State
        if source in line.sources and source != line.target
    ]
    rows = [
        f"| {line.act} | {', '.join(s for s in State if s in line.sources)} | {line.target or 'same'}"
        f" | {', '.join(sorted(line.roles))}{_condition(line)} |"
        for line in TRANSITIONS
    ]
    return "\n".join(
        [
            "```mermaid",
            "stateDiagram-v2",
            "    [*] --> received: submit",
            *arrows,
            "```",
            "",
            "| act | from | to | who |",
            "| --- | --- | --- | --- |",
            f"| submit | | received | {', '.join(sorted(SUBMIT_ROLES))} |",
            *rows,
        ]
    )
