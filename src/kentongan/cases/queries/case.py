"""One case with everything on one screen."""

from collections.abc import Collection, Iterable, Sequence

from kentongan.agencies.queries import calendar
from kentongan.cases import access, workflow
from kentongan.cases.models import Attachment, Case, CaseParty, Entry, Report
from kentongan.cases.privacy import History, Identity, Sight, Told, Viewer, of_report, sight_of, viewers_of
from kentongan.cases.queries.finding import case_of
from kentongan.cases.queries.holding import holdings
from kentongan.cases.queries.notes import notes_of
from kentongan.cases.queries.promises import promises_of
from kentongan.cases.queries.rows import row_of
from kentongan.cases.queries.shapes import CasePage, Holding, PartyView, ReportView, Step
from kentongan.cases.queries.standing import needs_met
from kentongan.cases.queries.tags import called_now
from kentongan.cases.queries.tasks import tasks_of
from kentongan.cases.queries.timeline import Reading, files_of, steps_of, users_of
from kentongan.cases.workflow import Act
from kentongan.core.actor import Actor, Role
from kentongan.core.text import redacted
from kentongan.history import queries as history
from kentongan.history.chain import Recorded
from kentongan.notifications.queries import MessageView, messages_of_many

_OF_LEAD = frozenset({Act.SEND_BACK, Act.SHARE, Act.ANSWER, Act.GIVE_TASK, Act.EXTEND})
_OF_ANY_PART = frozenset({Act.FOLLOW_UP, Act.ASK})


def case_page(number: str, *, by: Actor) -> CasePage:
    """The case of this number, or the one the report of this code belongs to, as far as the reader may see it.

    NotFound where he may not know of it. Eleven queries, one more where there are notes. Identities are not in it:
    reading one is an act.
    """
    case = case_of(number, by=by)
    parties = list(CaseParty.objects.filter(case=case).order_by("id"))
    parties.sort(key=lambda party: party.role != CaseParty.Role.LEAD)
    reports = list(Report.objects.filter(case=case).order_by("received_at", "id"))
    facts = access.facts_with(case, parties, reports)
    sight = sight_of(by, facts)
    events = history.stream_of(f"case:{case.pk}")
    reading = Reading(
        by=by,
        sight=sight,
        parties=parties,
        entries=list(Entry.objects.filter(case=case).order_by("seq")),
        attachments=list(Attachment.objects.filter(case=case).order_by("id")),
        reports={report.pk: report for report in reports},
        users=users_of(events),
        of_reports={report.pk: sight_of(by, _facts_of(report, facts)) for report in reports},
    )
    return _page(case, reading, events, viewers_of(by, facts))


def _page(case: Case, reading: Reading, events: Sequence[Recorded], viewers: Collection[Viewer]) -> CasePage:
    by, sight = reading.by, reading.sight
    reports = list(reading.reports.values())
    return CasePage(
        row=row_of(case, reading.parties, sight, by=by),
        sight=sight,
        acts=acts_of(case, viewers, by=by),
        head_seq=case.head_seq,
        text=case.body.text if sight.text else None,
        is_edited=case.body.is_edited,
        is_estimated=case.received_at_is_estimated,
        category_code=case.category_id if sight.text else None,
        area_code=case.area_id if sight.place else None,
        place_text=case.place_text if sight.place else None,
        lat=case.lat if sight.place else None,
        lon=case.lon if sight.place else None,
        is_outside=case.is_outside,
        neighbour=case.neighbour if sight.place else "",
        road_class=case.road_class if sight.place else "",
        occurred_on=case.occurred_on if sight.text else None,
        tags=called_now(case.tags) if sight.text else (),
        archive_reason=case.archive_reason,
        closed_by=case.closed_by,
        merged_into=case.merged_into.number if case.merged_into else None,
        lead=case.lead_id if sight.agencies else None,
        parties=_parties(reading),
        reports=tuple(_report(report, reading) for report in reports if _is_shown(report, reading)),
        timeline=_timeline(events, reading),
        files=files_of(reading.attachments, reading),
        deadlines=promises_of(case) if sight.history >= History.OWN_ACTS else (),
        holdings=_holdings(events, reading),
        messages=_messages(reports, sight, by),
        notes=notes_of(case, by=by) if sight.notes else (),
        tasks=tasks_of(case, by=by, sight=sight),
    )


