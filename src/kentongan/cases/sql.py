"""The one statement by which a report enters: receipt, person, report, case, words, limit, event, pending.

The report's unique (client, external_id) is the receipt: where it is taken nothing at all is inserted. The statement
exists for one row (the hot path) and for arrays (imports); both are made from the same table of columns.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kentongan.history import sql as history
from kentongan.people import sql as people

COLUMNS: Mapping[str, str] = {
    # the report, as told
    "report_id": "bigint",
    "code": "text",
    "client": "text",
    "external_id": "text",
    "channel": "text",
    "told_title": "bytea",
    "told_text": "bytea",
    "told_place": "bytea",
    "salt": "bytea",
    "pin": "bytea",
    "told_anonymous": "boolean",
    "told_confidential": "boolean",
    "wants_news": "boolean",
    "language": "text",
    "entered_by": "bigint",
    "received_at": "timestamptz",
    "is_estimated": "boolean",
    "exercise": "bigint",
    # who told it (`people.sql`)
    "person_id": "bigint",
    "is_new_person": "boolean",
    "person_name": "bytea",
    "person_mark": "bytea",
    "phone": "bytea",
    "phone_mark": "bytea",
    "email": "bytea",
    "email_mark": "bytea",
    # the case it begins
    "case_id": "bigint",
    "title": "text",
    "text": "text",
    "terms": "text",
    "category": "text",
    "classification": "text",
    "area": "text",
    "district": "text",
    "place_text": "text",
    "lat": "double precision",
    "lon": "double precision",
    "cell": "bigint",
    "is_outside": "boolean",
    "neighbour": "text",
    "occurred_on": "date",
    "tags": "text",
    # the limit that starts
    "stage": "text",
    "due_at": "timestamptz",
    "rule_id": "bigint",
    "calendar_id": "bigint",
    # the event
    "stream": "text",
    "seq": "integer",
    "kind": "text",
    "actor": "text",
    "occurred_at": "timestamptz",
    "recorded_at": "timestamptz",
    "body": "text",
    "prev_hash": "bytea",
    "hash": "bytea",
}

_LIST = ", ".join(COLUMNS)
_TYPED = [f"${n}::{kind}" for n, kind in enumerate(COLUMNS.values(), start=1)]
_ONE = f"s ({_LIST}) as (values ({', '.join(_TYPED)}))"
_MANY = f"s as (select * from unnest({', '.join(f'{typed}[]' for typed in _TYPED)}) as t({_LIST}))"

_REPORT = f"""
r as (
  insert into cases_report (id, code, case_id, client, external_id, channel, person_id, title, text, place, salt, pin,
    is_anonymous, is_confidential, wants_news, language, entered_by_id, received_at, recorded_at, pin_failures,
    exercise)
  select s.report_id, s.code, s.case_id, s.client, s.external_id, s.channel, {people.PERSON_OF_REPORT}, s.told_title,
    s.told_text, s.told_place, s.salt, s.pin, s.told_anonymous, s.told_confidential, s.wants_news, s.language,
    s.entered_by, s.received_at, s.recorded_at, 0, s.exercise
  from s join known on known.report_id = s.report_id
  on conflict (client, external_id) do nothing
  returning id
)"""

_CASE = """
new as (select s.* from s join r on r.id = s.report_id),
c as (
  insert into cases_case (id, number, state, title, classification, category_id, channel, area_id, district_id,
    place_text, lat, lon, cell, is_outside, neighbour, road_class, occurred_on, is_anonymous, is_confidential,
    received_at, received_at_is_estimated, closed_by, archive_reason, tags, returns, report_count, due_at, due_stage,
    head_seq, head_hash, exercise)
  select case_id, code, 'received', title, classification, category, channel, area, district,
    place_text, lat, lon, cell, is_outside, neighbour, '', occurred_on, told_anonymous, told_confidential,
    received_at, is_estimated, '', '', tags::jsonb, 0, 1, due_at, case when due_at is null then '' else stage end,
    seq, hash, exercise
  from new
),
w as (
  insert into cases_casetext (case_id, text, is_edited, terms)
  select case_id, text, false, array_to_tsvector(string_to_array(terms, ' ')) from new
),
d as (
  insert into cases_deadline (case_id, stage, rule_id, calendar_id, started_at, due_at)
  select case_id, stage, rule_id, calendar_id, received_at, due_at from new where rule_id is not null
),
given as (select new.*, row_number() over (order by case_id) as n from new)"""


def _statement(source: str) -> str:
    parts = (source, people.KNOWN, _REPORT, people.PERSONS, _CASE, history.insert_events("given"))
    statement = "with " + ", ".join(part.strip() for part in parts) + " select id from r"
    return re.sub(r"\s+", " ", statement)


# With the database's own placeholders ($1): reading %s in so long a text costs more than the statement itself.
# As bytes: a str would be encoded and hashed anew for each report, to find what was prepared.
SUBMIT_ONE = _statement(_ONE).encode()
SUBMIT_MANY = _statement(_MANY).encode()

FIRST = """
select r.id, r.code, r.pin, r.received_at, c.due_at
from cases_report r join cases_case c on c.id = r.case_id where r.client = %s and r.external_id = %s"""


def values_of(row: Mapping[str, Any]) -> list[Any]:
    """The parameters of SUBMIT_ONE from a row keyed like COLUMNS."""
    return [row[name] for name in COLUMNS]


def arrays_of(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """The parameters of SUBMIT_MANY from rows keyed like COLUMNS."""
    return [[row[name] for row in rows] for name in COLUMNS]
