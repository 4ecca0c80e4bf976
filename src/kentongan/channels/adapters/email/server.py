"""The mail server as the settings name it: `smtp://user:password@host:587?tls=starttls&ca=/etc/ssl/city.pem`."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

_TLS = ("none", "starttls", "implicit")
_PORTS = {"none": 25, "starttls": 587, "implicit": 465}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Server:
    """Where and how to hand mail over. `ca` is a file of certificates to trust beside the system's."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str | None = None


def parse(url: str) -> Server:
    """The server of a `smtp://` or `smtps://` address; ValueError says in words what is wrong with it."""
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
    )
