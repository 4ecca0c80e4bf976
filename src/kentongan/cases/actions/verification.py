"""The coordinator's acts before an agency has the case: verify, edit, route, postpone, archive, restore."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.agencies.queries import agencies_now
from kentongan.cases import reasons
from kentongan.cases.actions import limits
from kentongan.cases.actions.base import begin, finish, required
from kentongan.cases.actions.conflicts import Wanted, checked
from kentongan.cases.actions.entries import say
from kentongan.cases.models import Case, CaseParty, CaseText, Category, Classification, DeadlineRule, Entry
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import Refused
from kentongan.places.queries import located_area

Stage = DeadlineRule.Stage


@dataclass(frozen=True)
class Verification:
    """The answers of A1. Neither flag has a default: both must be answered."""

    classification: str
    category: str
    is_anonymous: bool | None
    is_confidential: bool | None


@transaction.atomic
def verify(number: str, answers: Verification, *, by: Actor) -> None:
    """Answer what must be answered before a report goes on or may be read by the public (A1)."""
    case = begin(number, Act.VERIFY, by=by)
    at = clock.now()
    category = _category(answers.category)
    if answers.classification not in Classification.values:
        raise Refused(_("Choose the classification."), field="classification")
    if answers.is_anonymous is None:
        raise Refused(_("Answer whether the reporter's name may be opened."), field="is_anonymous")
    if answers.is_confidential is None:
        raise Refused(_("Answer whether the report may be read by the public."), field="is_confidential")
    _keep_the_reporters_wish(case, answers)
    case.classification = answers.classification
    case.category = category
    case.is_anonymous, case.is_confidential = answers.is_anonymous, answers.is_confidential
    case.verified_at = case.verified_at or at
    limits.meet(case, Stage.VERIFY, at=at)
    limits.start(case, Stage.RESOLVE, at=case.received_at)
    finish(
        case,
        Act.VERIFY,
        by=by,
        at=at,
        body={"classification": case.classification, "category": category.code},
    )


def _category(code: str) -> Category:
    category = Category.objects.filter(code=code, is_active=True).first()
    if category is None:
        raise Refused(_("Choose the category."), field="category")
    return category


def _keep_the_reporters_wish(case: Case, answers: Verification) -> None:
    """A flag the reporter set himself cannot be taken away by the verifier."""
    told = case.reports.values_list("is_anonymous", "is_confidential")
    if any(anonymous for anonymous, _c in told) and not answers.is_anonymous:
        raise Refused(_("The reporter asked to stay anonymous; this cannot be taken away."), field="is_anonymous")
    if any(confidential for _a, confidential in told) and not answers.is_confidential:
        raise Refused(_("The reporter asked for confidentiality; this cannot be taken away."), field="is_confidential")


EDITABLE = ("title", "text", "place_text", "area", "category", "is_anonymous", "is_confidential", "road_class")


@transaction.atomic
def edit(number: str, wanted: Mapping[str, Wanted], *, by: Actor) -> None:
    """Change named fields. Each comes with the value its form showed; a field that moved meanwhile is a conflict.

    The text as first told never changes; this is the edited one beside it.
    """
    case = begin(number, Act.EDIT, by=by)
    current = {
        "title": case.title,
        "text": CaseText.objects.get(case=case).text,
        "place_text": case.place_text,
        "area": case.area_id or "",
        "category": case.category_id or "",
        "is_anonymous": case.is_anonymous,
        "is_confidential": case.is_confidential,
        "road_class": case.road_class,
    }
    changes = checked(wanted, current)
    if not changes:
        return
    _apply(case, changes)
    finish(case, Act.EDIT, by=by, at=clock.now(), body={"fields": sorted(changes)})


def _apply(case: Case, changes: Mapping[str, Any]) -> None:
    for name in changes.keys() & {"place_text", "road_class"}:
        setattr(case, name, str(changes[name])[:300])
    for name in changes.keys() & {"is_anonymous", "is_confidential"}:
        setattr(case, name, bool(changes[name]))
    if "title" in changes:
        case.title = required(str(changes["title"]), field="title", limit=200)
    if "text" in changes:
        CaseText.objects.filter(case=case).update(text=required(str(changes["text"]), field="text"), is_edited=True)
    if "area" in changes:
        _move(case, str(changes["area"]))
    if "category" in changes:
        case.category = _category(str(changes["category"]))


def _move(case: Case, code: str) -> None:
    if not code:
        case.area_id = case.district_id = None
        return
    place = located_area(code)
    case.area_id, case.district_id = place.area, place.district
    case.is_outside, case.neighbour = place.is_outside, place.neighbour


@transaction.atomic
def route(number: str, *, lead: int, support: Sequence[int] = (), note: str = "", by: Actor) -> None:
    """*Disposisi*: give the case to its lead agency, with supporting ones. The citizen's clock runs on."""
    case = begin(number, Act.ROUTE, by=by)
    at = clock.now()
    wanted = _agencies(lead, support)
    _part(case, keep=wanted, at=at)
    for agency, role in wanted.items():
        _join(case, agency, role, note=note.strip()[:2000], at=at)
    case.lead_id, case.routed_at = lead, at
    limits.start(case, Stage.FOLLOW_UP, at=at, agency=lead)
    finish(case, Act.ROUTE, by=by, at=at, body={"lead": lead, "support": [a for a in wanted if a != lead]})


