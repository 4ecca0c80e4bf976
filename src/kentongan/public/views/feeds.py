"""Public reports for feed readers: Atom with positions (GeoRSS Simple), of all, of a subject, of a part of the city."""

from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import XMLGenerator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from kentongan.cases.queries.categories import category_facts
from kentongan.cases.queries.feed import FeedItem, public_feed
from kentongan.core.addresses import public_address
from kentongan.core.errors import NotFound
from kentongan.places import queries as places
from kentongan.public.context import city_facts
from kentongan.ui.gate import open_to_all

GEORSS = "http://www.georss.org/georss"
_SUMMARY = 600


class GeoFeed(Atom1Feed):
    """Atom 1.0; an entry with a position carries it as `georss:point`, latitude first."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:georss": GEORSS}

    def add_item_elements(self, handler: XMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)  # type: ignore[arg-type]
        if item["lat"] is not None:
            handler.addQuickElement("georss:point", f"{item['lat']} {item['lon']}")  # type: ignore[attr-defined]
        if item["place"]:
            handler.addQuickElement("georss:featureName", item["place"])  # type: ignore[attr-defined]


def address_of(category: str, part: str, language: str) -> str:
    """Where the feed of a choice lies: the one address that is linked, so that readers meet."""
    wanted = {"kategori": category, "wilayah": part, "bahasa": language if language != settings.LANGUAGE_CODE else ""}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return reverse("public:feed") + (f"?{query}" if query else "")


@open_to_all
@require_GET
@cache_control(max_age=300, public=True)
def reports(request: HttpRequest) -> HttpResponse:
    """The newest public reports; `kategori`, `wilayah` (kecamatan or kelurahan) and `bahasa` choose."""
    category, part = request.GET.get("kategori", ""), request.GET.get("wilayah", "")
    language = request.GET.get("bahasa", "") or settings.LANGUAGE_CODE
    is_known = (
        category in {"", *category_facts()} and part in {"", *places.areas()} and language in dict(settings.LANGUAGES)
    )
    if not is_known:
        raise NotFound
    with translation.override(language):
        feed = _feed(category, part, language)
        chosen = where(part)
        for item in public_feed(category=category, area=chosen.get("area", ""), district=chosen.get("district", "")):
            _add(feed, item)
        return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def where(part: str) -> dict[str, str]:
    """A kecamatan, a kelurahan or the whole city, as the lists ask for it."""
    facts = places.areas().get(part)
    if facts is None or facts.level == "city":
        return {}
    return {"district" if facts.level == "district" else "area": part}


def _feed(category: str, part: str, language: str) -> GeoFeed:
    facts = city_facts()
    named = [category_facts()[category].label(language)] if category else []
    named += [places.areas()[part].name] if part else []
    own = public_address(address_of(category, part, language))
    list_of = urlencode({name: value for name, value in (("kategori", category), ("kelurahan", part)) if value})
    return GeoFeed(
        title=" · ".join([_("Reports"), *named, facts.name if facts else "Kentongan"]),
        link=public_address(reverse("public:list")) + (f"?{list_of}" if list_of else ""),
        description=_("Only reports a person has checked stand here; confidential ones never do."),
        language=language,
        feed_url=own,
        feed_guid=own,
        author_name=facts.government if facts else "Kentongan",
    )


def _add(feed: GeoFeed, item: FeedItem) -> None:
    row = item.row
    link = public_address(reverse("public:case", kwargs={"case_id": row.case}))
    place = ", ".join(part for part in (item.place_text, row.area) if part)
    feed.add_item(
        title=row.title,
        link=link,
        description=Truncator(item.text).chars(_SUMMARY),
        unique_id=link,
        pubdate=row.verified_at,
        updateddate=item.updated_at,
        categories=[row.category] if row.category else [],
        lat=item.lat,
        lon=item.lon,
        place=place,
    )
