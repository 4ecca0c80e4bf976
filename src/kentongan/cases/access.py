"""Who may reach which case: one rule as a queryset; its pure twin over `Facts` is in `privacy`. A test compares them.

What one may not see is not found.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from kentongan.cases.models import Case, CaseParty, Note, Report
from kentongan.cases.privacy import Facts, Sight, may_find, may_see, office_of, sight_of
from kentongan.cases.workflow import State
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound

__all__ = ["SHIFT", "Facts", "facts_of", "facts_of_all", "facts_with", "locked", "locked_all", "may_find", "may_see"]
__all__ += ["READABLE_PART", "notes_to", "one", "readable_to", "reports_of", "sight_on", "visible_to"]

SHIFT = timedelta(hours=12)  # how long one who entered a report sees it as told

_ALL = (Role.SYSTEM, Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR)
_IS_PUBLIC = Q(verified_at__isnull=False, is_confidential=False) & ~Q(state=State.ARCHIVED)
_NEVER = Q(pk__in=())

# Of an agency's parts that run now, those whose case it may read: `readable_to`, asked of the part, without a subquery.
READABLE_PART = Q(role=CaseParty.Role.LEAD) | (
    Q(case__is_confidential=False)
    & (Q(role=CaseParty.Role.SUPPORT) | (Q(case__verified_at__isnull=False) & ~Q(case__state=State.ARCHIVED)))
)


def visible_to(by: Actor) -> QuerySet[Case]:
    """The cases this actor may know of. The twin of `may_see`."""
    cases = Case.objects.filter(exercise=by.exercise)
    if by.has(*_ALL, Role.PRIVACY_OFFICER):
        return cases
    return cases.filter(_IS_PUBLIC | _of_leader(by) | _of_agency(by) | _of_own_report(by))


def readable_to(by: Actor) -> QuerySet[Case]:
    """The cases whose title and text this actor may read, and so find by their words. The twin of `may_find`."""
    cases = Case.objects.filter(exercise=by.exercise)
    if by.has(*_ALL):
        return cases
    return cases.filter(_IS_PUBLIC | _of_leader(by) | _of_handling_agency(by))


def notes_to(by: Actor) -> QuerySet[Note]:
    """The notes this actor may read. The twin of `privacy.may_read_note`."""
    cases = Case.objects.filter(exercise=by.exercise)
    if not by.has(*_ALL):
        cases = cases.filter(_of_leader(by) | _of_handling_agency(by))
    readers = Q(audience=Note.Audience.ALL) | Q(author=by.user or 0)
    office = office_of(by)
    if office is not None:
        readers |= Q(agency=office)
    if by.has(Role.COORDINATOR, Role.SUPERVISOR):
        readers |= Q(agency__isnull=True)
    return Note.objects.filter(readers, case__in=cases)


def _of_leader(by: Actor) -> Q:
    return Q(is_confidential=False) if by.has(Role.LEADER) else _NEVER


def _parties(by: Actor) -> QuerySet[CaseParty] | None:
    if by.agency is None or not by.has(Role.OFFICER, Role.FIELD_OFFICER):
        return None
    return CaseParty.objects.filter(case=OuterRef("pk"), agency=by.agency)


def _of_agency(by: Actor) -> Q:
    parties = _parties(by)
    return _NEVER if parties is None else Q(Exists(parties))


def _of_handling_agency(by: Actor) -> Q:
    parties = _parties(by)
    if parties is None:
        return _NEVER
    now = parties.filter(until__isnull=True)
    leads, supports = now.filter(role=CaseParty.Role.LEAD), now.filter(role=CaseParty.Role.SUPPORT)
    return Q(Exists(leads)) | Q(Exists(supports), is_confidential=False)


def _of_own_report(by: Actor) -> Q:
    """A reporter's own, a partner's own, and what one entered during this shift."""
    reports = Report.objects.filter(case=OuterRef("pk"))
    own = _NEVER
    if by.has(Role.REPORTER) and by.report is not None:
        own |= Q(Exists(reports.filter(pk=by.report)))
    if by.has(Role.PARTNER):
        own |= Q(Exists(reports.filter(client=by.label)))
    if by.has(Role.CALL_TAKER, Role.VILLAGE_STAFF) and by.user is not None:
        own |= Q(Exists(reports.filter(entered_by=by.user, recorded_at__gt=clock.now() - SHIFT)))
    return own


def one(number: str, by: Actor) -> Case:
    """The case of this number, or NotFound where there is none or the actor may not know of it."""
    case = visible_to(by).filter(number=number).first()
    if case is None:
        raise NotFound(number)
    return case


def locked(number: str, by: Actor) -> Case:
    """`one`, its row locked until the transaction ends: the first line of every act."""
    case = visible_to(by).filter(number=number).select_for_update(of=("self",)).first()
    if case is None:
        raise NotFound(number)
    return case


def locked_all(numbers: Collection[str], by: Actor) -> dict[str, Case]:
    """Several cases by number, locked in the order of their ids, so that two acts never wait for each other."""
    cases = visible_to(by).filter(number__in=numbers).order_by("pk").select_for_update(of=("self",))
    found = {case.number: case for case in cases}
    missing = next((number for number in numbers if number not in found), None)
    if missing is not None:
        raise NotFound(missing)
    return found


def facts_of(case: Case) -> Facts:
    """The facts of one case (two queries)."""
    return facts_of_all([case])[case.pk]


def sight_on(case: Case, by: Actor) -> Sight:
    """What this actor may see of the case (two queries)."""
    return sight_of(by, facts_of(case))


def facts_of_all(cases: Iterable[Case]) -> dict[int, Facts]:
    """The facts of many cases, in two queries whatever their number."""
    by_id = {case.pk: case for case in cases}
    parties: dict[int, list[CaseParty]] = {pk: [] for pk in by_id}
    for party in CaseParty.objects.filter(case__in=by_id):
        parties[party.case_id].append(party)
    reports = reports_of(by_id)
    return {pk: facts_with(case, parties[pk], reports[pk]) for pk, case in by_id.items()}


def reports_of(case_ids: Iterable[int], *, by: Actor | None = None) -> dict[int, list[Report]]:
    """The reports of the cases as far as the rule looks at them; for `by`, none where none can matter to him."""
    found: dict[int, list[Report]] = {pk: [] for pk in case_ids}
    if by is None or by.has(Role.REPORTER, Role.PARTNER, Role.CALL_TAKER, Role.VILLAGE_STAFF):
        columns = ("id", "case_id", "client", "entered_by_id", "recorded_at")
        for report in Report.objects.filter(case__in=found).only(*columns):
            found[report.case_id].append(report)
    return found


def facts_with(case: Case, parties: Collection[CaseParty], reports: Iterable[Report]) -> Facts:
    """The facts of a case whose parties and reports are at hand."""
    now = [party for party in parties if party.until is None]
    of_role = {
        role: frozenset(party.agency_id for party in now if party.role == role) for role in CaseParty.Role.values
    }
    begin = clock.now() - SHIFT
    told = list(reports)
    return Facts(
        is_verified=case.verified_at is not None,
        is_anonymous=case.is_anonymous,
        is_confidential=case.is_confidential,
        lead=next(iter(of_role[CaseParty.Role.LEAD]), None),
        support=of_role[CaseParty.Role.SUPPORT],
        consulted=of_role[CaseParty.Role.CONSULTED],
        former=frozenset(party.agency_id for party in parties) - {party.agency_id for party in now},
        trusted=frozenset(party.agency_id for party in now if party.shares_identity),
        reports=frozenset(report.pk for report in told),
        senders=frozenset(report.client for report in told),
        entered_by=frozenset(r.entered_by_id for r in told if r.entered_by_id and r.recorded_at > begin),
        is_archived=case.state == State.ARCHIVED,
        exercise=case.exercise,
    )
