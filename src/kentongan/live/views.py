"""The stream of the desk: what happens to cases, to those who may see it (`text/event-stream`)."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from kentongan.core.actor import Actor, Role
from kentongan.core.roles import NOT_STAFF
from kentongan.live.hub import hub
from kentongan.live.stream import Stream
from kentongan.ui.gate import Access, actor_of

_PORTS = {"http": 80, "https": 443}

STAFF = Access("staff", roles=frozenset(role for role in Role if role not in NOT_STAFF))


async def stream(request: HttpRequest) -> HttpResponseBase:
    """Open until the reader goes or may no longer be here. 401 tells the browser not to try again."""
    origin = _origin(request)
    if origin is None:
        return HttpResponse(status=403)
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    actor, session = await asyncio.to_thread(_who, request)
    if actor is None:
        return _open_to(origin, HttpResponse(status=401))
    response = StreamingHttpResponse(
        _served(Stream(actor, session), _after(request)), content_type="text/event-stream; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return _open_to(origin, response)


stream.access = STAFF  # type: ignore[attr-defined]  # judged above: a stream cannot be sent to a sign-in page


async def _served(mine: Stream, after: int | None) -> AsyncIterator[bytes]:
    try:
        await hub().enter(mine, after)
        async for message in mine.messages():
            yield message
    finally:
        hub().leave(mine)


def _after(request: HttpRequest) -> int | None:
    """The position of the history the page has seen."""
    told = request.GET.get("after", "")
    return int(told) if told.isdecimal() and len(told) < 19 else None


def _who(request: HttpRequest) -> tuple[Actor | None, str]:
    """The reader and his session, read in a thread that keeps no connection."""
    try:
        actor = actor_of(request)
        return (actor if STAFF.admits(actor) else None), request.session.session_key or ""
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _origin(request: HttpRequest) -> str | None:
    """The page's origin, blank where it is our own; None where a stranger's page asks."""
    origin = request.headers.get("Origin", "")
    if not origin:
        return ""
    here = urlsplit(f"{request.scheme}://{request.get_host()}")
    pages = urlsplit(f"{request.scheme}://{_bracketed(here.hostname)}:{settings.KENTONGAN_PORT}")
    ours = {_written(parts) for parts in (here, pages, urlsplit(settings.KENTONGAN_PUBLIC_URL))}
    return origin if origin in ours else None


def _written(parts: SplitResult) -> str:
    """As a browser writes an origin (RFC 6454, 6.2): without the scheme's own port."""
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{_bracketed(parts.hostname)}{port}"


def _bracketed(hostname: str | None) -> str:
    return f"[{hostname}]" if hostname and ":" in hostname else hostname or ""


def _open_to(origin: str, response: HttpResponseBase) -> HttpResponseBase:
    """The desk may lie on another port than its streams."""
    if origin:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Credentials"] = "true"
    response["Vary"] = "Origin, Cookie"
    return response
