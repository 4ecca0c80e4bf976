"""What a reporter sees: by the bare code the state alone; proved by code and PIN, his own words and what was done."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q

from kentongan.agencies.queries import agencies
from kentongan.cases import access, workflow
from kentongan.cases.models import Attachment, Case, CaseParty, Entry, Report
from kentongan.cases.privacy import sight_of
from kentongan.cases.queries.promises import of_handling, promises_of, window_ends
from kentongan.cases.queries.rows import category_of, limit_of
from kentongan.cases.queries.shapes import PublicStatus, ReporterPage
from kentongan.cases.queries.standing import needs_met
from kentongan.cases.queries.timeline import Reading, files_of, steps_of, users_of
from kentongan.cases.workflow import Act, State
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound
from kentongan.core.ids import normal_code
from kentongan.core.text import first_line
from kentongan.history import queries as history
from kentongan.history.chain import Recorded
from kentongan.people.queries import name_of
from kentongan.places.queries import areas


def track(code: str) -> PublicStatus | None:
    """The state behind a tracking code, also of reports that were merged; None where there is no such code.

    Nothing else: no text, no name, no file, no agency.
    """
    normal = normal_code(code)
    found = Report.objects.select_related("case").filter(code=normal, exercise__isnull=True) if normal else None
    report = found.first() if found is not None else None
    return _status(report) if report else None


def _status(report: Report) -> PublicStatus:
    case = report.case
    return PublicStatus(
        code=report.code,
        state=case.state,
        received_at=report.received_at,
        verified_at=case.verified_at,
        routed_at=case.routed_at,
        first_follow_up_at=case.first_follow_up_at,
        answered_at=case.answered_at,
        closed_at=case.closed_at,
    )


def reporter_page(by: Actor, *, with_name: bool = False) -> ReporterPage:
    """The page of one who proved that the report is his (`actions.open_by_pin`). At most ten queries.

    `with_name`: also his own name, for the paper receipt.
    """
    if by.report is None:
        raise NotFound
    report = Report.objects.select_related("case").filter(pk=by.report, exercise=by.exercise).first()
    if report is None:
        raise NotFound
    case = report.case
    parties = list(CaseParty.objects.filter(case=case).order_by("id"))
    sight = sight_of(by, access.facts_with(case, parties, [report]))
    events = history.stream_of(f"case:{case.pk}")
    told_or_said = Q(report=report) | Q(case=case, report__isnull=True)
    reading = Reading(
        by=by,
        sight=sight,
        parties=parties,
        entries=list(Entry.objects.filter(case=case).order_by("seq")),
        attachments=list(Attachment.objects.filter(told_or_said).order_by("id")),
        reports={report.pk: report},
        users=users_of(events),
    )
    page = _page(report, reading, events)
    return replace(page, name=name_of(report.person_id)) if with_name and report.person_id else page


def _page(report: Report, reading: Reading, events: Sequence[Recorded]) -> ReporterPage:
    case, by = report.case, reading.by
    promises, category, place = promises_of(case), category_of(case), areas()
    first = _first_event(report, events)
    own = [attachment for attachment in reading.attachments if attachment.report_id == report.pk]
    steps = steps_of(events, reading)
    return ReporterPage(
        code=report.code,
        number=case.number,
        status=_status(report),
        channel=report.channel,
        title=report.title or (first_line(report.text) if report.text else None),
        text=report.text,
        place=report.place,
        is_erased=report.text is None,
        is_anonymous=report.is_anonymous or case.is_anonymous,
        is_confidential=report.is_confidential or case.is_confidential,
        area=place[case.area_id].name if case.area_id in place else "",
        category=category.label(by.language) if category else "",
        agency=_owner(case, events, reading),
        others=case.report_count - 1,
        limit=limit_of(case),
        limit_words=of_handling(promises),
        timeline=steps if first in events or first is None else (*steps, *steps_of([first], reading)),
        files=files_of(own, reading),
        question=_question(case, reading),
        stars=report.stars,
        rating_text=report.rating_text,
        first_hash=first.hash.hex() if first else "",
        wants_news=report.wants_news,
        acts=_acts(report, by),
    )


def _first_event(report: Report, events: Sequence[Recorded]) -> Recorded | None:
    """The event by which the report entered: it lies in the stream of the case the report began."""
    if report.case.number == report.code:
        return events[0] if events else None
    origin = Case.objects.filter(number=report.code).values_list("pk", flat=True).first()
    began = history.stream_of(f"case:{origin}") if origin else []
    return began[0] if began else None


def _owner(case: Case, events: Sequence[Recorded], reading: Reading) -> str:
    """The one who has it now; blank while the coordinator has."""
    if case.state == State.REFERRED:
        referred = [event.seq for event in events if event.kind == "cases.referred"]
        return reading.referral_of(referred[-1]).get("outside", "") if referred else ""
    known = agencies()
    return known[case.lead_id].name if case.lead_id in known else ""


def _question(case: Case, reading: Reading) -> str | None:
    """What he was asked last, while the case waits for him."""
    if case.asked_at is None and case.state != State.POSTPONED:
        return None
    asked = [entry.text for entry in reading.entries if entry.kind == Entry.Kind.QUESTION]
    return asked[-1] if asked else None


def _acts(report: Report, by: Actor) -> tuple[Act, ...]:
    """What he may do now; a window that has passed closes the reply, and the change of a rating."""
    case = report.case
    open_now = workflow.acts_open(case.state, by=by, holds=needs_met(case))
    ends = window_ends(case)
    if case.state == State.CLOSED and (ends is None or ends < clock.now()):
        past = {Act.REPLY} if report.stars is None else {Act.REPLY, Act.RATE}
        return tuple(act for act in open_now if act not in past)
    return tuple(open_now)
