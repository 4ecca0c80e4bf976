"""Intake by JSON at concurrency 32: everything in, against a bare server, and against pgbench as the ceiling."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench import harness, load
from bench.harness import PORT, Row, print_rows
from config import postgres

COUNT, WARM, AT_ONCE = 3_000, 1_000, 32
ROUNDS = 3  # taken in turns, so that a busy moment of the machine meets both
DJANGO_PEER = 26.0  # reports a second of a well-known Django service on two cores like these, as published by its users
TEXT = (
    "Jalan di depan pasar berlubang dalam, tadi pagi ada anak jatuh dari sepeda. Kalau hujan lubangnya tidak"
    " kelihatan. Sudah dua minggu belum ada tanda. Mohon segera ditambal, terima kasih."
)


def requests(count: int, key: str) -> Iterator[bytes]:
    for number in range(count):
        report = {
            "external_id": uuid.uuid4().hex,
            "text": TEXT,
            "category": "jalan",
            "place": {"lat": -7.82 + number % 50 / 10_000, "lon": 112.01},
            "contact": {"name": "Budi Contoh", "phone": f"0811-0000-0{number % 100:02d}"},
        }
        yield load.post("/api/v1/reports", json.dumps(report).encode(), key=key)


def sent(port: int, key: str, count: int = COUNT) -> load.Result:
    result = load.send(port, list(requests(count, key)), concurrency=AT_ONCE)
    if set(result.statuses) != {201}:
        msg = f"not all were taken in: {result.statuses}"
        raise RuntimeError(msg)
    return result


def in_turns(ports: list[int], key: str) -> list[load.Result]:
    """All servers warmed, then each measured in every round; what they did in all rounds together."""
    for port in ports:
        sent(port, key, WARM)
    rounds = [[_settled(port, key) for port in ports] for _ in range(ROUNDS)]
    return [load.together(results) for results in zip(*rounds, strict=True)]


def _settled(port: int, key: str) -> load.Result:
    """A round that begins when the worker has followed all that the rounds before left it."""
    wait_for_followers()
    return sent(port, key)


def wait_for_followers() -> None:
    from django.db import connection

    behind = (
        "select exists (select 1 from history_pending) or exists"
        " (select 1 from history_cursor where position < (select coalesce(max(position), 0) from history_log))"
    )
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute(behind)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.1)
    msg = "the followers do not come to the end of the history"
    raise RuntimeError(msg)


@contextmanager
def bare_server(url: str, rule: int, calendar: int) -> Iterator[int]:
    port = PORT + 5
    values = {**os.environ, "BARE_URL": url, "BARE_RULE": str(rule), "BARE_CALENDAR": str(calendar)}
    words = ["--interface", "asgi", "--port", str(port), "--workers", "2", "--no-ws", "--workers-kill-timeout", "2"]
    server = subprocess.Popen([sys.executable, "-m", "granian", *words, "bench.bare:application"], env=values)
    try:
        harness.wait_for_port(port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def pgbench(url: str, rule: int, calendar: int) -> float:
    """Transactions a second of the statement alone, 8 clients on 2 threads; 0 where pgbench is not installed."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    if not programs:
        return 0.0
    parts = urlsplit(url)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_script(rule, calendar))
        script.flush()
        words = ["-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", "8", "-f", script.name]
        host = parse_qs(parts.query)["host"][0]
        target = ["-h", host, "-U", str(parts.username), parts.path.lstrip("/")]
        done = subprocess.run([str(programs[-1]), *words, *target], capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    return float(found[1]) if found else 0.0


def _script(rule: int, calendar: int) -> str:
    from bench.bare import FIXED
    from kentongan.cases import sql

    fresh = {
        "report_id": ":id",
        "case_id": ":id",
        "code": "'P' || :id",
        "client": "'pgbench'",
        "external_id": "'' || :id",
        "stream": "'case' || chr(58) || :id",
        "rule_id": str(rule),
        "calendar_id": str(calendar),
        "text": f"'{TEXT}'",
    }
    statement = sql.SUBMIT_ONE.decode()
    for number, (name, kind) in reversed(list(enumerate(sql.COLUMNS.items(), start=1))):
        statement = statement.replace(f"${number}::", f"({fresh.get(name) or _literal(FIXED[name], kind)})::")
    return "\\set id random(2000000000000, 9000000000000000)\n" + statement.replace("\n", " ") + ";\n"


def _literal(value: object, kind: str) -> str:
    if value is None:
        return "null"
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'"
    return "'" + str(value).replace(":", "' || chr(58) || '") + "'"  # a colon names a variable there


def measured() -> list[Row]:
    from kentongan.agencies.queries import calendar
    from kentongan.cases.models import DeadlineRule

    url, key = os.environ["DATABASE_URL"], sys.argv[1]
    rule, version = DeadlineRule.objects.filter(stage="verify")[0].pk, calendar()[0]
    with bare_server(url, rule, version) as port:
        bare, ours = in_turns([port, PORT], key)
    wait_for_followers()
    ceiling = pgbench(url, rule, version)
    name = "intake by JSON, 32 at once: key, rate limit, checks, encryption, place, deadline, event"
    peer = "bare Starlette + asyncpg, same statement (goal ≥ 0.4)"
    rows = [
        Row(name, ours.rate, "reports/s", peer, ours.rate / bare.rate),
        Row(name, ours.rate, "reports/s", "a well-known Django peer, 26/s (goal ≥ 40)", ours.rate / DJANGO_PEER),
        *(_latency(share, ours, bare) for share in (0.5, 0.99)),
        Row("bare Starlette + asyncpg, two workers", bare.rate, "reports/s"),
    ]
    if ceiling:
        peer = "pgbench of the statement alone, 8 clients"
        rows.append(Row("bare Starlette + asyncpg, two workers", bare.rate, "reports/s", peer, bare.rate / ceiling))
        rows.append(Row(peer, ceiling, "statements/s"))
    return rows


def _latency(share: float, ours: load.Result, bare: load.Result) -> Row:
    value, beside = ours.percentile(share), bare.percentile(share)
    return Row(f"… its p{share * 100:.0f}", value * 1000, "ms", "the bare server's", value / beside)


def run() -> list[Row]:
    with harness.folder() as data:
        key = next(
            line
            for line in harness.command(data, "client", "create", "bench", "--rate", "1000000").splitlines()
            if line.startswith("ktg_")
        )
        with harness.serving(data):
            return harness.child("intake", data, postgres.url(data, postgres.SUPERUSER), key)


if __name__ == "__main__":
    print_rows(measured)
