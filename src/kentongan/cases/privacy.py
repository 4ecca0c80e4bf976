"""Who sees what of a case: one table, viewer x flags -> fields. Pure; every exit asks it.

Source: the matrix of docs/parts/cases.md (privacy). *Anonim* hides who told it; *rahasia* hides the whole matter from
all who have no part in it. The two are independent. Nothing is public before a person has verified it, nor after it was
archived.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import IntEnum, StrEnum
from typing import Any

from kentongan.core.actor import Actor, Role


class Viewer(StrEnum):
    """A row of the matrix."""

    PUBLIC = "public"  # also every role that has no row of its own
    REPORTER = "reporter"  # proved by code and PIN
    ENTERED_BY = "entered_by"  # call taker or village staff, during the shift
    LEAD = "lead"
    SUPPORT = "support"
    SUPPORT_TRUSTED = "support_trusted"  # the lead shares the identity with it
    CONSULTED = "consulted"
    FORMER = "former"
    COORDINATOR = "coordinator"  # and supervisor
    LEADER = "leader"
    AUDITOR = "auditor"
    PRIVACY_OFFICER = "privacy_officer"
    PARTNER = "partner"  # for what it sent itself
    LAPOR = "lapor"  # the bridge to the national application
    SYSTEM = "system"


class Identity(IntEnum):
    """Name and contact. Every read is recorded; `BEHIND_ACT` asks for a reason first (*buka identitas*)."""

    NO = 0
    BEHIND_ACT = 1
    YES = 2


class Told(IntEnum):
    """The text as first told, and the reporter's replies. `REDACTED`: without numbers and addresses."""

    NO = 0
    REDACTED = 1
    YES = 2


class Files(IntEnum):
    """What a reporter attached."""

    NONE = 0
    RELEASED = 1
    ALL = 2


class History(IntEnum):
    """How much of what was done."""

    NONE = 0
    STEPS = 1  # states, agencies, days
    OWN_ACTS = 2  # what the viewer's agency did
    OWN_TIME = 3  # what happened while the viewer's agency had a part
    ALL = 4


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may see of one case. The empty one is: not even that it exists."""

    exists: bool = False
    title: bool = False
    text: bool = False  # the edited one, and what it is about (category, classification)
    place: bool = False
    answers: bool = False
    agencies: bool = False
    passage: bool = False  # what the lead shares with another agency
    notes: bool = False
    staff_names: bool = False
    messages: bool = False
    own: bool = False  # the viewer's own report, as told
    counted: bool = False  # in figures
    is_logged: bool = False  # opening it is recorded as a read
    identity: Identity = Identity.NO
    told: Told = Told.NO
    files: Files = Files.NONE
    history: History = History.NONE

    def __or__(self, other: "Sight") -> "Sight":
        """What one who is both viewers may see."""
        return Sight(**{f.name: max(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)})

    def shows_original(self, *, is_reporters: bool) -> bool:
        """May the file itself be opened? An agency's evidence is no secret among those who see the whole history."""
        return self.files == Files.ALL or (not is_reporters and self.history == History.ALL)

    def shows_file(self, *, is_reporters: bool, is_released: bool) -> bool:
        """May it be opened, itself or as the copy with parts covered that was released?"""
        return self.shows_original(is_reporters=is_reporters) or (is_released and self.files >= Files.RELEASED)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule needs to know of a case; an event's body carries enough of it to judge a stream."""

    is_verified: bool
    is_anonymous: bool
    is_confidential: bool
    lead: int | None = None
    support: frozenset[int] = frozenset()
    consulted: frozenset[int] = frozenset()
    former: frozenset[int] = frozenset()
    trusted: frozenset[int] = frozenset()  # supporting agencies the lead shares the identity with
    reports: frozenset[int] = frozenset()
    senders: frozenset[str] = frozenset()  # labels of the clients that sent one of its reports
    entered_by: frozenset[int] = frozenset()  # users who entered one of its reports during this shift
    is_archived: bool = False  # out of the public's sight: why it was put away may stand in its words
    exercise: int | None = None

    @property
    def agencies(self) -> frozenset[int]:
        """All that have a part now."""
        return self.support | self.consulted | (frozenset() if self.lead is None else frozenset({self.lead}))


