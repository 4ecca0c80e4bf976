"""The administrator's pages: accessible in both schemes, at the desk and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from kentongan.agencies.models import Agency
from tests.browser.conftest import DESKTOP, PHONE, Opener
from tests.browser.desk import Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = Callable[[Page], list[str]]


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone-dark"])
def test_the_settings(city: None, open_page: Opener, violations: Look, settings: Any, size: Any, scheme: Any) -> None:
    settings.KENTONGAN_LIVE_URL = "/live"
    office = Office(open_page, new_user("pengelola", "administrator"), new_user("dishub", "officer", "dishub"))
    user, agency = f"users/{office.officer.pk}/", f"agencies/{Agency.objects.get(code='dishub').pk}/"
    page = office.at(office.coordinator, "/desk/setup/", size, scheme=scheme)
    found: dict[str, list[str]] = {}
    for path in (
        "",
        "users/",
        "users/new/",
        user,
        f"{user}edit/",
        f"{user}close/",
        "agencies/",
        f"{agency}merge/",
        agency,
    ):
        page.goto(f"/desk/setup/{path}")
        found[path] = violations(page)
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found[path].append("scrolls sideways")
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    office.leave()
