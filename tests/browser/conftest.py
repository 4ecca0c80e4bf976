"""Chromium for the tests of pages: nothing may break the content security policy, nothing may fail in the console."""

import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Geolocation, Page, Response, ViewportSize

from tests.browser.desk import Office, new_user

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BUILD = ROOT / "src" / "kentongan" / "ui" / "static" / "build"
ARGS = """--disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update
--disable-sync --no-first-run --disable-quic"""
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 780}
NGRONGGO: Geolocation = {"latitude": -7.8385, "longitude": 112.0325, "accuracy": 18}

Opener = Callable[..., Page]
Look = Callable[[Page], list[str]]
BOTH = pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone-dark"])


def no_sideways(page: Page) -> bool:
    """Whether nothing is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture(scope="session", autouse=True)
def _is_built() -> None:
    assert (BUILD / "public.css").is_file(), "the front end is not built: run tools/frontend"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    chromium = os.environ.get("KENTONGAN_CHROMIUM", "/usr/bin/chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*ARGS.split(), *as_root]}


@pytest.fixture
def city(transactional_db: None) -> None:
    """Kota Kediri as shipped, without users and reports."""
    call_command("load_city", "kediri", verbosity=0)


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complained of: policy violations and errors of scripts. The test fails if there is anything."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def open_page(browser: Browser, live_server: Any, city: None, complaints: list[str]) -> Iterator[Opener]:
    """`open_page("/lapor/", PHONE, scheme="dark", javascript=False)`: a page of a browser of its own."""
    contexts: list[BrowserContext] = []

    def heard(message: ConsoleMessage) -> None:
        is_expected = message.text.startswith("Failed to load resource: the server responded with a status of 4")
        is_expected = is_expected or message.text.endswith("net::ERR_INTERNET_DISCONNECTED")
        if message.type == "error" and not is_expected:
            complaints.append(message.text)

    def opener(
        path: str,
        size: Any = None,
        *,
        scheme: Any = "light",
        javascript: bool = True,
        workers: Any = "block",
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=size or DESKTOP,
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            locale="id-ID",
            geolocation=NGRONGGO,
            service_workers=workers,
            permissions=["geolocation", "clipboard-read", "clipboard-write"],
            **more,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture
def office(city: None, open_page: Opener, settings: Any) -> Office:
    """A coordinator and an officer; no stream here: the pages must do without."""
    settings.KENTONGAN_LIVE_URL = "/live"
    return Office(open_page, new_user("koordinator", "coordinator"), new_user("dishub", "officer", "dishub"))


@pytest.fixture
def violations() -> Look:
    """axe-core's findings on a page, WCAG 2.2 AA and best practices, in readable lines."""
    script = AXE.read_text()

    def look(page: Page) -> list[str]:
        page.evaluate(script)
        found = page.evaluate("axe.run()")["violations"]
        return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]

    return look


@pytest.fixture
def weight() -> Callable[[Page, str], tuple[int, int]]:
    """What a first visit to an address costs: bytes when text travels compressed, and requests."""

    def weigh(page: Page, path: str) -> tuple[int, int]:
        responses: list[Response] = []
        page.on("response", lambda response: responses.append(response))
        page.goto(path, wait_until="networkidle")
        return sum(_travelled(response) for response in responses if response.ok), len(responses)

    return weigh


def _travelled(response: Response) -> int:
    body = response.body()
    is_packed = response.headers.get("content-type", "").startswith(("font/", "image/jpeg", "image/png", "image/webp"))
    return len(body) if is_packed or response.url.endswith(".woff2") else len(gzip.compress(body))
