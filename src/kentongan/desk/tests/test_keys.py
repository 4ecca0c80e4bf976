"""Keys for everything: each act button of each page has a letter, a number, or a line that J and K reach; none two."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from kentongan.cases import actions
from kentongan.desk.tests.conftest import Desk, new_user, signed_in
from kentongan.workspace.actions import keep_view

VOID = {"input", "img", "br", "link", "meta", "use", "path", "rect", "circle", "hr", "source", "option"}
IN_LINES = {"kept", "table", "rows", "pickrow", "tagged", "tagging", "bulkbar", "offered"}
NUMBERS = 9


class Page(HTMLParser):
    """The buttons of a page outside its dialogs, each with where it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.keys: list[str] = []
        self.numbered: list[dict[str, str]] = []
        self.feed(html)

    def _within(self) -> Iterator[str]:
        for tag, told in self.open:
            yield tag
            yield told.get("id", "")
            yield from told.get("class", "").split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        around = set(self._within())
        if "dialog" not in around and "template" not in around:
            if "data-key" in told:
                self.keys.append(told["data-key"])
            elif self._is_act(tag, told, around):
                self.numbered.append(told)
        if tag not in VOID:
            self.open.append((tag, told))

    def _is_act(self, tag: str, told: dict[str, str], around: set[str]) -> bool:
        classes = told.get("class", "").split()
        is_sent_by_enter = tag == "button" and "form" in around and "primary" in classes
        is_aside = bool(IN_LINES & around) or "data-close" in told or "no-js" in classes
        return "main" in around and "btn" in classes and not is_sent_by_enter and not is_aside

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1][0] != tag:
            self.open.pop()
        if self.open:
            self.open.pop()


@pytest.fixture
def addresses(desk: Desk) -> dict[str, str]:
    """A case in every state, and something in every list."""
    numbers = {
        "received": desk.received("1"),
        "routed": desk.routed("2"),
        "in_progress": desk.in_progress("3"),
        "answered": desk.answered("4"),
        "archived": desk.received("5"),
        "referred": desk.received("6"),
        "joined": desk.received("7"),
    }
    actions.archive(numbers["archived"], reason="test", text="Uji coba.", by=desk.by)
    referral = actions.Referral("PLN", "Surat 1", "Kami teruskan.")
    actions.refer(numbers["referred"], referral, by=desk.by)
    actions.merge(desk.received("8"), into=numbers["joined"], by=desk.by)
    actions.tag(numbers["routed"], add=["banjir"], by=desk.by)
    actions.write_note(numbers["routed"], text="Lihat, @koordinator dan @jalan.", by=desk.by)
    for user in (desk.by, desk.by_roads):
        keep_view("Semua", "queue=all", by=user)
    return {state: f"/desk/cases/{number}/" for state, number in numbers.items()}


def places() -> list[str]:
    """Every address of the desk that stands by itself, and some lists as they are filtered."""
    every = get_resolver("config.urls").url_patterns
    (desk,) = (p for p in every if isinstance(p, URLResolver) and str(p.pattern) == "desk/")
    routes = [str(one.pattern) for one in plain(desk.url_patterns)]
    found = [f"/desk/{route}" for route in routes if "<" not in route and "sign-" not in route]
    return [*found, "/desk/?queue=all", "/desk/?queue=all&tag=banjir", "/desk/print/?queue=all"]


def plain(patterns: list[Any], prefix: str = "") -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield URLPattern(RoutePattern(prefix + str(one.pattern)), one.callback)
        else:
            yield from plain(one.url_patterns, prefix + str(one.pattern))


PLACES = places()
ROLES = ("coordinator", "supervisor", "officer", "administrator", "privacy_officer", "auditor", "call_taker")


@pytest.mark.parametrize("role", ROLES)
def test_every_act_of_every_page_has_a_key_and_no_key_has_two(desk: Desk, addresses: dict[str, str], role: str) -> None:
    client: Client = signed_in(new_user(f"k-{role}", role, "dpupr" if role == "officer" else ""))
    seen = 0
    for address in [*PLACES, *addresses.values(), *(f"{a}preview/" for a in addresses.values())]:
        response = client.get(address, follow=True)
        if response.status_code >= 400 or "text/html" not in response.headers["Content-Type"]:
            continue
        html = response.content.decode()
        page = Page(html if "<main" in html else f"<main>{html}</main>")
        doubled = [key for key, count in Counter(page.keys).items() if count > 1]
        assert not doubled, f"{address}: {doubled}"
        assert len(page.numbered) <= NUMBERS, f"{address}: {page.numbered}"
        seen += 1
    assert seen > 3


def test_every_act_button_of_a_case_has_a_letter(desk: Desk, addresses: dict[str, str], coordinator: Client) -> None:
    for state, address in addresses.items():
        page = Page(coordinator.get(address).content.decode())
        acts = [told for told in page.numbered if "data-dialog" in told or told.get("role") == "button"]
        assert not acts, f"{state}: {acts}"
        assert {"h", "y", "P", "#"} - {"#"} <= set(page.keys), state


def test_the_keys_of_the_page_are_those_of_its_sheet(desk: Desk, coordinator: Client) -> None:
    html = coordinator.get("/desk/?queue=all").content.decode()
    assert "data-keys-toggle" in html
    assert not re.findall(r'data-key="[^"]{2,}"', html.replace("&lt;", "<").replace("&gt;", ">"))
