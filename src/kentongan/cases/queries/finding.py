"""Cases by code or by words, newest first: one question a bucket; the database stops when the page is full."""

from collections.abc import Collection

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from kentongan.cases import access, search
from kentongan.cases.models import Case, Report
from kentongan.cases.queries.paging import MOST, Mark, mark_of
from kentongan.cases.queries.queues import is_of_agency, is_of_desk
from kentongan.cases.queries.rows import in_order
from kentongan.cases.queries.shapes import Page, Row
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound

_OUTSIDE = ("lapor", "import:lapor")  # the clients under which reports of the national application are kept

# `offset 0` keeps the planner from walking the cases' own keys backward and looking each one up in the words.
_STATEMENT = """
select f.case_id from unnest(%s::tsquery[]) as bucket(question) cross join lateral (
  select w.case_id from (
    select t.case_id from cases_casetext t where t.terms @@ bucket.question and t.case_id < %s offset 0
  ) w cross join lateral (CASES offset 0) c order by w.case_id desc limit %s
) f limit %s"""


def find(typed: str, *, by: Actor, after: str | None = None, limit: int = 50) -> Page[Row]:
    """What a search box finds: the case of a code or of another system's number, else cases by their words."""
    cases = access.readable_to(by).filter(merged_into__isnull=True)
    return found_page(typed, cases, by=by, scopes=_scopes(by), after=after, limit=limit)


def _scopes(by: Actor) -> list[str]:
    """What the index may leave out for this reader."""
    if is_of_desk(by):
        return []
    return [search.agency_scope(by.agency)] if is_of_agency(by) and by.agency else [search.PUBLIC]


def found_page(
    typed: str,
    cases: QuerySet[Case],
    *,
    by: Actor,
    scopes: Collection[str] = (),
    any_of: Collection[str] = (),
    after: str | None,
    limit: int,
) -> Page[Row]:
    """A page of the cases among `cases` that the typed words find."""
    ids, token = found_ids(typed, cases, by=by, scopes=scopes, any_of=any_of, after=after, limit=limit)
    return Page(in_order(ids, by=by), token)


def found_ids(
    typed: str,
    cases: QuerySet[Case],
    *,
    by: Actor,
    scopes: Collection[str] = (),
    any_of: Collection[str] = (),
    after: str | None,
    limit: int,
) -> tuple[list[int], str | None]:
    """The ids, newest first, and the token of the next page. A code finds its case alone.

    `any_of`: terms of which one must be there; with them nothing needs to be typed.
    """
    wanted = search.understood(typed)
    exact = None if after else by_code(wanted, by=by)
    if exact is not None:
        return [exact], None
    limit = max(1, min(limit, MOST))
    mark = mark_of(after)
    ids = _by_words(wanted, cases, scopes, any_of, below=mark.id if mark else None, count=limit + 1)
    return ids[:limit], str(Mark(None, ids[limit - 1])) if len(ids) > limit else None


def by_code(wanted: search.Wanted, *, by: Actor) -> int | None:
    """The case a code leads to: its own number, the code of a report that was merged into it, an outside number."""
    told = Q(pk__in=())
    if wanted.code:
        told |= Q(code=wanted.code)
    if wanted.outside_id:
        told |= Q(client__in=_OUTSIDE, external_id=wanted.outside_id)
    report = Report.objects.filter(told).values_list("case_id", flat=True).first() if told != Q(pk__in=()) else None
    if report is None:
        return None
    return access.visible_to(by).filter(pk=report).values_list("pk", flat=True).first()


def case_of(number: str, *, by: Actor) -> Case:
    """The case of this number, else the one the report of this code belongs to. NotFound where he may see none."""
    cases = access.visible_to(by).select_related("body", "merged_into")
    case = cases.filter(number=number).first()
    if case is None:
        case_id = by_code(search.Wanted(code=number), by=by)
        case = cases.filter(pk=case_id).first() if case_id is not None else None
    if case is None:
        raise NotFound(number)
    return case


def _by_words(
    wanted: search.Wanted,
    cases: QuerySet[Case],
    scopes: Collection[str],
    any_of: Collection[str],
    *,
    below: int | None,
    count: int,
) -> list[int]:
    if not wanted.has_words and not any_of:
        return []
    newest = below - 1 if below is not None else _newest()
    questions = search.questions(wanted, newest=newest, scopes=scopes, any_of=any_of)
    candidate = cases.order_by().filter(pk=RawSQL("w.case_id", ())).values("pk")
    try:
        statement, parameters = candidate.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.replace("CASES", statement), [questions, newest + 1, *parameters, count, count])
        return [row[0] for row in cursor.fetchall()]


def _newest() -> int:
    return Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