def _agencies(lead: int, support: Sequence[int]) -> dict[int, str]:
    known = {agency.id for agency in agencies_now()}
    if lead not in known:
        raise Refused(_("Choose the agency that leads."), field="lead")
    unknown = [agency for agency in support if agency not in known]
    if unknown:
        raise Refused(_("One of the supporting agencies does not exist any more."), field="support")
    roles = dict.fromkeys(support, CaseParty.Role.SUPPORT.value)
    return {**roles, lead: CaseParty.Role.LEAD.value}


def _part(case: Case, *, keep: Mapping[int, str], at: datetime) -> None:
    """End the parts of agencies that have none any more, or another one."""
    for party in CaseParty.objects.filter(case=case, until__isnull=True):
        if keep.get(party.agency_id) != party.role:
            party.until, party.last_seq = at, case.head_seq + 1
            party.save(update_fields=["until", "last_seq"])


def _join(case: Case, agency: int, role: str, *, note: str, at: datetime) -> None:
    CaseParty.objects.update_or_create(
        case=case,
        agency_id=agency,
        until=None,
        defaults={"role": role, "note": note},
        create_defaults={
            "role": role,
            "note": note,
            "since": at,
            "first_seq": case.head_seq + 1,
            "case_state": case.state,
            "case_received_at": case.received_at,
            "exercise": case.exercise,
        },
    )


@transaction.atomic
def postpone(number: str, *, reason: str, missing: str, by: Actor) -> None:
    """A2 *tunda*: wait for what the reporter must still tell."""
    case = begin(number, Act.POSTPONE, by=by)
    if reason not in reasons.POSTPONE:
        raise Refused(_("Choose the reason."), field="reason")
    missing = required(missing, field="missing", limit=1000)
    at = clock.now()
    case.postponed_at = at
    texts = say(case, Entry.Kind.QUESTION, missing, by=by, at=at)
    finish(case, Act.POSTPONE, by=by, at=at, body={"reason": reason}, texts=texts)


@transaction.atomic
def archive(number: str, *, reason: str, text: str, by: Actor) -> None:
    """A4 *arsipkan*: end it with a reason the reporter reads."""
    case = begin(number, Act.ARCHIVE, by=by)
    if reason not in reasons.ARCHIVE:
        raise Refused(_("Choose the reason."), field="reason")
    text = required(text, field="text", limit=2000)
    at = clock.now()
    case.archive_reason, case.closed_at, case.closed_by = reason, at, "coordinator"
    texts = say(case, Entry.Kind.ANSWER, text, by=by, at=at)
    finish(case, Act.ARCHIVE, by=by, at=at, body={"reason": reason}, texts=texts)


@transaction.atomic
def restore(number: str, *, reason: str, by: Actor) -> None:
    """Bring an archived case back to the coordinator."""
    case = begin(number, Act.RESTORE, by=by)
    at = clock.now()
    texts = say(case, Entry.Kind.NOTE, required(reason, field="reason", limit=1000), by=by, at=at)
    case.archive_reason, case.closed_at, case.closed_by, case.postponed_at = "", None, "", None
    finish(case, Act.RESTORE, by=by, at=at, texts=texts)
