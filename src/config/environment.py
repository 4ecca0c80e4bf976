"""Every setting from the environment, in one table: name, default, meaning.

`docs/operations/settings.md` is made from it.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

COLLECTED = Path(__file__).resolve().parents[1] / "collected"  # the built front end, filled by `make setup`


@dataclass(frozen=True)
class Setting:
    """One environment variable. `default` is what an empty value means."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting(
        "DATABASE_URL",
        "",
        "PostgreSQL 15 to 18 of your own, e.g. postgresql://kentongan_app@db/kentongan. "
        "Empty: an embedded server in the data folder.",
    ),
    Setting("KENTONGAN_OWNER_DATABASE_URL", "", "The same database as its owner, for migrations. Empty: DATABASE_URL."),
    Setting("KENTONGAN_DATA", "var", "Folder of all data: database, keys, files. Relative to the working folder."),
    Setting("KENTONGAN_KEYS", "", "Folder of the key ring. Empty: keys in the data folder."),
    Setting("KENTONGAN_HOST", "127.0.0.1", "Address to listen on."),
    Setting("KENTONGAN_PORT", "8000", "Port of the web process."),
    Setting("KENTONGAN_LIVE_PORT", "", "Port of the live process. Empty: KENTONGAN_PORT + 1."),
    Setting(
        "KENTONGAN_LIVE_URL",
        "",
        "Where browsers reach the live process, e.g. /live behind a proxy. Empty: its own port.",
    ),
    Setting("KENTONGAN_PUBLIC_URL", "", "Address citizens use, for links in messages. Empty: http://HOST:PORT."),
    Setting("KENTONGAN_ALLOWED_HOSTS", "", "Host names served beside localhost, separated by commas."),
    Setting(
        "KENTONGAN_TRUSTED_PROXIES", "", "Addresses of proxies whose X-Forwarded-For is believed, separated by commas."
    ),
    Setting("KENTONGAN_TLS_CERT", "", "Certificate file; with KENTONGAN_TLS_KEY the server speaks HTTPS itself."),
    Setting("KENTONGAN_TLS_KEY", "", "Key file of the certificate."),
    Setting(
        "KENTONGAN_CITY", "kediri", "City profile to load into an empty database: kediri or banyuwangi, or a folder."
    ),
    Setting("KENTONGAN_TIME_ZONE", "Asia/Jakarta", "Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)."),
    Setting("KENTONGAN_SECRET_KEY", "", "Signs sessions. Empty: made once and kept with the keys."),
    Setting("KENTONGAN_WEB_WORKERS", "2", "Processes of the web server."),
    Setting("KENTONGAN_WEB_THREADS", "4", "Threads of each."),
    Setting(
        "KENTONGAN_SMTP_URL",
        "",
        "smtp://user:password@host:587?tls=starttls. Empty: e-mail goes to the console channel.",
    ),
    Setting("KENTONGAN_MAIL_FROM", "", "Sender of e-mail. Empty: lapor@ the city's mail domain."),
    Setting(
        "KENTONGAN_OIDC_ISSUER",
        "",
        "Issuer of the city's single sign-on (OpenID Connect), to the letter as it signs, "
        "e.g. https://masuk.example.go.id/kota. Empty: off.",
    ),
    Setting("KENTONGAN_OIDC_CLIENT_ID", "", "How this installation is known there."),
    Setting("KENTONGAN_OIDC_CLIENT_SECRET", "", "Its secret there."),
    Setting(
        "KENTONGAN_OIDC_CLAIM",
        "preferred_username",
        "What finds the user here: preferred_username (his sign-in name) or email (where the provider verified it).",
    ),
    Setting("KENTONGAN_OIDC_NAME", "SSO", "What the button on the sign-in page calls it."),
    Setting("KENTONGAN_CLOCK_MOVABLE", "", "1 lets tests, demos and exercises move the clock."),
    Setting("KENTONGAN_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Setting("KENTONGAN_LOG_FORMAT", "", "json or text. Empty: text on a terminal, else json."),
    Setting(
        "KENTONGAN_METRICS_TOKEN",
        "",
        "Opens /metrics and /health/all to whoever sends it (Authorization: Bearer). Empty: this machine only.",
    ),
)

_BY_NAME = {s.name: s for s in SETTINGS}


def read(name: str) -> str:
    """The value of a known setting; an unknown name is a mistake of the program."""
    return os.environ.get(name, "").strip() or _BY_NAME[name].default


def read_list(name: str) -> list[str]:
    return [part.strip() for part in read(name).split(",") if part.strip()]


def read_flag(name: str) -> bool:
    return read(name).lower() in {"1", "true", "yes", "ya"}


def port() -> int:
    return int(read("KENTONGAN_PORT"))


def live_port() -> int:
    return int(read("KENTONGAN_LIVE_PORT") or port() + 1)


def speaks_tls() -> bool:
    return bool(read("KENTONGAN_TLS_CERT"))


def address() -> str:
    """Where the web process is reached without a proxy."""
    host = read("KENTONGAN_HOST")
    scheme = "https" if speaks_tls() else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port()}"


def live_sources() -> str:
    """Where streams come from, for the content security policy: the live port of whatever host served the page."""
    return f"{'https' if speaks_tls() else 'http'}://*:{live_port()}"


def log_format() -> str:
    return read("KENTONGAN_LOG_FORMAT") or ("text" if sys.stderr.isatty() else "json")


def table() -> str:
    """All settings as the page of the documentation."""
    rows = [f"| `{s.name}` | {f'`{s.default}`' if s.default else ''} | {s.meaning} |" for s in SETTINGS]
    return "\n".join(
        [
            "# Settings",
            "",
            "All settings come from the environment. `kentongan check` says what is wrong with them, in words.",
            "This page is made by `python -m config.environment > docs/operations/settings.md`.",
            "",
            "| name | default | meaning |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    print(table(), end="")
