"""Signing in and out, and what is kept of the look."""

import pytest
from django.test import Client

from kentongan.agencies.models import User
from kentongan.desk.tests.conftest import PASSWORD, Desk, signed_in

SIGN_IN = "/desk/sign-in/"


@pytest.fixture(autouse=True)
def _password(desk: Desk) -> None:
    desk.coordinator.set_password(PASSWORD)
    desk.coordinator.save()


def test_the_right_password_leads_to_the_inbox(desk: Desk, client: Client) -> None:
    response = client.post(SIGN_IN, {"username": "koordinator", "password": PASSWORD})
    assert response.headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_page_asked_for_before_is_opened_after(desk: Desk, client: Client) -> None:
    asked = client.get("/desk/?queue=overdue")
    assert asked.headers["Location"] == "/desk/sign-in/?next=%2Fdesk%2F%3Fqueue%3Doverdue"
    response = client.post(SIGN_IN, {"username": "koordinator", "password": PASSWORD, "next": "/desk/?queue=overdue"})
    assert response.headers["Location"] == "/desk/?queue=overdue"


@pytest.mark.parametrize("elsewhere", ["https://jahat.example.com/", "//jahat.example.com", "javascript:alert(1)"])
def test_no_address_of_strangers_is_followed(desk: Desk, client: Client, elsewhere: str) -> None:
    response = client.post(SIGN_IN, {"username": "koordinator", "password": PASSWORD, "next": elsewhere})
    assert response.headers["Location"] == "/desk/"


def test_a_wrong_name_and_a_wrong_password_are_told_the_same(desk: Desk, client: Client) -> None:
    wrong_password = client.post(SIGN_IN, {"username": "koordinator", "password": "salah"})
    wrong_name = client.post(SIGN_IN, {"username": "bukan-siapa", "password": "salah"})
    assert wrong_password.status_code == wrong_name.status_code == 422
    for response in (wrong_password, wrong_name):
        assert "Nama atau kata sandi salah" in response.content.decode()


def test_too_many_wrong_tries_are_told_how_long_to_wait_and_the_right_one_waits_too(desk: Desk, client: Client) -> None:
    for _ in range(8):
        last = client.post(SIGN_IN, {"username": "koordinator", "password": "salah"})
    assert last.status_code == 429
    assert "Tunggu 15 menit" in last.content.decode()
    assert client.post(SIGN_IN, {"username": "koordinator", "password": PASSWORD}).status_code == 429


def test_one_who_left_does_not_get_in(desk: Desk, client: Client) -> None:
    User.objects.filter(pk=desk.coordinator.pk).update(is_active=False)
    assert client.post(SIGN_IN, {"username": "koordinator", "password": PASSWORD}).status_code == 422


def test_signing_out_needs_a_post_and_ends_the_session(coordinator: Client) -> None:
    assert coordinator.get("/desk/sign-out/").status_code == 405
    assert coordinator.get("/desk/").status_code == 200
    coordinator.post("/desk/sign-out/")
    assert coordinator.get("/desk/").status_code == 302


def test_language_and_colours_go_with_the_user_to_another_machine(desk: Desk, coordinator: Client) -> None:
    coordinator.post("/desk/preferences/", {"language": "en"})
    coordinator.post("/desk/preferences/", {"theme": "dark"})
    other = Client()
    other.post(SIGN_IN, {"username": "koordinator", "password": PASSWORD})
    page = other.get("/desk/").content.decode()
    assert "To be verified" in page
    assert 'data-theme="dark"' in page


def test_colours_can_follow_the_system_again(desk: Desk, coordinator: Client) -> None:
    coordinator.post("/desk/preferences/", {"theme": "dark"})
    coordinator.post("/desk/preferences/", {"theme": "auto"})
    assert "data-theme=" not in coordinator.get("/desk/").content.decode()


def test_pages_of_the_desk_stay_in_no_cache(coordinator: Client) -> None:
    assert "no-store" in coordinator.get("/desk/").headers["Cache-Control"]


def test_a_real_city_names_no_accounts_on_its_door(desk: Desk, client: Client) -> None:
    assert "Akun peragaan" not in client.get(SIGN_IN).content.decode()


def test_a_demonstration_names_its_accounts_and_no_password(desk: Desk, client: Client) -> None:
    User.objects.filter(pk=desk.coordinator.pk).update(email="koordinator@example.id")
    page = client.get(SIGN_IN).content.decode()
    assert "Akun peragaan" in page
    assert "koordinator" in page
    assert PASSWORD not in page


def test_one_who_is_signed_in_goes_on(desk: Desk) -> None:
    assert signed_in(desk.roads).get(SIGN_IN).status_code == 302
