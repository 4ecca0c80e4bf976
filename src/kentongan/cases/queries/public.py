"""What everyone may read: cases a person has verified, neither confidential nor archived. Never who told them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from kentongan.agencies.queries import agency_names
from kentongan.cases import access, search
from kentongan.cases.models import Attachment, Case, CaseParty, Entry
from kentongan.cases.privacy import Viewer, sees
from kentongan.cases.queries.categories import category_facts, codes_with
from kentongan.cases.queries.finding import found_ids
from kentongan.cases.queries.paging import Order, walk
from kentongan.cases.queries.rows import category_of
from kentongan.cases.queries.shapes import Page, Point, PublicCase, PublicRow
from kentongan.cases.queries.timeline import Reading, files_of, steps_of, users_of
from kentongan.cases.workflow import State
from kentongan.core.actor import PUBLIC
from kentongan.core.errors import NotFound
from kentongan.history import queries as history
from kentongan.places.queries import areas

_NEWEST_VERIFIED = Order("verified_at", is_descending=True)
_FINE, _COARSE = 4, 3  # decimals of a position: eleven metres, and a hundred and ten for anonymous reports


def published() -> QuerySet[Case]:
    """The twin of `Viewer.PUBLIC` in the matrix, as the partial index `cases_case_public` has it."""
    verified = Case.objects.filter(verified_at__isnull=False, is_confidential=False, exercise__isnull=True)
    return verified.filter(~Q(state=State.ARCHIVED), merged_into__isnull=True)


def public_list(
    *,
    text: str = "",
    category: str = "",
    area: str = "",
    district: str = "",
    state: str = "",
    after: str | None = None,
    limit: int = 20,
) -> Page[PublicRow]:
    """A page of the public list: the newest verified first; with a text, the newest told first."""
    exact = {"area": area, "district": district, "state": state}
    cases = published().filter(**{name: value for name, value in exact.items() if value})
    codes = codes_with(category) if category else []
    if codes:
        cases = cases.filter(category__in=codes)
    if text.strip():
        scopes = [search.PUBLIC, *([search.area_scope(area)] if area else [])]
        scopes += [search.category_scope(codes[0])] if len(codes) == 1 else []
        ids, token = found_ids(text, cases, by=PUBLIC, scopes=scopes, after=after, limit=limit)
    else:
        ids, token = walk(cases, _NEWEST_VERIFIED, after=after, limit=limit)
    found = published().in_bulk(ids)
    pictures = _pictures(ids)
    return Page(tuple(row(found[pk], pictures.get(pk, ("", ""))) for pk in ids if pk in found), token)


def _pictures(case_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The first released picture of a reporter and the last one of an agency, by case."""
    files = Attachment.objects.filter(case__in=case_ids, is_released=True, copy_type__startswith="image/")
    pairs: dict[int, tuple[str, str]] = {}
    for case, key, report in files.order_by("id").values_list("case", "key", "report"):
        before, after = pairs.get(case, ("", ""))
        pairs[case] = (before or key, after) if report is not None else (before, key)
    return pairs


def row(case: Case, pictures: tuple[str, str] = ("", "")) -> PublicRow:
    category, place, language = category_of(case), areas(), get_language() or "id"
    if case.verified_at is None:
        raise NotFound
    return PublicRow(
        case=case.pk,
        title=case.title,
        state=case.state,
        received_at=case.received_at,
        verified_at=case.verified_at,
        area=place[case.area_id].name if case.area_id in place else "",
        category=category.label(language) if category else "",
        icon=category.icon if category else "",
        agency=agency_names().get(case.lead_id or 0, ""),
        report_count=case.report_count,
        before=pictures[0],
        after=pictures[1],
    )


def public_case(case_id: int) -> PublicCase:
    """One public case, or the one it was merged into. NotFound where it is not public."""
    case = _public(case_id)
    parties = list(CaseParty.objects.filter(case=case).order_by("id"))
    events = history.stream_of(f"case:{case.pk}")
    reading = Reading(
        by=PUBLIC,
        sight=sees(Viewer.PUBLIC, access.facts_with(case, parties, ())),
        parties=parties,
        entries=list(Entry.objects.filter(case=case).order_by("seq")),
        attachments=list(Attachment.objects.filter(case=case, is_released=True).order_by("id")),
        reports={},
        users=users_of(events),
    )
    lat, lon = rounded(case)
    return PublicCase(
        row=row(case),
        text=case.body.text,
        place_text=case.place_text,
        lat=lat,
        lon=lon,
        is_anonymous=case.is_anonymous,
        timeline=steps_of(events, reading),
        files=files_of(reading.attachments, reading),
    )


def _public(case_id: int) -> Case:
    merged = Case.objects.filter(pk=case_id, merged_into__isnull=False).values("merged_into")
    case = published().select_related("body").filter(Q(pk=case_id) | Q(pk__in=merged)).first()
    if case is None:
        raise NotFound(case_id)
    return case


def rounded(case: Case) -> tuple[float | None, float | None]:
    """The position as everyone may see it."""
    if case.lat is None or case.lon is None:
        return None, None
    decimals = _COARSE if case.is_anonymous else _FINE
    return round(case.lat, decimals), round(case.lon, decimals)


def public_points(limit: int = 2_000) -> list[Point]:
    """The newest public cases that have a place in the city, for the map."""
    cases = published().filter(lat__isnull=False, is_outside=False).order_by("-verified_at", "-pk")
    columns = ("title", "state", "category", "lat", "lon", "is_anonymous")
    return [_point(case) for case in cases.only(*columns)[:limit]]


def _point(case: Case) -> Point:
    lat, lon = rounded(case)
    category, language = category_of(case), get_language() or "id"
    return Point(case.pk, lat or 0.0, lon or 0.0, case.state, category.label(language) if category else "", case.title)


def public_counts(*, since: datetime) -> Mapping[str, int]:
    """How many public cases each kelurahan has had since then, by its code; sensitive categories are left out."""
    sensitive = [facts.code for facts in category_facts().values() if facts.is_sensitive]
    cases: Any = published().filter(verified_at__gte=since, area__isnull=False).exclude(category__in=sensitive)
    return dict(cases.order_by().values_list("area").annotate(Count("pk")))
