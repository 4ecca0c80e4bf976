"""The lists of the desk: a queue, filtered, one page. One walk of one index; nothing is counted to the end."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from kentongan.cases import access, search
from kentongan.cases.access import SHIFT
from kentongan.cases.models import Case, CaseParty, Report
from kentongan.cases.queries.categories import codes_with
from kentongan.cases.queries.finding import found_page
from kentongan.cases.queries.paging import Mark, Order, beyond, walk
from kentongan.cases.queries.queues import CAPPED, DUE, OLDEST, Queue, is_of_desk, queues_of
from kentongan.cases.queries.rows import in_order
from kentongan.cases.queries.shapes import Neighbours, Page, Row
from kentongan.cases.queries.tags import words_of
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list. Blank and None mean any. `since` and `until` are days in the city's time, both included."""

    channel: str = ""
    district: str = ""
    area: str = ""
    category: str = ""  # with those below it
    agency: int | None = None  # has a part now
    classification: str = ""
    is_anonymous: bool | None = None
    is_confidential: bool | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""
    tag: str = ""  # as it is called now, with the words that stand for it

    def lookups(self) -> dict[str, Any]:
        """On the case."""
        exact = {
            "channel": self.channel,
            "district": self.district,
            "area": self.area,
            "classification": self.classification,
        }
        found: dict[str, Any] = {name: value for name, value in exact.items() if value}
        if self.category:
            found["category__in"] = self.categories()
        if self.tag:
            found["tags__has_any_keys"] = list(words_of(self.tag))
        flags = {"is_anonymous": self.is_anonymous, "is_confidential": self.is_confidential}
        found |= {name: value for name, value in flags.items() if value is not None}
        if self.since:
            found["received_at__gte"] = _midnight(self.since)
        if self.until:
            found["received_at__lt"] = _midnight(self.until + timedelta(days=1))
        return found

    @property
    def asks_words(self) -> bool:
        """Is it asked of the index of words, newest first?"""
        return bool(self.text.strip() or self.tag)

    @property
    def asks_of_the_matter(self) -> bool:
        """Does it ask for what a row may hide: the place and what the case is about?"""
        return bool(self.district or self.area or self.category or self.classification or self.tag)

    def categories(self) -> list[str]:
        """The category's code and the codes below it, or what was before them."""
        return codes_with(self.category) if self.category else []


NO_FILTERS = Filters()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.zone())


def inbox(
    queue: str,
    *,
    by: Actor,
    filters: Filters = NO_FILTERS,
    after: str | None = None,
    limit: int = 50,
    order: str | None = None,
) -> Page[Row]:
    """One page of a queue. NotFound where the reader has no such queue.

    `order`: due, newest or oldest; the queue's own where it is None; with a text or a tag always newest.
    """
    chosen = _queue(queue, by)
    if filters.asks_words:
        return found_page(
            filters.text,
            _cases(chosen, by, filters),
            by=by,
            scopes=_scopes(chosen, by, filters),
            any_of=sorted({search.tag_scope(word) for word in words_of(filters.tag)}) if filters.tag else (),
            after=after,
            limit=limit,
        )
    ids, token = _walked(chosen, by, filters, chosen.order_named(order), after, limit)
    return Page(in_order(ids, by=by), token)


def _queue(name: str, by: Actor) -> Queue:
    chosen = queues_of(by).get(name)
    if chosen is None:
        raise NotFound(name)
    return chosen


def _walked(
    queue: Queue, by: Actor, filters: Filters, order: str, after: str | None, limit: int
) -> tuple[list[int], str | None]:
    agency = _agency(by, filters)
    if agency is not None:
        return walk(_parties(queue, by, filters, agency), _order(order, of_party=True), after=after, limit=limit)
    return walk(_cases(queue, by, filters), _order(order), after=after, limit=limit)


def _order(name: str, *, of_party: bool = False) -> Order:
    if name == DUE:
        return Order("due_at", "case_id" if of_party else "pk", may_be_missing=True)
    moment, key = ("case_received_at", "case_id") if of_party else ("received_at", "pk")
    return Order(moment, key, is_descending=name != OLDEST)


