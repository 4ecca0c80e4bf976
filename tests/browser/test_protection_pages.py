"""Retention, breaches, requests carried out, sign-in by the city's account: accessible, nothing sticks out of them."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page

from kentongan.agencies.models import User
from kentongan.cases.models import Case, Report
from kentongan.core import clock
from kentongan.people.actions import retention
from kentongan.people.models import Person
from kentongan.people.queries import persons_told
from tests.browser.conftest import BOTH, Look
from tests.browser.desk import Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Kusumaningrum" * 9
PHONE = "+628110000047"
FITS = (
    "[document.documentElement, ...document.querySelectorAll('.scroller')].every((e) => e.scrollWidth <= e.clientWidth)"
)


@pytest.fixture(autouse=True)
def _register_of_erasures(tmp_path: Path, settings: Any) -> None:
    settings.KENTONGAN_DATA = tmp_path


@pytest.fixture
def wrong(violations: Look) -> Look:
    """What is wrong with a page: axe-core's findings, and whether anything is wider than the window."""
    return lambda page: violations(page) + ([] if page.evaluate(FITS) else ["sticks out"])


@pytest.fixture
def keeper(office: Office) -> User:
    return new_user("pdp", "privacy_officer")


def walked(page: Page, wrong: Look, *paths: str) -> dict[str, list[str]]:
    """What is wrong on each of these pages; nothing of a page on which nothing is."""
    found = {}
    for path in paths:
        response = page.goto(path)
        assert response is not None
        assert response.ok, path
        found[path] = wrong(page)
    return {path: told for path, told in found.items() if told}


def posted(user: User, path: str, data: dict[str, Any]) -> int:
    """Sent by his browser without a screen; the status that came back."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.post(path, data).status_code


@BOTH
def test_a_breach_from_its_entry_to_its_letters(
    office: Office, keeper: User, wrong: Look, size: Any, scheme: Any
) -> None:
    register = "/desk/privacy/breaches/"
    page = office.at(keeper, register, size, scheme=scheme)
    assert wrong(page) == []
    page.get_by_role("link", name="Catat kegagalan").first.click()
    page.locator("main form button.primary").click()
    assert wrong(page) == []  # refused beside its fields
    page.get_by_label("Nomor telepon").check()
    page.get_by_label("Berapa orang").fill("120")
    page.get_by_label("Bagaimana").fill(LONG)
    page.get_by_label("Apa upaya penanganannya").fill("Penerima diminta menghapus.")
    page.get_by_label("bertanya").fill("Dinas Kominfo")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/breaches/\d+/$"))
    assert wrong(page) == []
    one = urlsplit(page.url).path
    letters = [f"{one}letter/{whom}/" for whom in ("authority", "persons", "public")]
    assert walked(page, wrong, register, f"{one}edit/", *letters) == {}


@BOTH
def test_what_is_kept_too_long_is_rehearsed_and_erased(
    office: Office, keeper: User, wrong: Look, size: Any, scheme: Any
) -> None:
    number = office.received(name="Wulan Sekarjati", phone=PHONE)
    then = clock.now() - timedelta(days=6 * 365)
    Case.objects.filter(number=number).update(state="closed", closed_at=then)
    Report.objects.filter(code=number).update(received_at=then)
    Person.objects.update(created_at=then)
    page = office.at(keeper, "/desk/privacy/retention/", size, scheme=scheme)
    assert wrong(page) == []
    page.get_by_role("link", name="Ubah").first.click()
    page.locator("input[name=days]").fill("0")
    page.locator("main form button.primary").click()
    assert wrong(page) == []
    page.goto("/desk/privacy/retention/")
    page.locator("form[action*=rehearse] button").click()
    page.wait_for_url(re.compile(r"/retention/\d+/$"))
    assert wrong(page) == []  # it still counts
    retention.carry_all()
    page.reload()
    assert number in page.locator("main").inner_text()
    assert wrong(page) == []
    page.locator("form[action*=erase] button").click()
    assert wrong(page) == []  # not without the tick
    page.locator("input[name=sure]").check()
    page.locator("form[action*=erase] button").click()
    retention.carry_all()
    page.reload()
    assert Person.objects.get().erased_at is not None
    assert wrong(page) == []


@BOTH
@pytest.mark.parametrize("kind", ["access", "correction"])
def test_a_granted_request_is_carried_out(
    office: Office, keeper: User, wrong: Look, kind: str, size: Any, scheme: Any
) -> None:
    office.received(name="Wulan Sekarjati", phone=PHONE)
    asked = {"kind": kind, "channel": "counter", "name": "Wulan Sekarjati", "text": "Mohon diproses."}
    assert posted(keeper, "/desk/privacy/new/", asked) == 302
    page = office.at(keeper, "/desk/privacy/", size, scheme=scheme)
    page.locator("tbody a").first.click()
    one = urlsplit(page.url).path
    assert posted(keeper, f"{one}persons/", {"persons": persons_told(PHONE)}) == 302
    assert posted(keeper, f"{one}decide/", {"decision": "granted", "answer": "Baik."}) == 302
    page.reload()
    assert wrong(page) == []
    page.locator("form[action*=carried-out] button").click()
    assert wrong(page) == []  # not before it was done, nor without a note
    if kind == "correction":
        page.goto(one)
        page.locator("form[action*=correct] input[name=wanted]").first.fill(LONG)
        page.locator("form[action*=correct] button").first.click()
        page.get_by_text("Dibetulkan").first.wait_for()
        assert LONG in page.locator("main").inner_text()
        assert wrong(page) == []


@BOTH
def test_the_door_offers_the_citys_account_where_there_is_one(
    office: Office, wrong: Look, settings: Any, size: Any, scheme: Any
) -> None:
    settings.KENTONGAN_OIDC_ISSUER = "http://127.0.0.1:9"  # nobody answers there
    settings.KENTONGAN_OIDC_CLIENT_ID, settings.KENTONGAN_OIDC_NAME = "kentongan", "Akun Kota"
    page = office.open_page("/desk/sign-in/", size, scheme=scheme)
    assert wrong(page) == []
    page.get_by_role("button", name="Akun Kota").or_(page.get_by_role("link", name="Akun Kota")).click()
    page.locator(".note").first.wait_for()
    assert wrong(page) == []
