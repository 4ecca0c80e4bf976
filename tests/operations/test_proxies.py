"""Whom a request comes from, where proxies stand between."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from config.middleware import trusted_proxies


def seen(address: str, **headers: str) -> HttpRequest:
    """The request as a view sees it."""
    found: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append(request)
        return HttpResponse()

    trusted_proxies(view)(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers))
    return found[0]


@override_settings(KENTONGAN_TRUSTED_PROXIES=["10.0.0.0/8", "::1"])
@pytest.mark.parametrize(
    ("address", "forwarded", "asker"),
    [
        ("10.0.0.5", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.5", "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # what a client claims stands further left
        ("10.0.0.5", "203.0.113.7, 10.0.0.9", "203.0.113.7"),  # two proxies of ours
        ("10.0.0.5", "2001:db8::1", "2001:db8::1"),
        ("10.0.0.5", "nonsense", "10.0.0.5"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # not a proxy of ours
    ],
)
def test_only_our_proxies_say_who_asks(address: str, forwarded: str, asker: str) -> None:
    request = seen(address, **{"X-Forwarded-For": forwarded})
    assert request.META["REMOTE_ADDR"] == asker
    assert "HTTP_X_FORWARDED_FOR" not in request.META


@override_settings(KENTONGAN_TRUSTED_PROXIES=["10.0.0.5"])
def test_only_our_proxies_say_that_it_was_https() -> None:
    assert seen("10.0.0.5", **{"X-Forwarded-Proto": "https"}).is_secure()
    assert not seen("203.0.113.9", **{"X-Forwarded-Proto": "https"}).is_secure()


def test_a_forwarded_host_is_never_believed() -> None:
    assert "HTTP_X_FORWARDED_HOST" not in seen("127.0.0.1", **{"X-Forwarded-Host": "evil.example.com"}).META
