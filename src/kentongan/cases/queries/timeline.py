"""The merged history of a case: events with the words and files that came with them, as far as the reader may see."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from kentongan.agencies.models import User
from kentongan.agencies.queries import agency_names
from kentongan.cases.models import Attachment, CaseParty, Entry, Report
from kentongan.cases.privacy import History, Sight, Told
from kentongan.cases.publication import boxes_of, may_publish
from kentongan.cases.queries.shapes import FileView, Step
from kentongan.cases.queries.told import referral_lines
from kentongan.core.actor import Actor, Role, user_of
from kentongan.core.text import redacted
from kentongan.history.chain import Recorded

# What those outside see of the way a case takes; what passes between offices stays inside.
_OUTSIDE_KINDS = """submitted verified routed decided sent_back followed_up asked extended postponed completed expired
answered replied closed closed_by_system rated archived restored referred referral_answered taken_back merged
transferred carried_over"""
OUTSIDE_KINDS = frozenset(_OUTSIDE_KINDS.split())
_OUTSIDE_DETAILS = ("channel", "outside", "reason", "by")
_INSIDE_DETAILS = (
    *_OUTSIDE_DETAILS,
    "identity",
    "classification",
    "category",
    "fields",
    "returns",
    "role",
    "stars",
    "contact",
    "reference",
    "said_by",
    "incident",
    "from",
    "state",
    "why",
    "goes_on_from",
    "goes_on_in",
    "file",
    "is_released",
    "boxes",
    "checks",
    "on",
    "open_tasks",
    "tasks",
    "reminder",
    "stage",
)
_SAID_TO_REPORTERS = frozenset({Entry.Kind.ANSWER, Entry.Kind.QUESTION, Entry.Kind.FOLLOW_UP, Entry.Kind.EXTENSION})
_OF_ONE_REPORTER = frozenset({"submitted", "replied", "rated", "merged"})
_PASSED_ON = frozenset({"routed", "decided"})
_TO = {
    "routed": ("lead", "support"),
    "decided": ("lead", "support"),
    "shared": ("agency",),
    "sent_back": ("suggested",),
}
_TO |= dict.fromkeys(("task_given", "task_withdrawn"), ("for",))


@dataclass(frozen=True)
class Reading:
    """Who reads, and what lies before him."""

    by: Actor
    sight: Sight
    parties: Collection[CaseParty]
    entries: Sequence[Entry]
    attachments: Sequence[Attachment]
    reports: Mapping[int, Report]
    users: Mapping[int, User]
    names: Mapping[int, str] = field(default_factory=agency_names)
    of_reports: Mapping[int, Sight] = field(default_factory=dict)  # a report's own flags may hide more than the case's

    def sight_on(self, report: int | None) -> Sight:
        """What the reader may see of what this report told; of what no report told, the case's."""
        return self.of_reports.get(report or 0, self.sight)

    def referral_of(self, seq: int) -> dict[str, str]:
        """The body outside and its contact, where this event handed the case to one: names stay out of the history."""
        found = next((e.text for e in self.entries if e.seq == seq and e.kind == Entry.Kind.REFERRAL), "")
        names = ("outside", "contact", "reference", "said_by")
        return dict(zip(names, referral_lines(found), strict=True)) if found else {}

    def is_own(self, report: int | None) -> bool:
        """Is it what the reader told, sent or entered himself?"""
        if report is None or not self.sight.own:
            return False
        found = self.reports.get(report)
        is_sent = found is not None and self.by.client is not None and found.client == self.by.label
        is_entered = found is not None and self.by.user is not None and found.entered_by_id == self.by.user
        return report == self.by.report or is_sent or is_entered


def users_of(events: Iterable[Recorded]) -> dict[int, User]:
    """Those who acted, by id."""
    ids = {user_of(event.actor) for event in events} - {None}
    return User.objects.only("name", "roles", "agency_id").in_bulk(ids)


def steps_of(events: Sequence[Recorded], reading: Reading) -> tuple[Step, ...]:
    """What was done, the newest first."""
    entries = {entry.seq: entry for entry in reading.entries if entry.kind != Entry.Kind.REFERRAL}
    steps = [_step(event, entries.get(event.seq), reading) for event in events if _may_know(event, reading)]
    return tuple(reversed(steps))