def _agency(by: Actor, filters: Filters) -> int | None:
    """The agency whose parts are walked: the officer's own, or the one the desk filters by."""
    return filters.agency if is_of_desk(by) else by.agency if "new" in queues_of(by) else None


def _among(by: Actor, filters: Filters) -> QuerySet[Case]:
    """Where words or filters ask for what a row may hide, only the cases he may read: else the list would tell it."""
    asks = filters.asks_of_the_matter or filters.text.strip()
    return access.readable_to(by) if asks else access.visible_to(by)


def _cases(queue: Queue, by: Actor, filters: Filters) -> QuerySet[Case]:
    cases = _among(by, filters).filter(merged_into__isnull=True, **queue.lookups(), **queue.due_range("due_at"))
    cases = cases.filter(**filters.lookups())
    if queue.needs_states:
        cases = cases.filter(state__in=queue.states)
    agency = _agency(by, filters)
    if agency is not None:
        parties = CaseParty.objects.filter(case=OuterRef("pk"), agency=agency, until__isnull=True)
        cases = cases.filter(Exists(parties))
    if not is_of_desk(by) and agency is None:
        reports = Report.objects.filter(entered_by=by.user, recorded_at__gt=clock.now() - SHIFT)
        cases = cases.filter(pk__in=reports.values("case"))
    return cases


def _parties(queue: Queue, by: Actor, filters: Filters, agency: int) -> QuerySet[CaseParty]:
    parties = CaseParty.objects.filter(agency=agency, until__isnull=True, exercise=by.exercise)
    for lookups in ({"merged_into__isnull": True}, queue.lookups(), filters.lookups()):
        parties = parties.filter(**{f"case__{name}": value for name, value in lookups.items()})
    parties = parties.filter(**queue.due_range("due_at"))
    if is_of_desk(by):
        parties = parties.filter(case__in=_among(by, filters))
    elif filters.asks_of_the_matter:
        parties = parties.filter(access.READABLE_PART)
    return parties.filter(case_state__in=queue.states) if queue.needs_states else parties


def _scopes(queue: Queue, by: Actor, filters: Filters) -> list[str]:
    agency = _agency(by, filters)
    scopes = [] if agency is None else [search.agency_scope(agency)]
    scopes += [search.area_scope(filters.area)] if filters.area else []
    codes = filters.categories()
    scopes += [search.category_scope(codes[0])] if len(codes) == 1 else []
    return [*scopes, search.OPEN] if queue.is_open else scopes


def counters(by: Actor) -> dict[str, int]:
    """How many lie in each of his queues of open work, up to `CAPPED`, in one query."""
    queues = {name: queue for name, queue in queues_of(by).items() if queue.is_counted}
    if not queues:
        return {}
    parts: list[str] = []
    parameters: list[Any] = []
    for queue in queues.values():
        statement, values = _countable(queue, by).query.sql_with_params()
        parts.append(f"(select count(*) from ({statement}) q)")  # noqa: S608 - compiled by Django, values apart
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(parts), parameters)
        return dict(zip(queues, cursor.fetchone(), strict=True))


def _countable(queue: Queue, by: Actor) -> QuerySet[Any]:
    agency = _agency(by, NO_FILTERS)
    rows: QuerySet[Any] = _cases(queue, by, NO_FILTERS) if agency is None else _parties(queue, by, NO_FILTERS, agency)
    return rows.order_by().values("pk")[:CAPPED]


def neighbours(
    queue: str, number: str, *, by: Actor, filters: Filters = NO_FILTERS, order: str | None = None
) -> Neighbours:
    """The numbers before and after a case in a queue, for paging from case to case. Not for searches."""
    chosen = _queue(queue, by)
    cases = _cases(chosen, by, filters)
    here = access.one(number, by)
    way = _order(chosen.order_named(order))
    mark = Mark(getattr(here, way.moment), here.pk)
    if mark.moment is None:
        return Neighbours(None, None)
    back = replace(way, is_descending=not way.is_descending)
    first = [beyond(cases, o, mark).values_list("number", flat=True).first() for o in (back, way)]
    return Neighbours(*first)
