"""E-mail over SMTP: plain text, the Message-ID given, marked as made by a machine (RFC 3834)."""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from kentongan.channels.adapters.email.server import Server, parse
from kentongan.channels.base import Capabilities, ChannelError, InboundMessage, OutboundMessage, Receipt
from kentongan.core import clock

_REFERENCE = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)


class EmailChannel:
    """Hands one message at a time to the city's mail server."""

    name = "email"
    capabilities = Capabilities(contact_kind="email", resend_safe=True)

    def __init__(self, url: str) -> None:
        self._url = url

    def problem(self) -> str | None:
        """What is wrong with the settings, in words."""
        try:
            parse(self._url)
        except ValueError as error:
            return str(error)
        return None

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[InboundMessage]:
        raise ChannelError("e-mail is only sent", permanent=True)

    def send(self, message: OutboundMessage) -> Receipt:
        mail = _written(message)
        try:
            server = parse(self._url)
            smtp = _connected(server, sender=_address(message.sender).domain)
            try:
                smtp.send_message(mail)
            finally:
                # Once the server took the message nothing said in parting may make it a failure.
                with contextlib.suppress(smtplib.SMTPException, OSError):
                    smtp.quit()
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise _refusal(code, words, permanent=500 <= code < 600) from error
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error, permanent=500 <= error.smtp_code < 600) from error
        except (
            smtplib.SMTPResponseException
        ) as error:  # greeting, log-in, sender: ours to mend, not the message's fault
            raise _refusal(error.smtp_code, error.smtp_error, is_down=True) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise ChannelError(f"no connection to the mail server ({type(error).__name__})", is_down=True) from error
        return Receipt(external_id=str(mail["Message-ID"]))


def _written(message: OutboundMessage) -> EmailMessage:
    """The mail; refuses anything that would write a header of its own."""
    mail = EmailMessage(policy=SMTP)
    if not _REFERENCE.fullmatch(message.reference):
        raise ChannelError("the reference is no Message-ID", permanent=True)
    try:
        mail["From"] = _address(message.sender)
        mail["To"] = _address(message.recipient)
        mail["Subject"] = message.title
    except ValueError as error:
        raise ChannelError("an address or the title cannot stand in a header", permanent=True) from error
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{message.reference}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if message.unsubscribe:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text, subtype="plain", charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = message.language
    return mail


def _address(text: str) -> Address:
    """`Name <a@b>` or `a@b`; ValueError where it is neither, or more than one."""
    name, spec = parseaddr(text)
    if "@" not in spec or not spec.isascii() or any(sign in text for sign in "\r\n,;"):
        msg = "not an e-mail address"
        raise ValueError(msg)
    return Address(display_name=name, addr_spec=spec)


def _connected(server: Server, *, sender: str) -> smtplib.SMTP:
    """A session ready to take mail: encrypted and logged in as the settings say."""
    context = ssl.create_default_context(cafile=server.ca)
    if server.tls == "implicit":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=sender, timeout=server.seconds, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, local_hostname=sender, timeout=server.seconds)
    try:
        if server.tls == "starttls":
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _refusal(code: int, words: bytes | str, *, permanent: bool = False, is_down: bool = False) -> ChannelError:
    """What the server answered, as its codes alone: its words often repeat the address."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}", text)
    return ChannelError(f"SMTP {code}{f' {enhanced[0]}' if enhanced else ''}", permanent=permanent, is_down=is_down)
