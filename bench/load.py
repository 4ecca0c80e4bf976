"""A load client: a bounded number of kept connections, each sending the next request when its answer is there.

It parses as little as it must (status, length), so that on a small machine it is not what is measured.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

import uvloop

_TIMEOUT = 60.0


@dataclass
class Result:
    """Latencies in seconds by arrival, answers by status, requests that got none."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """In seconds; 0.99 for the slowest of a hundred."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def together(results: Iterable[Result]) -> Result:
    """Several measurements as one."""
    whole = Result()
    for result in results:
        whole.seconds += result.seconds
        whole.latencies += result.latencies
        whole.statuses += result.statuses
        whole.unanswered += result.unanswered
    return whole


class _Connection(asyncio.Protocol):
    def __init__(self, source: Iterator[bytes], result: Result, done: "asyncio.Future[None]") -> None:
        self._source, self._result, self._done = source, result, done
        self._buffer = b""
        self._sent_at = 0.0
        self._is_waiting = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own class is none of asyncio's
        self._next()

    def _next(self) -> None:
        assert self._transport is not None
        request = next(self._source, None)
        if request is None:
            self._is_waiting = False
            self._transport.close()
            return
        self._is_waiting = True
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length:")
        if at >= 0:
            if len(self._buffer) < end + 4 + int(head[at + 15 :].split(b"\r\n", 1)[0]):
                return
        elif b"chunked" in head and not self._buffer.endswith(b"0\r\n\r\n"):
            return
        self._result.latencies.append(time.perf_counter() - self._sent_at)
        self._result.statuses[int(head[9:12])] += 1
        self._buffer = b""
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if self._is_waiting:
            self._result.unanswered += 1
        if not self._done.done():
            self._done.set_result(None)


async def _send(host: str, port: int, requests: Iterable[bytes], concurrency: int) -> Result:
    loop = asyncio.get_running_loop()
    source, result = iter(requests), Result()
    futures: list[asyncio.Future[None]] = [loop.create_future() for _ in range(concurrency)]
    began = time.perf_counter()
    for done in futures:
        await loop.create_connection(lambda done=done: _Connection(source, result, done), host, port)  # type: ignore[misc]
    await asyncio.wait_for(asyncio.gather(*futures), timeout=_TIMEOUT + len(futures))
    result.seconds = time.perf_counter() - began
    return result


def send(port: int, requests: Iterable[bytes], *, concurrency: int = 32, host: str = "127.0.0.1") -> Result:
    """Send all requests, at most `concurrency` at a time, and wait for all answers."""
    return uvloop.run(_send(host, port, requests, concurrency))


def post(path: str, body: bytes, *, key: str = "") -> bytes:
    """A request as it goes over the wire."""
    authorization = f"Authorization: Bearer {key}\r\n" if key else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