_NOTHING = Sight()
_COUNTED = Sight(counted=True)
_PUBLIC = Sight(
    exists=True,
    title=True,
    text=True,
    place=True,
    answers=True,
    agencies=True,
    counted=True,
    files=Files.RELEASED,
    history=History.STEPS,
)
_OWN = Sight(exists=True, own=True, answers=True, agencies=True, files=Files.RELEASED, history=History.STEPS)
_WORK = replace(
    _PUBLIC, passage=True, notes=True, staff_names=True, files=Files.ALL, history=History.ALL
)  # those who handle it
_WORK_UNNAMED = replace(_WORK, files=Files.RELEASED)
_NAMED = replace(_WORK, identity=Identity.YES, told=Told.YES, messages=True)
_UNNAMED = replace(_NAMED, identity=Identity.BEHIND_ACT, told=Told.REDACTED)
_PASSAGE = Sight(exists=True, passage=True, agencies=True, history=History.OWN_ACTS)
_FORMER = Sight(exists=True, title=True, agencies=True, history=History.OWN_TIME)
_FORMER_RAHASIA = Sight(exists=True, history=History.OWN_TIME)
_AUDITED = replace(_UNNAMED, files=Files.RELEASED)
_AUDITED_RAHASIA = replace(_AUDITED, identity=Identity.NO, told=Told.NO, messages=False, is_logged=True)
_BRIDGE = replace(_PUBLIC, files=Files.NONE)

# viewer -> biasa, anonim, rahasia, anonim + rahasia
_TABLE: Mapping[Viewer, tuple[Sight, Sight, Sight, Sight]] = {
    Viewer.PUBLIC: (_PUBLIC, _PUBLIC, _NOTHING, _NOTHING),
    Viewer.REPORTER: (_OWN,) * 4,
    Viewer.ENTERED_BY: (Sight(exists=True, own=True),) * 4,
    Viewer.LEAD: (_NAMED, _WORK_UNNAMED, _NAMED, _WORK_UNNAMED),
    Viewer.SUPPORT: (_WORK, _WORK_UNNAMED, _PASSAGE, _PASSAGE),
    Viewer.SUPPORT_TRUSTED: (replace(_WORK, identity=Identity.YES), _WORK_UNNAMED, _PASSAGE, _PASSAGE),
    Viewer.CONSULTED: (replace(_PASSAGE, title=True),) * 2 + (_PASSAGE,) * 2,
    Viewer.FORMER: (_FORMER, _FORMER, _FORMER_RAHASIA, _FORMER_RAHASIA),
    Viewer.COORDINATOR: (_NAMED, _UNNAMED, replace(_NAMED, is_logged=True), replace(_UNNAMED, is_logged=True)),
    Viewer.LEADER: (_WORK_UNNAMED, _WORK_UNNAMED, _COUNTED, _COUNTED),
    Viewer.AUDITOR: (_AUDITED, _AUDITED, _AUDITED_RAHASIA, _AUDITED_RAHASIA),
    Viewer.PRIVACY_OFFICER: (Sight(exists=True, identity=Identity.YES, is_logged=True),) * 4,
    Viewer.PARTNER: (replace(_OWN, files=Files.NONE),) * 4,
    Viewer.LAPOR: (replace(_BRIDGE, identity=Identity.YES), _BRIDGE, _NOTHING, _NOTHING),
    Viewer.SYSTEM: (_NAMED,) * 4,
}

_BY_ROLE: tuple[tuple[Role, Viewer], ...] = (
    (Role.SYSTEM, Viewer.SYSTEM),
    (Role.COORDINATOR, Viewer.COORDINATOR),
    (Role.SUPERVISOR, Viewer.COORDINATOR),
    (Role.AUDITOR, Viewer.AUDITOR),
    (Role.LEADER, Viewer.LEADER),
    (Role.PRIVACY_OFFICER, Viewer.PRIVACY_OFFICER),
)


