"""The citizen's pages in a browser: readable by everyone, light, and whole without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kentongan.cases.tests.factories import pk_of
from kentongan.public.tests.conftest import report
from tests.browser.conftest import DESKTOP, PHONE, Opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("/", "/lapor/", "/lacak/", "/laporan/", "/peta/", "/bantuan/", "/privasi/", "/aksesibilitas/", "/tidak-ada/")
WITHOUT_MAP = tuple(page for page in PAGES if page not in {"/peta/", "/tidak-ada/"})
BUDGET = 100_000  # bytes
MOST_REQUESTS = 8  # page, styles, script, icons, sign, two fonts, manifest


def filled(page: Page) -> str:
    """A city with reports in it; gives the address of one."""
    numbers = [report("1").answered(), report("2", text="Jalan berlubang dekat pasar.").closed()]
    page.reload()
    return f"/laporan/{pk_of(numbers[0].code)}/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_is_accessible(
    open_page: Opener, violations: Callable[[Page], list[str]], size: Any, scheme: str
) -> None:
    page = open_page("/", size, scheme=scheme)
    found = {}
    for address in (*PAGES, filled(page)):
        page.goto(address, wait_until="networkidle")
        found[address] = violations(page)
    assert {address: lines for address, lines in found.items() if lines} == {}


def test_nothing_is_wider_than_a_small_phone(open_page: Opener) -> None:
    page = open_page("/", PHONE)
    for address in (*PAGES, filled(page)):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_large_print_is_larger_and_no_wider_than_a_small_phone(
    open_page: Opener, violations: Callable[[Page], list[str]]
) -> None:
    page = open_page("/", PHONE, javascript=True)
    page.get_by_role("button", name="Huruf besar").click()
    expect(page.get_by_role("button", name="Huruf biasa")).to_be_visible()
    for address in (*WITHOUT_MAP, "/peta/", filled(page)):
        page.goto(address)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
    assert violations(page) == []
    page.goto("/")
    for box in (".sos", ".start"):
        edge = page.locator(box).evaluate("(e) => e.getBoundingClientRect()")
        assert edge["left"] == pytest.approx(360 - edge["right"], abs=2), box
    page.get_by_role("button", name="Huruf biasa").click()
    expect(page.get_by_role("button", name="Huruf besar")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"


def test_nothing_is_wider_without_javascript_either(open_page: Opener) -> None:
    page = open_page("/", PHONE, javascript=False)
    for address in PAGES:
        page.goto(address)
        page.mouse.wheel(500, 0)
        assert page.locator("body").bounding_box()["width"] <= 360, address  # type: ignore[index]
        wide = page.locator("main, form, .pickfile, .input").all()
        boxes = [box for box in (element.bounding_box() for element in wide) if box]
        assert max(box["x"] + box["width"] for box in boxes) <= 360, address


def test_what_a_thumb_must_hit_is_large_enough(open_page: Opener) -> None:
    page = open_page("/", PHONE)
    is_small = "e.offsetParent && e.getBoundingClientRect().height < 43.5"
    small = f"all => all.filter(e => {is_small}).map(e => e.outerHTML.slice(0, 90))"
    for address in ("/", "/lapor/", "/lacak/", "/laporan/"):
        page.goto(address)
        assert page.locator(".btn, .input, .kinds a, .sosbar a").evaluate_all(small) == [], address


@pytest.mark.parametrize("address", WITHOUT_MAP)
def test_a_first_visit_keeps_to_its_bytes_and_requests(
    open_page: Opener, weight: Callable[[Page, str], tuple[int, int]], address: str
) -> None:
    page = open_page("/robots.txt", PHONE)
    size, requests = weight(page, address)
    assert size < BUDGET
    assert requests <= MOST_REQUESTS


def test_a_public_report_keeps_to_the_budget_too(
    open_page: Opener, weight: Callable[[Page, str], tuple[int, int]]
) -> None:
    page = open_page("/robots.txt", PHONE)
    size, requests = weight(page, filled(page))
    assert size < BUDGET
    assert requests <= MOST_REQUESTS


def test_112_is_above_the_fold_of_a_small_phone(open_page: Opener) -> None:
    page = open_page("/", PHONE)
    for address in ("/", "/lapor/", "/lacak/", "/laporan/", "/peta/"):
        page.goto(address)
        box = page.locator("a[href='tel:112']").first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 600, address


def test_the_map_draws_the_reports(open_page: Opener) -> None:
    page = open_page("/", DESKTOP)
    filled(page)
    page.goto("/peta/")
    expect(page.locator(".map.city.drawn canvas")).to_be_visible()


def test_without_webgl_the_drawing_of_the_server_stays(open_page: Opener) -> None:
    page = open_page("/", DESKTOP)
    filled(page)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto("/peta/", wait_until="networkidle")
    expect(page.locator("svg.counted")).to_be_visible()
    expect(page.locator("[data-canvas]")).to_be_hidden()
    expect(page.get_by_role("table")).to_be_visible()


def test_the_menu_of_the_phone_opens_without_javascript(open_page: Opener) -> None:
    page = open_page("/", PHONE, javascript=False)
    page.locator("details.menu summary").click()
    page.get_by_role("link", name="Peta").click()
    page.wait_for_url("**/peta/")


def test_the_keyboard_reaches_the_content_first(open_page: Opener) -> None:
    page = open_page("/laporan/", DESKTOP)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_language_is_switched_in_place(open_page: Opener) -> None:
    page = open_page("/laporan/?q=lampu", DESKTOP)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What people report")
    assert page.url.endswith("/laporan/?q=lampu")
