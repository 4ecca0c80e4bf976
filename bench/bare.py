"""The peer of intake: a bare Starlette server with asyncpg that sends the same statement to the same tables.

No key, no limit of requests, no check, no encryption, no place: bytes made ready once, fresh ids, one statement, 201.
"""

import asyncio
import itertools
import json
import os
import uuid
from datetime import UTC, datetime
from typing import Any

import asyncpg
import django
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

django.setup()

from kentongan.cases import sql  # noqa: E402

NOW = datetime.now(UTC)
COLUMNS, STATEMENT = list(sql.COLUMNS), sql.SUBMIT_ONE.decode()
FIXED: dict[str, Any] = {
    name: {"bytea": b"x" * 60, "text": "", "boolean": False, "timestamptz": NOW, "double precision": 112.0}.get(kind)
    for name, kind in sql.COLUMNS.items()
} | {
    "told_title": None,
    "person_mark": None,
    "is_new_person": False,
    "classification": "unsupervised",
    "category": "jalan",
    "area": "35.71.01.1001",
    "district": "35.71.01",
    "tags": "[]",
    "stage": "verify",
    "seq": 1,
    "kind": "cases.submitted",
    "language": "id",
    "terms": " ".join(f"0:kata{n}" for n in range(30)),
    "body": json.dumps({"filler": "x" * 500}),
}
_numbers = itertools.count(os.getpid() * 10_000_000 + 10**12)
_pool: list[asyncpg.Pool] = []
_opening = asyncio.Lock()


async def report(request: Request) -> Response:
    told = json.loads(await request.body())
    number = next(_numbers)
    row = FIXED | {
        "report_id": number,
        "case_id": number,
        "code": uuid.uuid4().hex[:20],
        "client": "bare",
        "external_id": told["external_id"],
        "text": told["text"],
        "stream": f"case:{number}",
        "rule_id": int(os.environ["BARE_RULE"]),
        "calendar_id": int(os.environ["BARE_CALENDAR"]),
    }
    async with (await _open()).acquire() as connection:
        await connection.fetch(STATEMENT, *[row[name] for name in COLUMNS])
    return Response(json.dumps({"code": row["code"]}), status_code=201, media_type="application/json")


async def _open() -> asyncpg.Pool:
    async with _opening:
        if not _pool:
            _pool.append(await asyncpg.create_pool(os.environ["BARE_URL"], min_size=4, max_size=8))
    return _pool[0]


application = Starlette(routes=[Route("/api/v1/reports", report, methods=["POST"])])
