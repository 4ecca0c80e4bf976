"""*submit*: a report enters, with its case, its limit and its event, in one statement. Called by `intake` alone."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import psycopg
from django.db import connection

from kentongan.cases import search, sql
from kentongan.cases.actions import limits
from kentongan.cases.actions.tags import know_tags
from kentongan.cases.models import DeadlineRule
from kentongan.core import clock, crypto, ids
from kentongan.core.actor import Actor
from kentongan.core.sql import IdBlock, at_hand
from kentongan.core.text import first_line, redacted
from kentongan.history import chain
from kentongan.people import identity
from kentongan.places.geometry import Located

_reports = IdBlock("cases_report_id_seq")
_cases = IdBlock("cases_case_id_seq")
_persons = IdBlock("people_person_id_seq")
_SALT = 16
_NO_LIMIT = (None, None, None)
NOBODY = identity.Told()


@dataclass(frozen=True, slots=True)
class Told:
    """What a citizen told, checked and located. Texts are clean; numbers normal; times aware."""

    client: str
    external_id: str
    channel: str
    text: str
    received_at: datetime
    place: Located
    title: str = ""
    category: str | None = None
    classification: str = ""
    place_text: str = ""
    lat: float | None = None
    lon: float | None = None
    occurred_on: date | None = None
    teller: identity.Told = NOBODY
    is_anonymous: bool = False
    is_confidential: bool = False
    wants_news: bool = True
    language: str = "id"
    received_at_is_estimated: bool = False
    tags: tuple[str, ...] = ()
    prefix: str = "KTG"


@dataclass(frozen=True, slots=True)
class Submitted:
    """The receipt: code and PIN for the reporter, the moment, and the limit of the first stage."""

    report: int
    code: str
    pin: str
    received_at: datetime
    due_at: datetime | None
    is_new: bool


def submit(told: Told, *, by: Actor) -> Submitted:
    """Enter one report, in one round trip. A repeat of (client, external id) enters nothing: the first receipt."""
    row, receipt = _row(told, by=by, numbers=(_reports.next(), _cases.next(), _persons.next()))
    if _entered(sql.SUBMIT_ONE, sql.values_of(row)):
        return receipt
    return _first(told)


def submit_many(batch: Sequence[Told], *, by: Actor) -> list[Submitted]:
    """Enter a batch in one statement; the receipts in the batch's order, repeats among them with `is_new` false."""
    if not batch:
        return []
    size = len(batch)
    numbers = zip(_reports.take(size), _cases.take(size), _persons.take(size), strict=True)
    know_tags({word for told in batch for word in told.tags}, by=by)
    made = [_row(told, by=by, numbers=n) for told, n in zip(batch, numbers, strict=True)]
    _one_person_each([row for row, _ in made])
    entered = _entered(sql.SUBMIT_MANY, sql.arrays_of([row for row, _ in made]))
    return [
        receipt if receipt.report in entered else _first(told)
        for told, (_row_, receipt) in zip(batch, made, strict=True)
    ]


def _entered(statement: bytes, values: Sequence[Any]) -> set[int]:
    """The ids of the reports that were new. Prepared on the server: planning would cost more than doing."""
    with at_hand() as held, psycopg.RawCursor(held) as cursor:
        cursor.execute(statement, values, prepare=True)
        return {row[0] for row in cursor.fetchall()}


def _first(told: Told) -> Submitted:
    """The receipt of the report that was there first."""
    with connection.cursor() as cursor:
        cursor.execute(sql.FIRST, [told.client, told.external_id])
        report, code, pin, received_at, due_at = cursor.fetchone()
    return Submitted(report, code, crypto.decrypt(bytes(pin)) if pin else "", received_at, due_at, is_new=False)


def _one_person_each(rows: list[dict[str, Any]]) -> None:
    """Rows of a batch with the same identity share the first one's person."""
    first: dict[bytes, int] = {}
    for row in rows:
        mark = row["person_mark"]
        if mark is not None:
            row["is_new_person"] = mark not in first
            row["person_id"] = first.setdefault(mark, row["person_id"])


