"""The newest public cases for feed readers: what the public page shows, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from kentongan.cases.models import Case
from kentongan.cases.queries import public
from kentongan.cases.queries.shapes import Page, PublicRow

MOST = 50


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A public case in a feed; the position is rounded as on its page."""

    row: PublicRow
    text: str
    place_text: str
    lat: float | None
    lon: float | None
    updated_at: datetime


def public_feed(*, category: str = "", area: str = "", district: str = "", limit: int = MOST) -> tuple[FeedItem, ...]:
    """The newest verified public cases, of one subject or of one part of the city where asked. Four queries."""
    page: Page[PublicRow] = public.public_list(
        category=category, area=area, district=district, limit=max(1, min(limit, MOST))
    )
    found = Case.objects.select_related("body").in_bulk([row.case for row in page.rows])
    return tuple(_item(row, found[row.case]) for row in page.rows if row.case in found)


def _item(row: PublicRow, case: Case) -> FeedItem:
    lat, lon = public.rounded(case)
    moments = (case.verified_at, case.routed_at, case.first_follow_up_at, case.answered_at, case.closed_at)
    return FeedItem(
        row=row,
        text=case.body.text,
        place_text=case.place_text,
        lat=lat,
        lon=lon,
        updated_at=max(moment for moment in moments if moment is not None),
    )
