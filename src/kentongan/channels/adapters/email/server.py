"""The mail server as the settings name it: `smtp://user:password@host:587?tls=starttls`."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

_TLS = ("none", "starttls", "implicit")
_PORTS = {"none": 25, "starttls": 587, "implicit": 465}
_SECONDS = 10.0  # for each answer; all of them together stay under the two minutes a message may be in sending
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Server:
    """Where and how to hand mail over. `ca` is a file of certificates to trust instead of the system's."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str | None = None
    seconds: float = _SECONDS


def parse(url: str) -> Server:
    """The server of a `smtp://` or `smtps://` address; ValueError says in words what is wrong with it.

    Options: `tls` (none, starttls, implicit), `ca` (file of certificates), `seconds` (wait for each answer, 0.1 to 10).
    """
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme not in {"smtp", "smtps"}:
        msg = "KENTONGAN_SMTP_URL must begin with smtp:// or smtps://"
        raise ValueError(msg)
    if not parts.hostname:
        msg = "KENTONGAN_SMTP_URL names no host"
        raise ValueError(msg)
    default = "implicit" if parts.scheme == "smtps" else "starttls" if parts.username else "none"
    tls = options.get("tls", default)
    if tls not in _TLS:
        msg = f"tls in KENTONGAN_SMTP_URL must be one of {', '.join(_TLS)}"
        raise ValueError(msg)
    if parts.username and tls == "none" and parts.hostname not in _LOOPBACK:
        msg = "KENTONGAN_SMTP_URL would send its password unprotected: use tls=starttls or smtps://"
        raise ValueError(msg)
    return Server(
        host=parts.hostname,
        port=parts.port or _PORTS[tls],
        tls=tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ca=options.get("ca"),
        seconds=_seconds(options.get("seconds", str(_SECONDS))),
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= _SECONDS:
        msg = f"seconds in KENTONGAN_SMTP_URL must be a number from 0.1 to {_SECONDS:g}"
        raise ValueError(msg)
    return seconds
