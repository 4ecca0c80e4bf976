"""Public matters like the one being told, and who supports them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from kentongan.cases import access
from kentongan.cases.models import Case, Support
from kentongan.cases.queries import public
from kentongan.cases.queries.shapes import PublicRow
from kentongan.cases.workflow import OPEN_STATES
from kentongan.core import clock
from kentongan.core.actor import PUBLIC
from kentongan.core.text import words

LOOKED_BACK = timedelta(days=30)
_MOST_LOOKED_AT, _SHOWN = 200, 3
_SHORTEST_WORD, _ENOUGH_WORDS = 4, 2


@dataclass(frozen=True, slots=True)
class Supporter:
    """One who wants news of a public case; `case` is the one it is handled in now."""

    support: int
    case: int
    person: int
    language: str
    title: str
    agency: str
    since: datetime


def similar(*, text: str, category: str, area: str) -> tuple[PublicRow, ...]:
    """Open public cases of the same kelurahan and the last thirty days, of the same subject or told in like words.

    The likest first; at most three. Nothing where the kelurahan is not known.
    """
    if not area:
        return ()
    near = access.visible_to(PUBLIC).filter(
        area=area, state__in=OPEN_STATES, merged_into__isnull=True, received_at__gte=clock.now() - LOOKED_BACK
    )
    wanted = _telling(text)
    found = []
    for case in near.select_related("body").order_by("-received_at", "-pk")[:_MOST_LOOKED_AT]:
        shared = len(wanted & _telling(f"{case.title} {case.body.text}"))
        is_same_subject = bool(category) and case.category_id == category
        if is_same_subject or shared >= _ENOUGH_WORDS:
            found.append((shared + 2 * is_same_subject, case))
    likest = sorted(found, key=lambda pair: -pair[0])[:_SHOWN]
    return tuple(public.row(case) for _, case in likest)


def _telling(text: str) -> set[str]:
    return {word for word in words(text) if len(word) >= _SHORTEST_WORD}


def support_count(case_id: int) -> int:
    """How many support the case, also those of cases joined to it."""
    return Support.objects.filter(Q(case=case_id) | Q(case__merged_into=case_id)).count()


def supports_of(case_ids: Iterable[int]) -> dict[int, int]:
    """How many support each case, in one query; cases without any are left out."""
    ids = set(case_ids)
    rows = Support.objects.filter(Q(case__in=ids) | Q(case__merged_into__in=ids))
    counted = rows.values(at=Coalesce(F("case__merged_into"), F("case"))).annotate(n=Count("pk")).order_by()
    return {row["at"]: row["n"] for row in counted}


def may_support(case_id: int) -> bool:
    """Whether a public case still takes support."""
    return access.visible_to(PUBLIC).filter(pk=case_id, state__in=OPEN_STATES, merged_into__isnull=True).exists()


def supporters(case_ids: Iterable[int]) -> dict[int, list[Supporter]]:
    """Those who want news, by case, of cases that everyone may still read."""
    ids = set(case_ids)
    shown = {case.pk: case for case in access.visible_to(PUBLIC).filter(pk__in=ids).select_related("lead")}
    rows = Support.objects.filter(Q(case__in=ids) | Q(case__merged_into__in=ids), person__isnull=False)
    found: dict[int, list[Supporter]] = {}
    for row in rows.select_related("case").order_by("id"):
        case: Case | None = shown.get(row.case.merged_into_id or row.case_id)
        if case is None or row.person_id is None:
            continue
        agency = case.lead.name if case.lead else ""
        one = Supporter(row.pk, case.pk, row.person_id, row.language, case.title, agency, row.created_at)
        found.setdefault(case.pk, []).append(one)
    return found
