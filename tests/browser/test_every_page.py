"""Every page there is, looked at by axe-core, light at a desk and dark on a telephone; nothing sticks out of any."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext

from tests.browser.conftest import BOTH, Look, Opener
from tests.browser.furnished import City
from tests.test_permissions import ADDRESSES

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

FITS = "document.documentElement.scrollWidth <= innerWidth"
# Where nothing stands in a furnished city, and why.
EMPTY = {
    "api/v1/": "answers only what is nowhere",
    "kota/warna/<str:key>.css": "a sheet of styles",
    "kota/lambang/<str:key>.png": "a picture",
    "desk/setup/city/back/<int:seq>/": "a former profile, where there is one",
    "desk/security/<int:pk>/reset-factor/": "an act on one who has a second factor",
    "desk/bulk/<str:key>/<str:name>/": "a sheet",
    "desk/undo/<str:key>/": "an act on what was done a moment ago",
    "desk/cases/<str:number>/files/<str:key>/pages/<int:page>/": "a picture of a document's page",
}
# Looked at by tests of their own, for which something must be going on; as are the addresses in letters (<token>).
ON_THE_WAY = {
    "lapor/<str:key>/foto/<str:name>/",
    "lapor/<str:key>/terkirim/",
    "lapor/<str:key>/tanda-terima/",
    "lapor/<str:key>/serupa/",
    "lapor/<str:key>/<str:slug>/",
    "lacak/laporan/",
    "lacak/laporan/tutup/",
    "lacak/laporan/berkas/<str:key>/",
    "lacak/laporan/<str:name>/",
    "laporan/berkas/<str:key>/",
    "api/v1/reports/<code>",
}


@BOTH
def test_every_page_is_accessible_and_fits(
    city: None, open_page: Opener, violations: Look, settings: Any, tmp_path: Path, size: Any, scheme: Any
) -> None:
    settings.KENTONGAN_DATA, settings.KENTONGAN_LIVE_URL = tmp_path, "/live"
    town = City()
    found = {address.route: town.at(address) for address in ADDRESSES}
    nowhere = {route for route, one in found.items() if one is None and "<str:token>" not in route}
    assert nowhere - set(EMPTY) - ON_THE_WAY == set(), "furnish the city (tests/browser/furnished.py)"
    screens: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for route, one in found.items():
        if one is None or not one.is_page:
            continue
        if one.role not in screens:
            screens[one.role] = open_page("/robots.txt", size, scheme=scheme)
            _sign_in(screens[one.role].context, town.browsers[one.role], screens[one.role].url)
        screen = screens[one.role]
        screen.goto(one.path)
        told = violations(screen) + ([] if screen.evaluate(FITS) else ["sticks out"])
        if told:
            wrong[route] = told
    assert wrong == {}


def _sign_in(context: BrowserContext, browser: Client, url: str) -> None:
    if "sessionid" in browser.cookies:
        context.add_cookies([{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": url}])
