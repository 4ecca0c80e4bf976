"""What surrounds every request: whom the request comes from, its id, its line in the log, its count."""

import ipaddress
import logging
import re
import time
import uuid
from asyncio import iscoroutinefunction
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from config import logs, metrics

log = logging.getLogger("kentongan.request")
_ASKED_OFTEN = {"health", "health/all", "metrics"}
_ID = re.compile(r"[\w-]{8,64}")
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@sync_and_async_middleware
def trusted_proxies(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Believe X-Forwarded-For and -Proto of the configured proxies only, and take them away from everybody else."""
    networks = [ipaddress.ip_network(proxy) for proxy in settings.KENTONGAN_TRUSTED_PROXIES]
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            _believe(request, networks)
            response: HttpResponseBase = await get_response(request)
            return response

        return asynchronous

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        _believe(request, networks)
        response: HttpResponseBase = get_response(request)
        return response

    return synchronous


def _believe(request: HttpRequest, networks: list[Network]) -> None:
    is_trusted = _is_in(request.META.get("REMOTE_ADDR", ""), networks)
    told = {name: request.META.pop(name, "") for name in _FORWARDED}
    request.META["kentongan.forwarded"] = any(told.values())
    if not is_trusted:
        request.META.pop("HTTP_X_REQUEST_ID", None)
        return
    hops = [hop.strip() for hop in told["HTTP_X_FORWARDED_FOR"].split(",") if hop.strip()]
    # From the nearest hop outwards: the first that is not a proxy of ours is the asker.
    asker = next((hop for hop in reversed(hops) if not _is_in(hop, networks)), hops[0] if hops else "")
    if _address(asker) is not None:
        request.META["REMOTE_ADDR"] = asker
    if told["HTTP_X_FORWARDED_PROTO"] in {"http", "https"}:
        request.META["wsgi.url_scheme"] = told["HTTP_X_FORWARDED_PROTO"]
        if hasattr(request, "scope"):
            request.scope["scheme"] = told["HTTP_X_FORWARDED_PROTO"]


def _is_in(text: str, networks: list[Network]) -> bool:
    address = _address(text) if networks else None
    return address is not None and any(address in network for network in networks)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


@sync_and_async_middleware
def requests(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Give the request an id, time it, write its line, count it."""
    if iscoroutinefunction(get_response):
        return _asynchronous(get_response)

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        started = _begin(request)
        response: HttpResponseBase = get_response(request)
        _end(request, response, started)
        return response

    return synchronous


def _asynchronous(
    get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], Awaitable[HttpResponseBase]]:
    async def asynchronous(request: HttpRequest) -> HttpResponseBase:
        started = _begin(request)
        response = await get_response(request)
        _end(request, response, started)
        return response

    return asynchronous


def _begin(request: HttpRequest) -> float:
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    logs.request_id.set(given if _ID.fullmatch(given) else uuid.uuid4().hex)
    return time.perf_counter()


def _end(request: HttpRequest, response: HttpResponseBase, started: float) -> None:
    seconds = time.perf_counter() - started
    route = _route(request)
    response["X-Request-ID"] = logs.request_id.get()
    metrics.count_request(request.method or "", route, response.status_code, seconds)
    level = logging.DEBUG if route in _ASKED_OFTEN else logging.INFO
    log.log(
        level,
        "request",
        extra={
            "method": request.method,
            "route": route,
            "status": response.status_code,
            "duration_ms": round(seconds * 1000, 1),
        },
    )
    logs.request_id.set("")


def _route(request: HttpRequest) -> str:
    """The pattern of the address, never the address: `lacak/<code>/`."""
    match = request.resolver_match
    if match is not None:
        return match.route
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "unknown"
