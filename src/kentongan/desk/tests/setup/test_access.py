"""The settings belong to the administrator: of things that are there, no other role sees or changes any."""

from collections.abc import Callable

import pytest
from django.urls import URLPattern, reverse

from kentongan.agencies.models import Agency, Route, User
from kentongan.core.actor import Role, system
from kentongan.core.conflicts import Wanted
from kentongan.core.roles import NOT_STAFF
from kentongan.desk.tests.conftest import new_user, signed_in
from kentongan.desk.views.setup.addresses import addresses
from kentongan.history.models import Event
from kentongan.notifications.actions import change_text
from kentongan.notifications.queries import text_now
from kentongan.places.actions import change_city
from kentongan.places.models import City

OTHERS = [role for role in Role if role not in NOT_STAFF | {Role.ADMINISTRATOR}]


def parts_of(key: object) -> list[object]:
    return list(key) if isinstance(key, tuple) else [key]


def there(pattern: URLPattern) -> str:
    """The address of something that is there."""
    route = str(pattern.pattern)
    if "<" not in route:
        return reverse(f"desk:{pattern.name}")
    return reverse(f"desk:{pattern.name}", args=parts_of(KEYS[route.split("/")[0]]()))


KEYS: dict[str, Callable[[], object]] = {
    "routes": lambda: Route.objects.order_by("id")[0].pk,
    "users": lambda: User.objects.get(username="administrator").pk,
    "texts": lambda: ("receipt", "id"),
    "city": lambda: City.objects.get().head_seq,
    "categories": lambda: "jalan",
    "agencies": lambda: Agency.objects.get(code="dpupr").pk,
}


@pytest.fixture(autouse=True)
def _has_changed(kediri: None, db: None) -> None:
    change_city({"phone": Wanted("", "0354-0000001")}, by=system("tests"))
    change_city({"phone": Wanted("0354-0000001", "")}, by=system("tests"))
    said = text_now("receipt", "id").body
    change_text("receipt", "id", {"body": Wanted(said, f"Terima kasih.\n\n{said}")}, by=system("tests"))


@pytest.fixture
def strangers(administrator: User) -> dict[Role, User]:
    return {role: new_user(f"u-{role.value}", role.value) for role in OTHERS}


@pytest.mark.parametrize("pattern", addresses, ids=lambda p: str(p.pattern))
def test_no_other_role_opens_it_or_leaves_a_trace(strangers: dict[Role, User], pattern: URLPattern) -> None:
    before, address = Event.objects.count(), there(pattern)
    for user in strangers.values():
        client = signed_in(user)
        assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]
    assert Event.objects.count() == before


@pytest.mark.parametrize("pattern", addresses, ids=lambda p: str(p.pattern))
def test_the_administrator_opens_it_in_both_languages(administrator: User, pattern: URLPattern) -> None:
    client = signed_in(administrator)
    for language in ("id", "en"):
        User.objects.filter(pk=administrator.pk).update(language=language)
        status = client.get(there(pattern)).status_code  # 405: asked by POST alone
        assert status in {200, 405} or pattern.name == "user-reopen"
