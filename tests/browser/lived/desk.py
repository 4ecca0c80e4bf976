"""Hands at the desk: the first act of each kind is clicked, the others are posted to the same forms."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client
from playwright.sync_api import Page

from kentongan.agencies.models import User
from kentongan.core import clock
from tests.browser.desk import Office
from tests.browser.lived.ledger import WIB

HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')


@dataclass
class Week:
    office: Office
    clicked: set[str] = field(default_factory=set)
    pins: dict[str, str] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)  # told with a position

    def on(self, day: str, hour: int = 9) -> None:
        """The row every process reads is moved: it is this hour now, in the city's time."""
        moment = datetime.fromisoformat(f"2026-{day}T{hour:02d}:00").replace(tzinfo=WIB)
        clock.move(moment - clock.machine())

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def act(self, user: User, number: str, slug: str, **data: Any) -> None:
        """An act at the desk; the first of its kind by hand."""
        address = f"/desk/cases/{number}/{slug}/"
        if slug not in self.clicked:
            self.clicked.add(slug)
            with self._page(user, f"/desk/cases/{number}/" if slug == "verify" else address) as page:
                fill(page, f'form[action^="{address}"]', data, key="v" if slug == "verify" else "")
            return
        client = self.client(user)
        shown = f"/desk/cases/{number}/" if slug == "verify" else address
        html = client.get(shown).content.decode()
        hidden = {name: value for name, value in HIDDEN.findall(html) if name == "seq" or name.startswith("shown_")}
        answer = client.post(address, {**hidden, **data})
        assert answer.status_code in {302, 303}, f"{slug} {number}: {answer.status_code} {_errors(answer)}"

    @contextmanager
    def _page(self, user: User, address: str) -> Iterator[Page]:
        page = self.office.at(user, address)
        yield page
        page.context.close()

    def reporter(self, number: str, act: str, **data: Any) -> None:
        """An act of the reporter, after code and PIN; the first of its kind by hand."""
        if act not in self.clicked:
            self.clicked.add(act)
            page = self.office.open_page("/lacak/")
            fill(page, 'form[action="/lacak/"]', {"code": number, "factor": self.pins[number]})
            fill(page, f'form[action="/lacak/laporan/{act}/"]', data)
            page.context.close()
            return
        client = Client()
        client.post("/lacak/", {"code": number, "factor": self.pins[number]})
        answer = client.post(f"/lacak/laporan/{act}/", data)
        assert answer.status_code == 302, f"{act} {number}: {_errors(answer)}"


def fill(page: Page, form: str, data: dict[str, Any], *, key: str = "") -> None:
    """Fill the fields by their names and send the form, by its button or by a key of the page."""
    held = page.locator(form).first
    for name, value in data.items():
        many = held.locator(f'[name="{name}"]')
        one = many.first
        kind = one.evaluate("e => e.tagName + ':' + (e.type || '')")
        if kind.startswith("SELECT"):
            one.select_option(str(value))
        elif kind == "INPUT:checkbox" and value == "on":
            one.check(force=True)
        elif kind in {"INPUT:radio", "INPUT:checkbox"}:
            held.locator(f'[name="{name}"][value="{value}"]').check(force=True)
        else:
            one.fill(str(value))
    address = page.url
    with page.expect_response(lambda r: r.request.method == "POST"):
        if key:
            page.evaluate("document.activeElement.blur()")
            page.keyboard.press(key)
        else:
            held.locator("button.primary, button.btn").last.click()
    page.wait_for_load_state("load")
    assert page.locator(".field.bad").count() == 0, f"{address}: {page.locator('.field.bad').first.inner_text()}"


def _errors(answer: Any) -> list[str]:
    return re.findall(r'class="error[^>]*>(.*?)</', answer.content.decode(), re.DOTALL)[:4]