def _row(told: Told, *, by: Actor, numbers: tuple[int, int, int]) -> tuple[dict[str, Any], Submitted]:
    """The statement's parameters for one report, and the receipt that holds if it is new."""
    report, case, person = numbers
    code, pin, salt = ids.tracking_code(told.prefix), ids.pin(), os.urandom(_SALT)
    rule, calendar, due = _limit(told)
    text = redacted(told.text)
    title = redacted(told.title) or first_line(text)
    row: dict[str, Any] = {
        "report_id": report,
        "code": code,
        "client": told.client,
        "external_id": told.external_id,
        "channel": told.channel,
        "salt": salt,
        "pin": crypto.encrypt(pin),
        **_as_told(told),
        **_identity(told, person),
        "entered_by": by.user,
        "received_at": told.received_at,
        "is_estimated": told.received_at_is_estimated,
        "exercise": by.exercise,
        "case_id": case,
        "title": title[:200],
        "text": text,
        "terms": " ".join(_terms(case, title, text, told)),
        **_place(told),
        "stage": DeadlineRule.Stage.VERIFY.value,
        "due_at": due,
        "rule_id": rule,
        "calendar_id": calendar,
        **_event(told, by=by, report=report, case=case, salt=salt, rule=rule, calendar=calendar, due=due),
    }
    return row, Submitted(report, code, pin, told.received_at, due, is_new=True)


def _terms(case: int, title: str, text: str, told: Told) -> list[str]:
    place = redacted(told.place_text)[:300]
    return search.terms_of(case, title, text, place=place, area=told.place.area, category=told.category, tags=told.tags)


def _limit(told: Told) -> tuple[int | None, int | None, datetime | None]:
    found = limits.compute(
        DeadlineRule.Stage.VERIFY, classification=told.classification, agency=None, started_at=told.received_at
    )
    return (found[0].id, found[1], found[2]) if found else _NO_LIMIT


def _as_told(told: Told) -> dict[str, Any]:
    return {
        "told_title": crypto.encrypt(told.title) if told.title else None,
        "told_text": crypto.encrypt(told.text),
        "told_place": crypto.encrypt(told.place_text) if told.place_text else None,
        "told_anonymous": told.is_anonymous,
        "told_confidential": told.is_confidential,
        "wants_news": told.wants_news,
        "language": told.language,
    }


def _identity(told: Told, person: int) -> dict[str, Any]:
    is_told, sealed = bool(told.teller), identity.sealed(told.teller)
    return {
        **{name: getattr(sealed, name) for name in identity.Sealed.__slots__},
        "person_id": person if is_told else None,
        "is_new_person": is_told,
    }


def _place(told: Told) -> dict[str, Any]:
    return {
        "category": told.category,
        "classification": told.classification,
        "area": told.place.area,
        "district": told.place.district,
        "place_text": redacted(told.place_text)[:300],
        "lat": told.lat,
        "lon": told.lon,
        "cell": told.place.cell,
        "is_outside": told.place.is_outside,
        "neighbour": told.place.neighbour,
        "occurred_on": told.occurred_on,
        "tags": json.dumps(told.tags) if told.tags else "[]",
    }


def _event(
    told: Told,
    *,
    by: Actor,
    report: int,
    case: int,
    salt: bytes,
    rule: int | None,
    calendar: int | None,
    due: datetime | None,
) -> dict[str, Any]:
    body = {
        "report": report,
        "channel": told.channel,
        "area": told.place.area,
        "is_outside": told.place.is_outside,
        "due": due,
        "rule": rule,
        "calendar": calendar,
        "texts": {f"report:{report}": chain.text_mark(salt, told.text)},
        "facts": {
            "agencies": [],
            "is_confidential": told.is_confidential,
            "is_anonymous": told.is_anonymous,
            "is_verified": False,
            "state": "received",
        },
    }
    link = chain.sealed(
        f"case:{case}",
        "cases.submitted",
        actor=by.label,
        body=body,
        head=chain.Head(),
        occurred_at=told.received_at,
        recorded_at=clock.now(),
        exercise=by.exercise,
    )
    names = ("stream", "seq", "kind", "actor", "occurred_at", "recorded_at", "body", "prev_hash", "hash")
    return {name: getattr(link, name) for name in names}
