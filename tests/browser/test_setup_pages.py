"""The administrator's pages: accessible in both schemes, at the desk and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from kentongan.agencies.models import Agency, Route
from tests.browser.conftest import BOTH, Look, no_sideways
from tests.browser.desk import Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@BOTH
def test_the_settings(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    administrator = new_user("pengelola", "administrator")
    user, agency = f"users/{office.officer.pk}/", f"agencies/{Agency.objects.get(code='dishub').pk}/"
    route = f"routes/{Route.objects.filter(subject='pju').order_by('id')[0].pk}/"
    page = office.at(administrator, "/desk/setup/", size, scheme=scheme)
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
        "routes/",
        "routes/new/",
        "routes/try/?subject=pju&area=35.71.01.1001",
        route,
        f"{route}renew/",
        f"{route}delete/",
    ):
        page.goto(f"/desk/setup/{path}")
        found[path] = violations(page)
        if not no_sideways(page):
            found[path].append("scrolls sideways")
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    office.leave()


@BOTH
def test_a_conflict_of_two_administrators(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    address = f"/desk/setup/users/{office.officer.pk}/edit/"
    page = office.at(new_user("pengelola", "administrator"), address, size, scheme=scheme)
    office.officer.name = "Nama dari rekan"
    office.officer.save()
    page.get_by_label("Nama", exact=True).fill("Nama dari saya")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".conflict")).to_contain_text("Nama dari rekan")
    assert violations(page) == []
    office.leave()
