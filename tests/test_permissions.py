"""Every address has an access decision, and keeps it: each role, signed in or not, its own case and another agency's.

What each role may see is typed in from the field's rule (docs/parts/cases.md, privacy), not taken from the code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from kentongan.agencies.models import Agency, User
from kentongan.agencies.queries import actor_for
from kentongan.cases import actions
from kentongan.cases.actions import Verification
from kentongan.cases.models import Case
from kentongan.core.actor import PUBLIC, Role
from kentongan.core.roles import NOT_STAFF
from kentongan.core.tests.rows import kept_for_a_module
from kentongan.history.models import Event
from kentongan.intake.actions import Submission, receive
from kentongan.ui.gate import Access

# role -> does it find a confidential case of its own agency, and one of another agency?
SEES: dict[str, tuple[bool, bool]] = {
    "coordinator": (True, True),
    "supervisor": (True, True),
    "auditor": (True, True),
    "privacy_officer": (True, True),
    "officer": (True, False),
    "field_officer": (True, False),
    "leader": (False, False),
    "call_taker": (False, False),
    "dispatcher": (False, False),
    "village_staff": (False, False),
    "administrator": (False, False),
    "trainer": (False, False),
}
COORDINATES, HANDLES, BOTH = {"coordinator"}, {"officer"}, {"officer", "coordinator"}
# act -> who may ever do it: typed in from the table of the field (who), not from the code
DOES: dict[str, set[str]] = {
    "verify": COORDINATES,
    "suggestion": COORDINATES,  # the routing table's answer in the same form
    "edit": COORDINATES,
    "tag": COORDINATES,
    "route": COORDINATES,
    "send-back": HANDLES,
    "decide": {"supervisor"},
    "leave": {"supervisor"},
    "follow-up": HANDLES,
    "ask": BOTH,
    "share": BOTH,
    "give-task": BOTH,
    "tasks/<str:key>": BOTH,
    "advise": HANDLES,
    "answer": BOTH,
    "write": BOTH,  # follow up, ask or answer
    "marks": BOTH,  # what could be personal in what is written there
    "check": COORDINATES,  # an agency's answer, where the city wants it
    "postpone": COORDINATES,
    "archive": COORDINATES,
    "restore": {"supervisor"},
    "refer": COORDINATES,
    "referral-answered": COORDINATES,
    "extend": BOTH,
    "take-back": COORDINATES,
    "close": COORDINATES,
    "merge": COORDINATES,
    "unmerge": COORDINATES,
}
LOOKS = {"files/<str:key>", "files/<str:key>/view", "files/<str:key>/pages/<int:page>"}
READS = {"", "preview", "identity", *LOOKS}  # of the case; who finds it is SEES
NOTES = {"note", "note/<str:key>", "people", "print"}
DECIDES = {"files/<str:key>/decide", "files/<str:key>/release"}
BESIDE = {"draft", "watch", "messages/<str:key>/resend", *DECIDES, *NOTES}  # no acts of the life cycle
LEAVES = "desk/sign-out/"  # it ends the session it is asked in
# without a provider, or a password given, they lead back to the first step
SECOND_STEPS = ["desk/sign-in/single/", "desk/sign-in/single/back/", "desk/sign-in/code/", "desk/sign-in/app/"]
NOWHERE = re.compile(r"<(?:str:(?:key|code|name|language)|int:\w+)>")
MARK = "Katapenanda"
BROKEN = {500, 502, 504}


@dataclass(frozen=True)
class Address:
    route: str
    view: Any

    @property
    def access(self) -> Access:
        access: Access = self.view.access
        return access

    def of(self, number: str) -> str:
        """The address with its places filled in; what is no case is something nobody has."""
        path = self.route.replace("<str:number>", number)
        for name in ("key", "slug", "name", "code", "language"):
            path = path.replace(f"<str:{name}>", "tidak-ada").replace(f"<{name}>", "tidak-ada")
        return "/" + re.sub(r"<int:\w+>", "0", path)

    @property
    def is_of_a_case(self) -> bool:
        return self.route.startswith("desk/cases/")

    @property
    def act(self) -> str:
        """What is done with the case there: the end of the address."""
        return self.route.removeprefix("desk/cases/<str:number>/").rstrip("/")


def walked(patterns: list[Any], prefix: str = "") -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walked(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield Address(route, pattern.callback)


ADDRESSES = list(walked(get_resolver("config.urls").url_patterns))
OF_STAFF = [a for a in ADDRESSES if getattr(a.view, "access", None) and a.access.kind == "staff" and a.route != LEAVES]


@pytest.mark.parametrize("urls", ["config.urls", "config.live_urls"])
def test_every_address_has_an_access_decision(urls: str) -> None:
    undecided = [
        a.route
        for a in walked(get_resolver(urls).url_patterns)
        if not isinstance(getattr(a.view, "access", None), Access)
    ]
    assert undecided == []


def test_the_desk_is_open_to_staff_alone_but_for_its_door() -> None:
    open_to_all = [a.route for a in ADDRESSES if a.route.startswith("desk/") and a.access.kind != "staff"]
    assert open_to_all == ["desk/sign-in/", LEAVES, *SECOND_STEPS]


def test_every_role_of_those_who_work_here_is_tried() -> None:
    assert set(SEES) == {role.value for role in Role if role not in NOT_STAFF}


def test_every_act_on_a_case_is_open_to_whom_the_field_gives_it() -> None:
    acts = {a.act: {role.value for role in a.access.roles} & set(SEES) for a in OF_STAFF if a.is_of_a_case}
    assert set(acts) == set(DOES) | READS | BESIDE
    assert {act: roles for act, roles in acts.items() if act in DOES} == DOES


@dataclass(frozen=True)
class Town:
    """A confidential case of the roads department and one of the lamps', both passed on."""

    ours: str
    theirs: str

    def events(self) -> int:
        return Event.objects.filter(stream__startswith="case:").count()


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    with kept_for_a_module(django_db_blocker):
        call_command("load_city", "kediri", verbosity=0)
        by = actor_for(user("kepala", "coordinator"))
        yield Town(passed_on("1", "dpupr", by), passed_on("2", "dishub", by))


