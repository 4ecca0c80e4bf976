"""A real mail server on this machine, for tests: it keeps what it takes and answers as it is told."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope


@dataclass
class MailServer:
    """`answer_to_recipient` and `answer_to_data` are what it says next; `delay` how long it thinks before DATA ends."""

    port: int = 0
    answer_to_recipient: str = "250 OK"
    answer_to_data: str = "250 OK"
    delay: float = 0.0
    taken: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(self, _s: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802
        if self.answer_to_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.delay)
        if self.answer_to_data.startswith("2"):
            self.taken.append(envelope)
        return self.answer_to_data

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=none&seconds=1"

    @property
    def mails(self) -> list[EmailMessage]:
        return [parsed(envelope) for envelope in self.taken]


def parsed(envelope: Envelope) -> EmailMessage:
    content = envelope.content
    assert isinstance(content, bytes)
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


@contextmanager
def running(*, tls: ssl.SSLContext | None = None, password: str = "") -> Iterator[MailServer]:
    """A server on a free port of loopback; with `tls` it demands STARTTLS, with `password` the log-in of `user`."""
    server = MailServer(port=free_port())

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"user", password.encode()))

    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        tls_context=tls,
        require_starttls=tls is not None,
        authenticator=authenticate if password else None,
        auth_required=bool(password),
        auth_require_tls=tls is not None,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