def acts_of(case: Case, viewers: Collection[Viewer], *, by: Actor) -> tuple[Act, ...]:
    """The acts of the table that this reader's part in the case lets him take: the buttons."""
    if case.merged_into_id is not None:
        return ()
    open_now = workflow.acts_open(case.state, by=by, holds=needs_met(case))
    if by.has(Role.COORDINATOR, Role.SUPERVISOR) or not by.has(Role.OFFICER):
        return tuple(open_now)
    has_part = {Viewer.LEAD, Viewer.SUPPORT, Viewer.SUPPORT_TRUSTED} & set(viewers)
    if Viewer.CONSULTED in viewers:
        return tuple(act for act in open_now if act is Act.ADVISE)
    may = (_OF_ANY_PART if has_part else frozenset()) | (_OF_LEAD if Viewer.LEAD in viewers else frozenset())
    return tuple(act for act in open_now if act in may)


def _parties(reading: Reading) -> tuple[PartyView, ...]:
    if not reading.sight.agencies:
        return ()
    return tuple(_party(party, reading) for party in reading.parties)


def _party(party: CaseParty, reading: Reading) -> PartyView:
    is_own = party.agency_id == reading.by.agency
    is_inside = reading.sight.notes or is_own
    return PartyView(
        agency=party.agency_id,
        name=reading.names[party.agency_id],
        role=party.role,
        since=party.since,
        until=party.until,
        opened_at=party.opened_at if is_inside else None,
        shares_identity=party.shares_identity,
        is_bound=party.is_bound,
        note=party.note if is_inside else None,
        passage=party.passage if is_inside and reading.sight.passage else None,
        reason=party.reason if is_inside else None,
        answer_on=party.answer_on if is_inside else None,
        advised_at=party.advised_at if is_inside else None,
    )


def _facts_of(report: Report, facts: access.Facts) -> access.Facts:
    return of_report(facts, is_anonymous=report.is_anonymous, is_confidential=report.is_confidential)


def _is_shown(report: Report, reading: Reading) -> bool:
    sight = reading.sight_on(report.pk)
    return bool(sight.told or sight.identity or reading.is_own(report.pk))


def _report(report: Report, reading: Reading) -> ReportView:
    sight = reading.sight_on(report.pk)
    told = Told.YES if reading.is_own(report.pk) else sight.told
    return ReportView(
        id=report.pk,
        code=report.code,
        channel=report.channel,
        received_at=report.received_at,
        title=_as_told(report.title, told),
        text=_as_told(report.text, told),
        place=_as_told(report.place, told),
        is_redacted=told is Told.REDACTED,
        is_erased=report.text is None,
        is_anonymous=report.is_anonymous,
        is_confidential=report.is_confidential,
        has_identity=report.person_id is not None,
        identity=sight.identity if report.person_id is not None else Identity.NO,
        stars=report.stars if told else None,
        rating_text=_as_told(report.rating_text, told),
        rated_at=report.rated_at if told else None,
    )


def _as_told(text: str | None, told: Told) -> str | None:
    if text is None or told is Told.NO:
        return None
    return redacted(text) if told is Told.REDACTED else text


def _timeline(events: Sequence[Recorded], reading: Reading) -> tuple[Step, ...]:
    return steps_of(events, reading) if reading.sight.history else ()


def _holdings(events: Sequence[Recorded], reading: Reading) -> tuple[Holding, ...]:
    if reading.sight.history is not History.ALL:
        return ()
    return holdings(events, calendar=calendar()[1], name_of=lambda agency: reading.names.get(agency or 0, ""))


def _messages(reports: Iterable[Report], sight: Sight, by: Actor) -> tuple[MessageView, ...]:
    if not sight.messages:
        return ()
    return tuple(messages_of_many([f"report:{report.pk}" for report in reports], exercise=by.exercise))
