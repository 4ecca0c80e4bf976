"""Single sign-on against a provider of OpenID Connect that runs as a process of its own on this machine."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.core.cache import cache
from django.test import Client

from kentongan.agencies.actions import second_factor
from kentongan.agencies.models import SecondFactor, SignIn, SignInFailure, User

pytestmark = [pytest.mark.server, pytest.mark.django_db]

BEGIN, BACK = "/desk/sign-in/single/", "/desk/sign-in/single/back/"
STAFF = [
    {"sub": "1", "preferred_username": "Rina", "email": "rina@example.id", "email_verified": True},
    {"sub": "2", "preferred_username": "stranger", "email": "rina@example.id", "email_verified": False},
]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = (sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--require-nonce", "1")
    words = [word for one in STAFF for word in ("--user-claims", json.dumps(one))]
    process = subprocess.Popen(
        [*program, "--port", str(port), *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    issuer = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"{issuer}/.well-known/openid-configuration").raise_for_status()
                break
            except httpx.HTTPError:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.1)
        yield issuer
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


@pytest.fixture
def rina(provider: str, settings: Any) -> User:
    cache.clear()
    settings.KENTONGAN_OIDC_ISSUER = provider
    settings.KENTONGAN_OIDC_CLIENT_ID, settings.KENTONGAN_OIDC_CLIENT_SECRET = "kentongan", "rahasia-uji"
    settings.KENTONGAN_OIDC_CLAIM, settings.KENTONGAN_OIDC_NAME = "preferred_username", "Akun Kota"
    return User.objects.create(username="rina", name="Rina", email="rina@example.id", roles=["leader"])


def returned(browser: Client, sub: str, **more: str) -> str:
    """The way back after signing in at the provider."""
    away = browser.get(BEGIN, more)
    assert away.status_code == 302
    answer = httpx.post(away.headers["Location"], data={"sub": sub})
    assert answer.status_code == 302
    way = urlsplit(answer.headers["Location"])
    assert way.path == BACK
    return f"{way.path}?{way.query}"


def test_the_button_is_there_only_where_it_is_set_up(rina: User, settings: Any) -> None:
    assert "Masuk dengan Akun Kota" in Client().get("/desk/sign-in/").content.decode()
    settings.KENTONGAN_OIDC_ISSUER = ""
    assert "Masuk dengan" not in Client().get("/desk/sign-in/").content.decode()
    assert Client().get(BEGIN).headers["Location"] == "/desk/sign-in/"


def test_a_user_of_ours_comes_in_where_he_wanted_to_go_with_our_roles(rina: User) -> None:
    browser = Client()
    inside = browser.get(returned(browser, "1", next="/desk/sessions/"))
    assert inside.headers["Location"] == "/desk/sessions/"
    assert browser.get("/desk/sessions/").status_code == 200
    assert SignIn.objects.get().user == rina
    rina.refresh_from_db()
    assert rina.roles == ["leader"]
    assert User.objects.count() == 1


def test_whoever_has_no_account_here_stays_outside_and_none_is_made(rina: User) -> None:
    browser = Client()
    refused = browser.get(returned(browser, "2"))
    assert refused.status_code == 422
    assert "Mintalah kepada administrator" in refused.content.decode()
    assert User.objects.count() == 1
    assert SignInFailure.objects.count() == 1
    assert browser.get("/desk/").status_code == 302


def test_a_closed_account_stays_closed(rina: User) -> None:
    User.objects.update(is_active=False)
    browser = Client()
    assert browser.get(returned(browser, "1")).status_code == 422


def test_an_email_counts_only_where_the_provider_verified_it(rina: User, settings: Any) -> None:
    settings.KENTONGAN_OIDC_CLAIM = "email"
    browser, other = Client(), Client()
    assert browser.get(returned(browser, "1")).status_code == 302
    assert other.get(returned(other, "2")).status_code == 422


def test_the_second_step_is_still_asked_for(rina: User) -> None:
    second_factor.begin(rina.pk)
    SecondFactor.objects.update(confirmed_at="2026-01-01T00:00:00Z")
    browser = Client()
    step = browser.get(returned(browser, "1"))
    assert step.headers["Location"] == "/desk/sign-in/code/"
    assert browser.get("/desk/").headers["Location"].startswith("/desk/sign-in/")


def test_an_answer_of_another_session_and_one_used_twice_are_refused(rina: User) -> None:
    browser, stranger = Client(), Client()
    way = returned(browser, "1")
    assert stranger.get(way).status_code == 422
    assert browser.get(way).status_code == 302
    browser.post("/desk/sign-out/")
    again = browser.get(way)
    assert again.status_code == 422
    assert "Coba lagi" in again.content.decode()


def test_a_token_of_another_issuer_is_refused(rina: User, settings: Any) -> None:
    browser = Client()
    way = returned(browser, "1")
    settings.KENTONGAN_OIDC_ISSUER += "/."  # the same provider under a name it does not sign with
    assert browser.get(way).status_code == 422


def test_a_code_given_to_another_client_is_refused(rina: User, settings: Any) -> None:
    browser = Client()
    way = returned(browser, "1")
    settings.KENTONGAN_OIDC_CLIENT_ID = "another"
    assert browser.get(way).status_code == 422


def test_leaving_offers_to_leave_the_provider_too(rina: User) -> None:
    browser = Client()
    browser.get(returned(browser, "1"))
    left = browser.post("/desk/sign-out/")
    page = browser.get(left.headers["Location"]).content.decode()
    assert "Keluar juga dari Akun Kota" in page
    assert "end_session" in page
    assert browser.get("/desk/").status_code == 302


def test_a_provider_that_does_not_answer_leaves_the_password(rina: User, settings: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.KENTONGAN_OIDC_ISSUER = f"http://127.0.0.1:{closed.getsockname()[1]}"
        answer = Client().get(BEGIN)
    assert answer.status_code == 422
    assert "tidak menjawab" in answer.content.decode()
    assert 'name="password"' in answer.content.decode()
