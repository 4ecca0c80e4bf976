"""`kentongan check`: what is wrong with the configuration, in words."""

import argparse
import difflib
import ipaddress
import os
import re
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

from config import environment

_ZONES = {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}
_LEVELS = {"DEBUG", "INFO", "WARNING", "ERROR"}
_NUMBERS = {
    "KENTONGAN_PORT": (1, 65535),
    "KENTONGAN_LIVE_PORT": (1, 65535),
    "KENTONGAN_WEB_WORKERS": (1, 64),
    "KENTONGAN_WEB_THREADS": (1, 64),
}


class Misconfigured(Exception):
    """A setting that cannot be. The message names it and says what to do."""


def ensure() -> None:
    """Before a service starts: raise with every error; only tell what is merely doubtful."""
    errors = [*settings_errors(), *front_end_errors()]
    if errors:
        raise Misconfigured("\n".join(errors))
    for doubt in doubts():
        print(doubt, file=sys.stderr)


def settings_errors() -> Iterator[str]:
    """Values that cannot be, one sentence each."""
    yield from _numbers()
    yield from _choices()
    yield from _addresses()
    yield from _tls()


def front_end_errors() -> Iterator[str]:
    """Are the built files there?"""
    if not (environment.COLLECTED / "staticfiles.json").exists():
        yield "The front end is not built. Run `make setup`."


def doubts() -> Iterator[str]:
    """What works but is probably not meant."""
    known = {setting.name for setting in environment.SETTINGS}
    for name in sorted(os.environ):
        if name.startswith("KENTONGAN_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            yield f"{name} is no setting." + (f" Is {near[0]} meant?" if near else "")
    is_local = environment.read("KENTONGAN_HOST") in {"127.0.0.1", "::1", "localhost"}
    if not is_local and not environment.speaks_tls() and not environment.read("KENTONGAN_TRUSTED_PROXIES"):
        yield (
            "KENTONGAN_HOST serves other machines without HTTPS: passwords travel in the open, and browsers give "
            "neither position nor microphone. Set KENTONGAN_TLS_CERT and KENTONGAN_TLS_KEY, or put a proxy in front."
        )


def _numbers() -> Iterator[str]:
    for name, (low, high) in _NUMBERS.items():
        value = environment.read(name)
        if value and not (re.fullmatch(r"\d+", value) and low <= int(value) <= high):
            yield f"{name} must be a number from {low} to {high}, not {value!r}."
    ports = environment.read("KENTONGAN_PORT"), environment.read("KENTONGAN_LIVE_PORT")
    if ports[0] == ports[1]:
        yield "KENTONGAN_LIVE_PORT must differ from KENTONGAN_PORT."


def _choices() -> Iterator[str]:
    for name, allowed in (
        ("KENTONGAN_TIME_ZONE", _ZONES),
        ("KENTONGAN_LOG_LEVEL", _LEVELS),
        ("KENTONGAN_LOG_FORMAT", {"", "json", "text"}),
    ):
        if environment.read(name) not in allowed:
            yield f"{name} must be one of {', '.join(sorted(allowed - {''}))}, not {environment.read(name)!r}."


def _addresses() -> Iterator[str]:
    for name, schemes in (
        ("DATABASE_URL", {"postgresql", "postgres"}),
        ("KENTONGAN_OWNER_DATABASE_URL", {"postgresql", "postgres"}),
        ("KENTONGAN_SMTP_URL", {"smtp", "smtps"}),
        ("KENTONGAN_PUBLIC_URL", {"http", "https"}),
    ):
        value = environment.read(name)
        if value and urlsplit(value).scheme not in schemes:
            yield f"{name} must begin with {' or '.join(f'{scheme}://' for scheme in sorted(schemes))}."
    for proxy in environment.read_list("KENTONGAN_TRUSTED_PROXIES"):
        try:
            ipaddress.ip_network(proxy)
        except ValueError:
            yield f"KENTONGAN_TRUSTED_PROXIES: {proxy!r} is neither an address nor a network like 10.0.0.0/8."


def _tls() -> Iterator[str]:
    names = ("KENTONGAN_TLS_CERT", "KENTONGAN_TLS_KEY")
    given = [name for name in names if environment.read(name)]
    if len(given) == 1:
        yield f"{given[0]} is set alone: certificate and key belong together."
    for name in given:
        if not os.access(environment.read(name), os.R_OK):
            yield f"{name}: the file {environment.read(name)} cannot be read."


def main(arguments: list[str]) -> int:
    """`kentongan check`: every problem on a line; exit 0 only where there is none."""
    argparse.ArgumentParser("kentongan check", description="Say what is wrong with the configuration.").parse_args(
        arguments
    )
    problems = [*settings_errors(), *front_end_errors()]
    if not problems:
        from config import check_machine

        problems = list(check_machine.problems())
    for line in [*problems, *doubts()]:
        print(line)
    print(f"Problems found: {len(problems)}." if problems else "The configuration is good.")
    return 1 if problems else 0