def sees(viewer: Viewer, facts: Facts) -> Sight:
    """One cell of the matrix."""
    if viewer is Viewer.PUBLIC and (facts.is_archived or not facts.is_verified):
        return _NOTHING
    return _TABLE[viewer][facts.is_anonymous + 2 * facts.is_confidential]


def viewers_of(by: Actor, facts: Facts) -> tuple[Viewer, ...]:
    """The rows of the matrix that are true of this actor for this case; the public's where none is."""
    found = [viewer for role, viewer in _BY_ROLE if by.has(role)]
    if by.has(Role.OFFICER, Role.FIELD_OFFICER) and by.agency is not None:
        found += _of_agency(by.agency, facts)
    if by.has(Role.REPORTER) and by.report in facts.reports:
        found.append(Viewer.REPORTER)
    if by.has(Role.PARTNER) and by.label in facts.senders:
        found.append(Viewer.PARTNER)
    if by.has(Role.CALL_TAKER, Role.VILLAGE_STAFF) and by.user in facts.entered_by:
        found.append(Viewer.ENTERED_BY)
    return tuple(found) or (Viewer.PUBLIC,)


def _of_agency(agency: int, facts: Facts) -> list[Viewer]:
    if agency == facts.lead:
        return [Viewer.LEAD]
    if agency in facts.support:
        return [Viewer.SUPPORT_TRUSTED if agency in facts.trusted else Viewer.SUPPORT]
    if agency in facts.consulted:
        return [Viewer.CONSULTED]
    return [Viewer.FORMER] if agency in facts.former else []


def sight_of(by: Actor, facts: Facts) -> Sight:
    """What this actor may see of this case, all his roles together. Exercises and real cases never mix."""
    if facts.exercise != by.exercise:
        return _NOTHING
    sight = _NOTHING
    for viewer in viewers_of(by, facts):
        sight = sight | sees(viewer, facts)
    return sight


def of_report(facts: Facts, *, is_anonymous: bool, is_confidential: bool) -> Facts:
    """The facts of a case as they stand for one report in it: its own flags hold even where the case has none."""
    return replace(
        facts,
        is_anonymous=facts.is_anonymous or is_anonymous,
        is_confidential=facts.is_confidential or is_confidential,
    )


def may_see(facts: Facts, by: Actor) -> bool:
    """May this actor know that the case exists? The pure twin of `access.visible_to`."""
    return sight_of(by, facts).exists


def may_find(facts: Facts, by: Actor) -> bool:
    """May words lead this actor to the case? Only where he may read them. The pure twin of `access.readable_to`."""
    if facts.exercise != by.exercise:
        return False
    return sight_of(by, facts).text or sees(Viewer.PUBLIC, facts).text


def facts_of_event(body: Mapping[str, Any], *, exercise: int | None = None) -> Facts:
    """The facts an event's body carries under `facts`. An agency whose role it does not name counts as consulted."""
    told = body["facts"]
    lead = told.get("lead")
    support = frozenset(told.get("support", ()))
    return Facts(
        is_verified=told["is_verified"],
        is_anonymous=told["is_anonymous"],
        is_confidential=told["is_confidential"],
        lead=lead,
        support=support,
        consulted=frozenset(told["agencies"]) - support - {lead},
        is_archived=told.get("state") == "archived",
        exercise=exercise,
    )


def office_of(by: Actor) -> int | None:
    """The agency in whose name he works; None for the coordinator's office and all who belong to no agency."""
    return by.agency if by.has(Role.OFFICER, Role.FIELD_OFFICER) else None


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What the rule needs to know of a note. `agency`: the author's office; `is_of_office`: for it alone."""

    author: int
    agency: int | None
    is_of_office: bool


def may_read_note(facts: Facts, note: NoteFacts, by: Actor) -> bool:
    """Those who read the whole case read its notes, those of one office only this office. Twin: `access.notes_to`."""
    if not sight_of(by, facts).notes:
        return False
    if not note.is_of_office or note.author == by.user:
        return True
    if note.agency is None:
        return by.has(Role.COORDINATOR, Role.SUPERVISOR)
    return note.agency == office_of(by)