def _may_know(event: Recorded, reading: Reading) -> bool:
    sight, kind = reading.sight, _kind(event)
    if kind == "advised" and not _hears_advice(_acting_agency(event, reading), reading):
        return False
    if sight.history is History.ALL:
        return True
    if sight.history is History.OWN_TIME:
        return any(_is_within(event.seq, party) for party in _own_parts(reading))
    if sight.history is History.OWN_ACTS:
        return _concerns(event, reading)
    is_of_another = kind in _OF_ONE_REPORTER and sight.own and not reading.is_own(_report(event))
    return sight.history is History.STEPS and kind in OUTSIDE_KINDS and not is_of_another


def _hears_advice(agency: int | None, reading: Reading) -> bool:
    """Advice is for the lead, the coordinator and who gave it; an auditor sees that it was given."""
    by = reading.by
    if by.has(Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR, Role.SYSTEM):
        return True
    leads = any(p.role == CaseParty.Role.LEAD and p.until is None for p in _own_parts(reading))
    return by.has(Role.OFFICER, Role.FIELD_OFFICER) and (leads or by.agency == agency)


def _own_parts(reading: Reading) -> Iterable[CaseParty]:
    return (party for party in reading.parties if party.agency_id == reading.by.agency)


def _is_within(seq: int, party: CaseParty) -> bool:
    return party.first_seq <= seq and (party.last_seq is None or seq <= party.last_seq)


def _kind(event: Recorded) -> str:
    return event.kind.rpartition(".")[2]


def _report(event: Recorded) -> int | None:
    found = event.body.get("report")
    return found if isinstance(found, int) else None


def _concerns(event: Recorded, reading: Reading) -> bool:
    """Did the reader's agency do it, or was it asked for advice by it?"""
    is_asked = _kind(event) == "shared" and event.body.get("agency") == reading.by.agency
    is_given = "for" in event.body and event.body["for"] == reading.by.agency
    return is_asked or is_given or _acting_agency(event, reading) == reading.by.agency


def _acting_agency(event: Recorded, reading: Reading) -> int | None:
    """The agency in whose name it was done."""
    named, user = event.body.get("agency"), _user(event, reading)
    if isinstance(named, int) and _kind(event) != "shared":
        return named
    return user.agency_id if user is not None and _is_officer(user) else None


def _user(event: Recorded, reading: Reading) -> User | None:
    return reading.users.get(user_of(event.actor) or 0)


def _step(event: Recorded, entry: Entry | None, reading: Reading) -> Step:
    sight, kind, user = reading.sight, _kind(event), _user(event, reading)
    report = reading.reports.get(_report(event) or 0)
    agency = _acting_agency(event, reading) if sight.agencies or sight.history is not History.STEPS else None
    text, is_erased = _text(entry, reading)
    return Step(
        seq=event.seq,
        kind=kind,
        at=event.occurred_at,
        who=_who(event, user),
        agency=reading.names.get(agency or 0, ""),
        staff=user.name if user is not None and sight.staff_names else None,
        to=_to(event, reading),
        text=text,
        text_kind=entry.kind if entry and text is not None else "",
        is_erased=is_erased,
        files=files_of(_with(event, entry, reading), reading),
        report=report.code if report and (sight.history is History.ALL or reading.is_own(report.pk)) else "",
        details=_details(event, reading),
    )


def _who(event: Recorded, user: User | None) -> str:
    kind = event.actor.partition(":")[0]
    if user is not None:
        return "agency" if _is_officer(user) else "coordinator" if _is_coordinator(user) else "staff"
    return {"report": "reporter", "public": "reporter", "client": "partner", "user": "staff"}.get(kind, "system")


def _is_officer(user: User) -> bool:
    return user.agency_id is not None and bool({Role.OFFICER, Role.FIELD_OFFICER} & set(user.roles))


def _is_coordinator(user: User) -> bool:
    return bool({Role.COORDINATOR, Role.SUPERVISOR} & set(user.roles))


def _to(event: Recorded, reading: Reading) -> tuple[str, ...]:
    """The agencies it went to, or is suggested to go to."""
    sight, kind = reading.sight, _kind(event)
    if not sight.agencies or (sight.history is History.STEPS and kind not in _PASSED_ON):
        return ()
    named: list[Any] = []
    for name in _TO.get(kind, ()):
        value = event.body.get(name)
        named += value if isinstance(value, list) else [value]
    return tuple(reading.names[agency] for agency in named if agency in reading.names)


