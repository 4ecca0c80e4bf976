"""The two HTTP servers: `python -m config.servers web|live`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from granian.constants import Interfaces, SSLProtocols
from granian.server import Server

from config import environment, logs
from config.parent import die_with_parent

WEB_KILL_SECONDS, LIVE_KILL_SECONDS = 20, 2  # what open requests, and endless streams, get at the end


def web() -> None:
    """Pages and API: processes with threads, requests finished at the end."""
    threads = int(environment.read("KENTONGAN_WEB_THREADS"))
    Server(
        "config.wsgi:application",
        port=environment.port(),
        interface=Interfaces.WSGI,
        workers=int(environment.read("KENTONGAN_WEB_WORKERS")),
        blocking_threads=threads,
        websockets=False,
        workers_kill_timeout=WEB_KILL_SECONDS,
        **_common(),
    ).serve(target_loader=_load_web, wrap_loader=False)


def live() -> None:
    """Streams only: one process, cut off quickly at the end."""
    Server(
        "config.asgi:application",
        port=environment.live_port(),
        interface=Interfaces.ASGINL,
        workers=1,
        backlog=2048,
        websockets=False,
        workers_kill_timeout=LIVE_KILL_SECONDS,
        **_common(),
    ).serve(target_loader=_load_live, wrap_loader=False)


def _load_web() -> Callable[..., Any]:
    """In a worker: the application; imported here so that the master stays small."""
    die_with_parent()
    from config.wsgi import application

    return application


def _load_live() -> Callable[..., Any]:
    die_with_parent()
    from config.asgi import application

    return application


def _common() -> dict[str, Any]:
    certificate, key = environment.read("KENTONGAN_TLS_CERT"), environment.read("KENTONGAN_TLS_KEY")
    return {
        "address": environment.read("KENTONGAN_HOST"),
        "respawn_failed_workers": True,
        "respawn_interval": 0.5,
        "log_dictconfig": logs.dictionary(),
        "ssl_cert": Path(certificate) if certificate else None,
        "ssl_key": Path(key) if key else None,
        "ssl_protocol_min": SSLProtocols.tls12,  # cheap phones
    }


if __name__ == "__main__":
    logs.process = sys.argv[1]
    {"web": web, "live": live}[logs.process]()
