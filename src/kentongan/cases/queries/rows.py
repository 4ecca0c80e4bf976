"""A case as a list shows it, after privacy."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kentongan.agencies.queries import agency_names
from kentongan.cases import access
from kentongan.cases.models import Case, CaseParty
from kentongan.cases.privacy import Sight, sight_of
from kentongan.cases.queries.categories import CategoryFacts, category_facts
from kentongan.cases.queries.shapes import Limit, Row
from kentongan.cases.queries.tags import called_now
from kentongan.core.actor import Actor, Role
from kentongan.places.queries import areas

_BEGINS = {"verify": "received_at", "follow_up": "routed_at", "resolve": "received_at", "close": "answered_at"}


def rows_for(case_ids: Sequence[int], *, by: Actor) -> dict[int, Row]:
    """The rows of these cases for this reader, by id; those he may not know of are left out. Three queries."""
    cases = list(Case.objects.filter(pk__in=case_ids, exercise=by.exercise))
    parties = parties_of(case.pk for case in cases)
    reports = access.reports_of((case.pk for case in cases), by=by)
    found = {}
    for case in cases:
        sight = sight_of(by, access.facts_with(case, parties[case.pk], reports[case.pk]))
        if sight.exists:
            found[case.pk] = row_of(case, parties[case.pk], sight, by=by)
    return found


def in_order(case_ids: Sequence[int], *, by: Actor) -> tuple[Row, ...]:
    """The rows in the order of the ids."""
    rows = rows_for(case_ids, by=by)
    return tuple(rows[pk] for pk in case_ids if pk in rows)


def parties_of(case_ids: Iterable[int]) -> dict[int, list[CaseParty]]:
    """All parts agencies have or had, the lead first."""
    found: dict[int, list[CaseParty]] = {pk: [] for pk in case_ids}
    for party in CaseParty.objects.filter(case__in=found).order_by("id"):
        found[party.case_id].append(party)
    for parties in found.values():
        parties.sort(key=lambda party: party.role != CaseParty.Role.LEAD)
    return found


def row_of(case: Case, parties: Iterable[CaseParty], sight: Sight, *, by: Actor) -> Row:
    """The row of a case this reader may know of."""
    now = [party for party in parties if party.until is None]
    own = next((party for party in now if _is_own(party, by)), None)
    names = agency_names()
    category = category_of(case)
    place = areas() if sight.place else {}
    return Row(
        id=case.pk,
        number=case.number,
        title=case.title if sight.title else None,
        state=case.state,
        channel=case.channel,
        received_at=case.received_at,
        area=place[case.area_id].name if case.area_id in place else "",
        district=place[case.district_id].name if case.district_id in place else "",
        category=category.label(by.language) if category and sight.text else "",
        icon=category.icon if category and sight.text else "",
        classification=case.classification if sight.text else "",
        agencies=tuple(names[party.agency_id] for party in now) if sight.agencies else (),
        part=own.role if own else "",
        limit=limit_of(case),
        area_code=(case.area_id or "") if sight.place else "",
        category_code=(case.category_id or "") if sight.text else "",
        is_verified=case.verified_at is not None,
        is_anonymous=case.is_anonymous,
        is_confidential=case.is_confidential,
        is_new=own.opened_at is None if own else case.head_seq <= 1,
        is_waiting=case.asked_at is not None,
        has_reply=case.replied_at is not None,
        unopened_since=_unopened_since(now),
        expected_on=case.expected_on,
        is_disputed=case.disputed_at is not None,
        is_handed_in=case.handed_in_at is not None and sight.notes,
        is_escalated=case.escalated_at is not None,
        report_count=case.report_count,
        returns=case.returns,
        tags=called_now(case.tags) if sight.text and case.tags else (),
        seq=case.head_seq,
    )


def _unopened_since(now: Iterable[CaseParty]) -> datetime | None:
    lead = next((party for party in now if party.role == CaseParty.Role.LEAD), None)
    return lead.since if lead is not None and lead.opened_at is None else None


def _is_own(party: CaseParty, by: Actor) -> bool:
    return party.agency_id == by.agency and by.has(Role.OFFICER, Role.FIELD_OFFICER)


def category_of(case: Case) -> CategoryFacts | None:
    """The category of a case, from memory."""
    return category_facts().get(case.category_id) if case.category_id else None


def limit_of(case: Case) -> Limit | None:
    """The limit that runs now, with the moment from which its pill fills."""
    if case.due_at is None:
        return None
    began = getattr(case, _BEGINS.get(case.due_stage, "received_at"))
    return Limit(case.due_stage, began or case.received_at, case.due_at)
