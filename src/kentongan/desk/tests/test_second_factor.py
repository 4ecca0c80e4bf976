"""Signing in with a code, setting the app up, and what the administrator does about it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kentongan.agencies import totp
from kentongan.agencies.actions import second_factor
from kentongan.agencies.models import SignIn, SignInFailure, User
from kentongan.agencies.queries import actor_for, signing
from kentongan.core import clock
from kentongan.core.actor import Role, system
from kentongan.desk.tests.conftest import PASSWORD, Desk, new_user, signed_in

SIGN_IN, CODE, APP, OWN = "/desk/sign-in/", "/desk/sign-in/code/", "/desk/sign-in/app/", "/desk/second-factor/"


@pytest.fixture(autouse=True)
def _password(desk: Desk) -> None:
    desk.coordinator.set_password(PASSWORD)
    desk.coordinator.save()


def password_given(where: str = "") -> tuple[Client, str]:
    browser = Client()
    answer = browser.post(SIGN_IN, {"username": "koordinator", "password": PASSWORD, "next": where})
    return browser, answer.headers["Location"]


def code_now(user: User, steps: int = 0) -> str:
    secret = signing.factor_of(user.pk).pending
    assert secret is not None
    return totp.code_at(secret, clock.machine() + timedelta(seconds=30 * steps))


def set_up(user: User) -> list[str]:
    second_factor.begin(user.pk)
    return second_factor.confirm(user.pk, code_now(user, -1), by=actor_for(user))


def test_without_a_second_factor_the_password_is_enough(desk: Desk) -> None:
    assert password_given()[1] == "/desk/"


def test_with_one_the_password_alone_opens_nothing(desk: Desk) -> None:
    set_up(desk.coordinator)
    browser, where = password_given()
    assert where == CODE
    assert browser.get("/desk/").status_code == 302
    assert not SignIn.objects.exists()


def test_password_and_code_lead_to_the_page_that_was_asked_for(desk: Desk) -> None:
    codes = set_up(desk.coordinator)
    browser, _where = password_given("/desk/?queue=overdue")
    answer = browser.post(CODE, {"code": codes[0]})
    assert answer.headers["Location"] == "/desk/?queue=overdue"
    assert browser.get("/desk/").status_code == 200
    assert Client().get(CODE).headers["Location"] == SIGN_IN


def test_a_wrong_code_is_told_and_counted_and_many_lock(desk: Desk) -> None:
    codes = set_up(desk.coordinator)
    browser, _where = password_given()
    for _ in range(4):
        answer = browser.post(CODE, {"code": "000000"})
        assert answer.status_code == 422
        assert "Kode salah" in answer.content.decode()
    browser.post(CODE, {"code": "000000"})
    assert "Tunggu 15 menit" in browser.post(CODE, {"code": codes[0]}).content.decode()
    assert SignInFailure.objects.filter(user=desk.coordinator).count() == 6
    assert browser.get("/desk/").status_code == 302


def test_a_half_open_door_closes_after_ten_minutes_and_with_the_account(desk: Desk) -> None:
    codes = set_up(desk.coordinator)
    browser, _where = password_given()
    session = browser.session
    session["half_signed_in"] = {**session["half_signed_in"], "at": session["half_signed_in"]["at"] - 601}
    session.save()
    assert browser.post(CODE, {"code": codes[0]}).headers["Location"] == SIGN_IN
    browser, _where = password_given()
    User.objects.filter(pk=desk.coordinator.pk).update(is_active=False)
    assert browser.post(CODE, {"code": codes[0]}).headers["Location"] == SIGN_IN


def test_a_role_that_needs_it_sets_it_up_before_it_gets_in(desk: Desk) -> None:
    second_factor.require([Role.COORDINATOR], by=system("tests"))
    browser, where = password_given()
    assert where == APP
    page = browser.get(APP).content.decode()
    assert "<svg" in page
    assert totp.as_text(signing.factor_of(desk.coordinator.pk).pending or b"") in page
    assert browser.get("/desk/").status_code == 302
    assert browser.post(APP, {"code": "000000"}).status_code == 422
    shown = browser.post(APP, {"code": code_now(desk.coordinator)}).content.decode()
    assert len(re.findall(r'<li class="code">[a-z2-9-]{14}</li>', shown)) == 10
    assert browser.get("/desk/").status_code == 200


def test_who_has_it_cannot_be_led_to_set_up_another_with_the_password_alone(desk: Desk) -> None:
    set_up(desk.coordinator)
    browser, _where = password_given()
    assert browser.get(APP).headers["Location"] == CODE
    assert signing.factor_of(desk.coordinator.pk).pending is None


def test_a_user_sets_it_up_and_changes_it_only_with_a_code_of_the_old_one(desk: Desk, coordinator: Client) -> None:
    assert "Pasang" in coordinator.get(OWN).content.decode()
    coordinator.post(OWN, {"act": "begin"})
    shown = coordinator.post(OWN, {"act": "confirm", "code": code_now(desk.coordinator)}).content.decode()
    codes = re.findall(r'<li class="code">([a-z2-9-]{14})</li>', shown)
    assert len(codes) == 10
    assert codes[0] not in coordinator.get(OWN).content.decode()
    assert coordinator.post(OWN, {"act": "begin", "code": "000000"}).status_code == 422
    assert signing.factor_of(desk.coordinator.pk).pending is None
    assert coordinator.post(OWN, {"act": "codes", "code": "000000"}).status_code == 422
    assert coordinator.post(OWN, {"act": "begin", "code": codes[0]}).status_code == 302
    assert signing.factor_of(desk.coordinator.pk).pending is not None
    renewed = coordinator.post(OWN, {"act": "codes", "code": codes[1]}).content.decode()
    assert codes[2] not in renewed
    assert signing.factor_of(desk.coordinator.pk).codes_left == 10


def test_the_administrator_requires_it_of_roles_and_takes_it_away(desk: Desk, coordinator: Client) -> None:
    administrator = signed_in(new_user("admin", "administrator"))
    administrator.post("/desk/security/required/", {"roles": ["administrator", "auditor"]})
    assert signing.required_roles() == {"administrator", "auditor"}
    set_up(desk.coordinator)
    address = f"/desk/security/{desk.coordinator.pk}/reset-factor/"
    assert address in administrator.get("/desk/security/").content.decode()
    assert coordinator.post(address).status_code == 403
    assert "Petugas Koordinator" in administrator.get(address).content.decode()
    assert signing.factor_of(desk.coordinator.pk).is_on
    administrator.post(address)
    assert not signing.factor_of(desk.coordinator.pk).is_on
    assert administrator.get("/desk/security/0/reset-factor/").status_code == 404


def test_looking_takes_nothing_away_of_a_user_who_has_only_begun(desk: Desk) -> None:
    second_factor.begin(desk.coordinator.pk)
    administrator = signed_in(new_user("admin", "administrator"))
    assert administrator.get(f"/desk/security/{desk.coordinator.pk}/reset-factor/").status_code == 404
    assert signing.factor_of(desk.coordinator.pk).pending is not None
