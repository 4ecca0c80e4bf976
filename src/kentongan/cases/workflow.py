"""The life of a case as one table: which act leads from where to where, and who may take it. Pure.

It refuses, fills the buttons, and draws the diagram in `docs/parts/cases.md`. Source: SP4N practice (docs/glossary.md).
"""

from dataclasses import dataclass

from django.db import models
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
    FOLLOW_UP = "follow_up", _("follow up")
    ASK = "ask", _("ask the reporter")
    SHARE = "share", _("share")
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


@dataclass(frozen=True)
class Transition:
    """One line of the table. `target` None: the state stays."""

    act: Act
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    needs_verified: bool = False
    needs_question: bool = False


S, A, R = State, Act, Role


def _t(
    act: Act,
    sources: set[State],
    target: State | None,
    *roles: Role,
    needs_verified: bool = False,
    needs_question: bool = False,
) -> Transition:
    return Transition(act, frozenset(sources), target, frozenset(roles), needs_verified, needs_question)


_ANY_OPEN = set(OPEN_STATES)
_BY_ANYONE_WHO_TELLS = (R.REPORTER, R.CALL_TAKER, R.COORDINATOR, R.VILLAGE_STAFF, R.PARTNER, R.SYSTEM)

TRANSITIONS: tuple[Transition, ...] = (
    _t(A.VERIFY, {S.RECEIVED}, None, R.COORDINATOR),
    _t(A.EDIT, _ANY_OPEN | {S.CLOSED}, None, R.COORDINATOR),
    _t(A.ROUTE, {S.RECEIVED, S.ROUTED}, S.ROUTED, R.COORDINATOR, needs_verified=True),
    _t(A.SEND_BACK, {S.ROUTED, S.IN_PROGRESS}, S.RECEIVED, R.OFFICER),
    _t(A.FOLLOW_UP, {S.ROUTED, S.IN_PROGRESS}, S.IN_PROGRESS, R.OFFICER),
    _t(A.ASK, {S.ROUTED, S.IN_PROGRESS}, None, R.OFFICER, R.COORDINATOR),
    _t(A.SHARE, {S.ROUTED, S.IN_PROGRESS}, None, R.OFFICER, R.COORDINATOR),
    _t(A.POSTPONE, {S.RECEIVED}, S.POSTPONED, R.COORDINATOR),
    _t(A.COMPLETE, {S.POSTPONED}, S.RECEIVED, R.REPORTER),
    _t(A.EXPIRE, {S.POSTPONED}, S.ARCHIVED, R.SYSTEM),
    _t(A.ANSWER, {S.IN_PROGRESS}, S.ANSWERED, R.OFFICER, R.COORDINATOR),
    _t(A.REPLY, {S.ANSWERED, S.CLOSED}, S.IN_PROGRESS, R.REPORTER),
    _t(A.REPLY, {S.ROUTED, S.IN_PROGRESS}, None, R.REPORTER, needs_question=True),
    _t(A.CLOSE, {S.ANSWERED}, S.CLOSED, R.COORDINATOR, R.REPORTER),
    _t(A.CLOSE_BY_SYSTEM, {S.ANSWERED}, S.CLOSED, R.SYSTEM),
    _t(A.RATE, {S.CLOSED}, None, R.REPORTER),
    _t(A.ARCHIVE, {S.RECEIVED, S.POSTPONED}, S.ARCHIVED, R.COORDINATOR),
    _t(A.RESTORE, {S.ARCHIVED}, S.RECEIVED, R.SUPERVISOR),
    _t(A.REFER, {S.RECEIVED, S.ROUTED}, S.REFERRED, R.COORDINATOR),
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


def acts_open(state: str, *, by: Actor, is_verified: bool, is_asked: bool) -> list[Act]:
    """The acts this actor's roles allow here, in the table's order: the buttons of the page.

    `is_asked`: a question to the reporter stands.
    """
    return [
        t.act
        for t in TRANSITIONS
        if state in t.sources
        and by.has(*t.roles)
        and (is_verified or not t.needs_verified)
        and (is_asked or not t.needs_question)
    ]


def why_not(state: str, act: Act, *, by: Actor, is_verified: bool, is_asked: bool) -> str | None:
    """Why the table refuses this act here, in words with a way out; None where it lets it."""
    line = find(state, act)
    if line is None:
        return gettext(
            "“%(act)s” is not possible while the case is “%(state)s”. Reload the page to see what is possible now."
        ) % {"act": act.label, "state": State(state).label}
    if not by.has(*line.roles):
        return gettext("Your role may not do this. Ask the coordinator.")
    if line.needs_question and not is_asked:
        return gettext("No question to you stands. You will be asked, or told when there is an answer.")
    if line.needs_verified and not is_verified:
        return gettext(
            "Verify the report first: classification, category, and the two questions about name and publication."
        )
    return None


def _condition(line: Transition) -> str:
    return " (verified)" if line.needs_verified else " (a question stands)" if line.needs_question else ""


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
