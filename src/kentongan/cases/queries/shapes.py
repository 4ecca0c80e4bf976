"""What reads of cases give: plain values, after privacy. A field of None is one the reader may not see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from kentongan.cases.privacy import Identity, Sight
from kentongan.cases.publication import Boxes
from kentongan.cases.workflow import Act, State
from kentongan.core.workdays import Explanation
from kentongan.notifications.queries import MessageView

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list. `after` asks for the next one; None where this is the last."""

    rows: tuple[T, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit that runs now: which stage, since when, until when. The pill fills from `started_at` to `due_at`."""

    stage: str
    started_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list. `agencies`: short names of those with a part now, the lead first."""

    id: int
    number: str
    title: str | None
    state: str
    channel: str
    received_at: datetime
    area: str = ""
    district: str = ""
    category: str = ""
    icon: str = ""
    classification: str = ""
    agencies: tuple[str, ...] = ()
    part: str = ""  # of the reader's own agency: lead, support, consulted; blank where it has none
    limit: Limit | None = None
    area_code: str = ""
    category_code: str = ""
    is_verified: bool = False
    is_anonymous: bool = False
    is_confidential: bool = False
    is_new: bool = False  # nobody has worked on it; for an agency: not opened
    is_waiting: bool = False  # for the reporter, who was asked
    has_reply: bool = False  # of the reporter, not worked on
    is_handed_in: bool = False  # an answer waits to be checked
    is_escalated: bool = False  # overdue so long that the supervisor was told
    unopened_since: datetime | None = None  # since when the lead has it and has not opened it
    expected_on: date | None = None  # an answer from outside the city
    is_disputed: bool = False  # sent back a third time: it waits for the supervisor
    report_count: int = 1
    returns: int = 0
    tags: tuple[str, ...] = ()
    seq: int = 0  # of the last thing that was done: a row with a greater one is newer


@dataclass(frozen=True, slots=True)
class FileView:
    """An attachment that may be opened. `key` names it in the door's address.

    `is_copy`: the reader is given the copy with parts covered, and sizes are the copy's.
    """

    key: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    created_at: datetime
    is_released: bool
    is_reporters: bool
    is_copy: bool = False
    boxes: Boxes = ()
    may_publish: bool = False


@dataclass(frozen=True, slots=True)
class ReportView:
    """One telling. `identity`: whether who told it may be read, which is an act of its own."""

    id: int
    code: str
    channel: str
    received_at: datetime
    title: str | None
    text: str | None  # as told, or with numbers and addresses hidden
    place: str | None
    is_redacted: bool
    is_erased: bool
    is_anonymous: bool
    is_confidential: bool
    has_identity: bool
    identity: Identity
    stars: int | None
    rating_text: str | None
    rated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done, with the word that was said.

    `kind` is the event's without `cases.`: submitted, routed ... `who`: `reporter`, `coordinator`, `agency`, `system`,
    `partner`. `to`: the agencies it went to. `details`: what else the event says (reason, returns, fields, stars).
    """

    seq: int
    kind: str
    at: datetime
    who: str
    agency: str = ""
    staff: str | None = None
    to: tuple[str, ...] = ()
    text: str | None = None
    text_kind: str = ""  # follow_up, answer, question, reply, note
    is_erased: bool = False
    files: tuple[FileView, ...] = ()
    report: str = ""  # code of the report it is about
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note inside the house. `names`: who is mentioned, by sign-in name. `is_of_office`: one office's alone."""

    id: int
    at: datetime
    author: str
    agency: str
    is_of_office: bool
    text: str
    names: Mapping[str, str]
    edited_at: datetime | None
    edit_until: datetime | None  # the reader's own, while it can be edited
    is_new: bool = False  # it mentions the reader, who has not seen it

    is_note = True


@dataclass(frozen=True, slots=True)
class PartyView:
    """An agency's part."""

    agency: int
    name: str
    role: str
    since: datetime
    until: datetime | None
    opened_at: datetime | None
    shares_identity: bool
    is_bound: bool  # by the supervisor's decision: it may not send the case back
    note: str | None
    passage: str | None
    reason: str | None
    answer_on: date | None = None  # the day its advice is asked for
    advised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task: of whom, until when, what became of it. `given_by` blank: the coordinator gave it."""

    id: int
    agency: int
    name: str
    given_by: str
    text: str
    state: str
    due_at: datetime
    settled_at: datetime | None
    settled_text: str
    is_own: bool  # the reader is an officer of its agency
    is_late: bool


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A stage's limit as promised, with what explains it."""

    stage: str
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    is_running: bool
    is_late: bool
    amount: int
    unit: str
    source: str
    rule_version: int
    calendar_number: int | None
    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class Holding:
    """How long one owner had the case. `holder`: coordinator, agency, reporter, outside."""

    holder: str
    name: str
    seconds: float
    working_days: int
    was_sent_back: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case with everything on one screen. `sight` says what the reader may see; open it as a logged read if so."""

    row: Row
    sight: Sight
    acts: tuple[Act, ...]
    head_seq: int
    text: str | None
    is_edited: bool
    is_estimated: bool  # when it was received is the import's own moment: its source named none
    category_code: str | None
    area_code: str | None
    place_text: str | None
    lat: float | None
    lon: float | None
    is_outside: bool
    neighbour: str
    road_class: str
    occurred_on: date | None
    tags: tuple[str, ...]
    archive_reason: str
    closed_by: str
    merged_into: str | None
    lead: int | None
    parties: tuple[PartyView, ...]
    reports: tuple[ReportView, ...]
    timeline: tuple[Step, ...]  # newest first
    files: tuple[FileView, ...]
    deadlines: tuple[DeadlineView, ...]
    holdings: tuple[Holding, ...]
    messages: tuple[MessageView, ...]
    notes: tuple[NoteView, ...] = ()  # newest first
    tasks: tuple[TaskView, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The numbers before and after this one in its list."""

    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """What the bare code shows: no text, no name, no file."""

    code: str
    state: str
    received_at: datetime
    verified_at: datetime | None
    routed_at: datetime | None
    first_follow_up_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReporterPage:
    """What one who proved his report sees: his own words, the answers, agencies and never staff names."""

    code: str
    number: str  # of the case, for the acts
    status: PublicStatus
    channel: str
    title: str | None
    text: str | None
    place: str | None
    is_erased: bool
    is_anonymous: bool
    is_confidential: bool
    area: str
    category: str
    agency: str  # the one owner now; blank while the coordinator has it
    others: int  # how many told the same besides him
    limit: Limit | None
    limit_words: DeadlineView | None  # the limit of the whole handling, as promised
    timeline: tuple[Step, ...]
    files: tuple[FileView, ...]
    question: str | None  # asked of him and not answered
    stars: int | None
    rating_text: str | None
    first_hash: str  # of the report's first event, hex: printed on the tanda terima
    wants_news: bool
    acts: tuple[Act, ...]
    name: str | None = None  # his own, for the paper he takes home; only where it was asked for

    @property
    def can_reply(self) -> bool:
        return Act.REPLY in self.acts

    @property
    def can_tell_again(self) -> bool:
        """The time to reply has passed: what is not solved is told anew."""
        return self.status.state == State.CLOSED and not self.can_reply

    @property
    def can_complete(self) -> bool:
        return Act.COMPLETE in self.acts

    @property
    def can_rate(self) -> bool:
        return Act.RATE in self.acts

    @property
    def can_close(self) -> bool:
        return Act.CLOSE in self.acts


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A case in the public list. `before` and `after`: keys of released pictures, of a reporter and of an agency.

    `case` is its public name. A report's code never is: with it anyone could use up its tries at the PIN.
    """

    case: int
    title: str
    state: str
    received_at: datetime
    verified_at: datetime
    area: str
    category: str
    icon: str
    agency: str
    report_count: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A case as everyone may read it."""

    row: PublicRow
    text: str
    place_text: str
    lat: float | None
    lon: float | None
    is_anonymous: bool
    timeline: tuple[Step, ...]
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A public case on the map."""

    case: int
    lat: float
    lon: float
    state: str
    category: str
    title: str