def user(name: str, role: str) -> User:
    agency = Agency.objects.get(code="dpupr") if role in {"officer", "field_officer"} else None
    return User.objects.create(username=name, name=name.title(), roles=[role], agency=agency)


def passed_on(key: str, agency: str, by: Any) -> str:
    told = Submission("test", key, "web", f"{MARK} di loket, mohon diperiksa.", is_confidential=True)
    number = receive(replace(told, name="Wulan Sekarjati"), by=PUBLIC).code
    actions.verify(number, Verification("unsupervised", "jalan", is_anonymous=False, is_confidential=True), by=by)
    actions.route(number, lead=Agency.objects.get(code=agency).pk, by=by)
    return number


@pytest.fixture
def browsers(town: Town, db: None) -> dict[str, Client]:
    found = {}
    for role in SEES:
        found[role] = Client()
        found[role].force_login(user(f"u-{role}", role), backend="django.contrib.auth.backends.ModelBackend")
    return found


def is_sign_in(response: Any) -> bool:
    return response.status_code in {301, 302} and response.headers["Location"].startswith("/desk/sign-in/")


def expected(address: Address, role: str, *, is_ours: bool) -> str:
    may = DOES.get(address.act) if address.is_of_a_case else None
    if role not in (may if may is not None else {one.value for one in address.access.roles}):
        return "refused"
    if address.is_of_a_case and not SEES[role][0 if is_ours else 1]:
        return "not found"
    return "answered"


def answer_of(response: Any) -> str:
    if response.status_code == 403:
        return "refused"
    if response.status_code == 404:
        return "not found"
    return "broken" if response.status_code in BROKEN or is_sign_in(response) else "answered"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", OF_STAFF, ids=lambda a: a.route)
def test_strangers_are_sent_to_the_door(town: Town, db: None, address: Address, method: str) -> None:
    response = getattr(Client(), method)(address.of(town.ours))
    assert is_sign_in(response)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", OF_STAFF, ids=lambda a: a.route)
def test_each_role_gets_what_is_its_own_and_nothing_of_others(
    town: Town, browsers: dict[str, Client], address: Address, method: str
) -> None:
    is_nothing = bool(NOWHERE.search(address.route))  # nobody has it: who may ask does not find it
    data = {"kind": "ask", "text": "Di sebelah mana persisnya?"} if method == "post" else {}
    for role, browser in browsers.items():
        for number, is_ours in ((town.ours, True), (town.theirs, False)):
            before = town.events()
            response = getattr(browser, method)(address.of(number), data)
            wanted = expected(address, role, is_ours=is_ours)
            if wanted == "answered" and is_nothing:
                wanted = "not found"
            if wanted != "answered":
                assert town.events() == before
                assert MARK not in response.content.decode(errors="replace")
            if response.status_code != 405 or wanted == "refused":  # the method is not served to anybody
                assert answer_of(response) == wanted, f"{role}, {'own' if is_ours else 'other'}: {response.status_code}"


@pytest.mark.parametrize(
    "address",
    [a for a in ADDRESSES if a not in OF_STAFF and a.route not in {LEAVES, *SECOND_STEPS}],
    ids=lambda a: a.route,
)
def test_open_addresses_send_nobody_to_the_door_and_show_no_confidential_case(
    town: Town, db: None, address: Address
) -> None:
    response = Client().get(address.of(town.ours), headers={"Accept": "text/html"})
    assert not is_sign_in(response)
    assert response.status_code not in BROKEN
    if not getattr(response, "streaming", False):
        assert MARK not in response.content.decode(errors="replace")


def test_acts_leave_another_agencys_case_as_it_was(town: Town, browsers: dict[str, Client]) -> None:
    before = Case.objects.get(number=town.theirs).state
    for address in (a for a in OF_STAFF if a.is_of_a_case):
        data = {"reason": "Ini bukan urusan kami.", "text": "Sudah dikerjakan semuanya.", "kind": "follow-up"}
        assert browsers["officer"].post(address.of(town.theirs), data).status_code in {403, 404, 405}
    assert Case.objects.get(number=town.theirs).state == before


@pytest.mark.parametrize("route", SECOND_STEPS)
def test_the_second_step_leads_back_to_the_first_where_no_password_was_given(town: Town, db: None, route: str) -> None:
    for method in ("get", "post"):
        assert is_sign_in(getattr(Client(), method)(f"/{route}", {"code": "000000"}))
