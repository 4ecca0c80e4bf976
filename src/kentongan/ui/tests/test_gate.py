"""Who may open a view."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kentongan.core.actor import PUBLIC, Actor, Role, partner
from kentongan.ui.gate import Access, actor_of, any_staff, client, open_to_all, staff

OFFICER = Actor(label="user:7", roles=frozenset({Role.OFFICER}), user=7)


def run(view: Coroutine[Any, Any, HttpResponse]) -> HttpResponse:
    """The view's answer, from a thread of its own: the browser tests keep a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, view).result()


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


def asked(by: Actor | None, *, path: str = "/desk/aduan/", method: str = "get", **headers: str) -> HttpRequest:
    request: Any = getattr(RequestFactory(), method)(path, headers=headers)
    request.user = AnonymousUser()
    if by is not None:
        request.kentongan_actor = by
    return request  # type: ignore[no-any-return]


def test_every_decorator_leaves_its_decision_on_the_view() -> None:
    decisions = [
        open_to_all(lambda r: None),
        staff(Role.OFFICER)(page),
        any_staff(page),
        client("reports:write")(lambda r: None),
    ]
    assert [view.access.kind for view in decisions] == ["everyone", "staff", "staff", "client"]  # type: ignore[attr-defined]
    assert decisions[3].access == Access("client", scope="reports:write")  # type: ignore[attr-defined]


def test_a_stranger_is_sent_to_sign_in_and_comes_back_where_he_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.LOGIN_URL", "/desk/masuk/")
    response = staff(Role.OFFICER)(page)(asked(None, path="/desk/aduan/?keadaan=routed"))
    assert response.status_code == 302
    assert response["Location"] == "/desk/masuk/?next=%2Fdesk%2Faduan%2F%3Fkeadaan%3Drouted"


def test_a_fragment_of_a_stranger_makes_the_whole_page_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.LOGIN_URL", "/desk/masuk/")
    response = staff(Role.OFFICER)(page)(asked(None, **{"HX-Request": "true"}))
    assert (response.status_code, response["HX-Redirect"]) == (401, "/desk/masuk/")


def test_the_right_role_passes_and_nothing_is_kept_in_a_cache() -> None:
    response = staff(Role.OFFICER, Role.COORDINATOR)(page)(asked(OFFICER))
    assert response.content == b"inside"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.OFFICER])
def test_another_role_is_refused(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        staff(Role.OFFICER)(page)(asked(Actor(label="user:8", roles=frozenset({role}), user=8)))


def test_a_partners_key_is_no_staff_whatever_role_it_names() -> None:
    by = Actor(label="client:3", roles=frozenset({Role.OFFICER}), client=3)
    assert not Access("staff", roles=frozenset({Role.OFFICER})).admits(by)
    assert Access("client", scope="x").admits(partner(3))
    assert not Access("client", scope="x").admits(OFFICER)


def test_any_staff_leaves_out_machines_and_citizens() -> None:
    assert any_staff(page).access.roles.isdisjoint({Role.PARTNER, Role.REPORTER, Role.SYSTEM})  # type: ignore[attr-defined]


def test_streams_are_guarded_too() -> None:
    @staff(Role.OFFICER)
    async def stream(request: HttpRequest) -> HttpResponse:
        return HttpResponse("event")

    assert run(stream(asked(OFFICER))).content == b"event"
    with pytest.raises(PermissionDenied):
        run(stream(asked(Actor(label="user:9", roles=frozenset({Role.LEADER}), user=9))))


def test_without_a_user_the_actor_is_the_public() -> None:
    assert actor_of(asked(None)) is PUBLIC


def test_the_actor_of_a_user_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []

    def find(user: object) -> Actor:
        calls.append(user)
        return OFFICER

    monkeypatch.setattr("kentongan.ui.gate.import_string", lambda name: find)
    request: Any = asked(None)
    request.user = SimpleNamespace(is_authenticated=True)
    assert actor_of(request) is actor_of(request) is OFFICER
    assert len(calls) == 1