def _details(event: Recorded, reading: Reading) -> dict[str, Any]:
    is_inside = reading.sight.history is not History.STEPS
    kept = _INSIDE_DETAILS if is_inside else _OUTSIDE_DETAILS
    if reading.is_own(_report(event)):
        kept = (*kept, "stars")
    values = {**event.body, **reading.referral_of(event.seq)}
    return {name: values[name] for name in kept if values.get(name) not in (None, "")}


def _text(entry: Entry | None, reading: Reading) -> tuple[str | None, bool]:
    """The word as the reader may see it, and whether it was erased."""
    if entry is None or not _may_read(entry, reading):
        return None, False
    if entry.kind == Entry.Kind.REPLY:
        return _told(entry, reading), entry.told is None
    return entry.text or None, False


def _may_read(entry: Entry, reading: Reading) -> bool:
    sight = reading.sight
    if entry.kind == Entry.Kind.REPLY:
        return sight.history >= History.OWN_TIME or reading.is_own(entry.report_id)
    if entry.kind == Entry.Kind.ADVICE:
        return not reading.by.has(Role.AUDITOR) and _hears_advice(entry.agency_id, reading)
    if sight.history >= History.OWN_ACTS:
        return entry.kind != Entry.Kind.NOTE or sight.notes or entry.agency_id == reading.by.agency
    if reading.by.report is not None and sight.own:
        return entry.kind in _SAID_TO_REPORTERS
    return sight.answers and entry.kind == Entry.Kind.ANSWER


def _told(entry: Entry, reading: Reading) -> str | None:
    is_open = reading.sight_on(entry.report_id).told is Told.YES
    if entry.told is None or is_open or reading.is_own(entry.report_id):
        return entry.told
    return redacted(entry.told)


def _with(event: Recorded, entry: Entry | None, reading: Reading) -> list[Attachment]:
    """The files that came with a word, or with the report itself."""
    if _kind(event) == "submitted":
        report = _report(event)
        return [a for a in reading.attachments if a.entry_id is None and a.report_id == report]
    return [a for a in reading.attachments if entry is not None and a.entry_id == entry.pk]


def files_of(attachments: Iterable[Attachment], reading: Reading) -> tuple[FileView, ...]:
    """The files the reader may open, each as he may see it: itself, or the copy that was released."""
    words = {entry.pk: entry for entry in reading.entries}
    handles = any(p.until is None and p.role != CaseParty.Role.CONSULTED for p in _own_parts(reading))
    found = []
    for a in attachments:
        said, sight = words.get(a.entry_id or 0), reading.sight_on(a.report_id)
        way = way_to(a, reading.by, sight, kind=said.kind if said else "")
        if way is not Way.NONE:
            found.append(_file_view(a, way, reading.by, said, handles=handles))
    return tuple(found)


class Way(Enum):
    """How a reader opens a file."""

    NONE = "none"
    COPY = "copy"
    ORIGINAL = "original"


def way_to(attachment: Attachment, by: Actor, sight: Sight, *, kind: str) -> Way:
    """The rule of one file: a reporter's own and what he was answered with always; else as the matrix says.

    `kind`: of the word it came with. Who may not see the file itself is given its copy, and that only once released:
    so is the reporter, where an agency covered parts of its evidence.
    """
    is_reporters = attachment.report_id is not None
    is_said = not is_reporters and not attachment.boxes and kind in _SAID_TO_REPORTERS
    is_own = attachment.report_id == by.report or is_said
    if sight.own and by.report is not None and is_own:
        return Way.ORIGINAL
    if sight.shows_original(is_reporters=is_reporters):
        return Way.ORIGINAL
    is_shown = sight.shows_file(is_reporters=is_reporters, is_released=attachment.is_released)
    return Way.COPY if is_shown and attachment.copy_key else Way.NONE


def _file_view(a: Attachment, way: Way, by: Actor, said: Entry | None, *, handles: bool) -> FileView:
    is_copy = way is Way.COPY
    said_by = said.agency_id if said else None
    return FileView(
        key=a.key,
        media_type=a.copy_type if is_copy else a.media_type,
        size=a.copy_size if is_copy else a.size,
        width=a.copy_width if is_copy else a.width,
        height=a.copy_height if is_copy else a.height,
        created_at=a.created_at,
        is_released=a.is_released,
        is_reporters=a.report_id is not None,
        is_copy=is_copy,
        boxes=() if is_copy else boxes_of(a.boxes),
        may_publish=not is_copy
        and a.size > 0
        and may_publish(by, is_reporters=a.report_id is not None, said_by=said_by, handles=handles),
    )
