"""Is a port free? Asked before anything is started: Granian shares a taken port without a word."""

import contextlib
import http.client
import socket
import ssl
from http import HTTPStatus

from config.check import Misconfigured


def ensure_free(host: str, port: int, setting: str) -> None:
    """Bind once without SO_REUSEPORT; raise in words where somebody listens, or the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            msg = (
                f"Port {port} is only for root. Set {setting} to a port above 1023, and let a proxy serve port {port}."
            )
            raise Misconfigured(msg) from error
        except OSError as error:
            msg = (
                f"{host}:{port} cannot be listened on ({error.strerror}). "
                f"Stop the program that uses it, or set {setting} to a free port."
            )
            raise Misconfigured(msg) from error


def answers(host: str, port: int, *, speaks_tls: bool) -> bool:
    """Does the server of ours there answer requests? It listens before it can."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection: http.client.HTTPConnection
    if speaks_tls:
        unverified = ssl._create_unverified_context()  # the certificate names the city, not this machine
        connection = http.client.HTTPSConnection(reachable, port, timeout=1, context=unverified)
    else:
        connection = http.client.HTTPConnection(reachable, port, timeout=1)
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/health", headers={"Host": "localhost"})
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
