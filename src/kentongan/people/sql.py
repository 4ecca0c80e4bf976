"""Finding or creating persons inside one larger statement (composed by `cases.sql`).

The source relation `s` offers, per row: `person_id` (a fresh id, the same for rows of one identity, null where nobody
gave a name or a contact), `person_name`, `person_mark`, `phone`, `phone_mark`, `email`, `email_mark` (all but the id
made by `people.identity.sealed`), `received_at`, `exercise` and `report_id`; the relation `r` the ids of the reports
that were really inserted.

A person is found again only by the *same* name and contacts together (`person_mark`): whoever types another's number
beside his own address must not be joined to him, or he would be sent the other's news. A person found is locked
against erasure until the report that names him is there: `people.actions.erase` waits, and then erases it too.

`EncryptedTable` gives the statements of key rotation, which see values as they are stored.
"""

from dataclasses import dataclass
from typing import LiteralString

from psycopg.sql import SQL, Composable, Composed, Identifier

KNOWN = """
known as (
  select s.report_id, (
    select p.id from people_person p
    where p.mark = s.person_mark and p.exercise is not distinct from s.exercise order by p.id limit 1 for share
  ) as person_id
  from s
)"""

PERSON_OF_REPORT = "coalesce(known.person_id, s.person_id)"

PERSONS = """
unknown as (
  select distinct on (s.person_id) s.person_id, s.person_name, s.person_mark, s.phone, s.phone_mark, s.email,
    s.email_mark, s.received_at, s.exercise
  from s join r on r.id = s.report_id join known on known.report_id = s.report_id
  where s.person_id is not null and known.person_id is null
  order by s.person_id, s.report_id
),
new_person as (
  insert into people_person (id, name, mark, created_at, head_seq, head_hash, exercise)
  select person_id, person_name, person_mark, received_at, 0, '', exercise from unknown
),
new_contact as (
  insert into people_contact (person_id, kind, value, index, created_at, exercise)
  select u.person_id, told.kind, told.value, told.mark, u.received_at, u.exercise
  from unknown u
  cross join lateral (values ('phone', u.phone, u.phone_mark), ('email', u.email, u.email_mark))
    told (kind, value, mark)
  where told.value is not null
)"""

ALONE_COLUMNS = {
    "report_id": "bigint",
    "person_id": "bigint",
    "person_name": "bytea",
    "person_mark": "bytea",
    "phone": "bytea",
    "phone_mark": "bytea",
    "email": "bytea",
    "email_mark": "bytea",
}
ALONE = f"""
with s as (
  select given.*, %(received_at)s::timestamptz as received_at, %(exercise)s::bigint as exercise
  from unnest({", ".join(f"%({name})s::{kind}[]" for name, kind in ALONE_COLUMNS.items())})
    as given ({", ".join(ALONE_COLUMNS)})
),
r as (select report_id as id from s),
{KNOWN.strip()},
{PERSONS.strip()}
select {PERSON_OF_REPORT} from s join known on known.report_id = s.report_id order by s.report_id
"""


@dataclass(frozen=True, slots=True)
class EncryptedTable:
    """A table with encrypted columns, for statements that look at the values as they are stored."""

    name: str
    key: str
    columns: tuple[str, ...]

    def count_old(self) -> Composed:
        """How many rows hold a value whose key is not the one of `head`."""
        return self._composed("select count(*) from {table} where {old}")

    def lock_old(self) -> Composed:
        """The next `limit` such rows after the key `last`, locked; those in use by others are left out."""
        return self._composed(
            "select {key}, {columns} from {table} where {key} > %(last)s and ({old})"
            " order by {key} limit %(limit)s for no key update skip locked"
        )

    def renew(self) -> Composed:
        """New values by key: arrays `keys`, `c0`, `c1` …"""
        names = [f"c{n}" for n in range(len(self.columns))]
        return self._composed(
            "update {table} set {sets} from unnest(%(keys)s::bigint[], {arrays}) as renewed (id, {names})"
            " where {table}.{key} = renewed.id",
            sets=SQL(", ").join(
                SQL("{} = renewed.{}").format(Identifier(column), Identifier(name))
                for column, name in zip(self.columns, names, strict=True)
            ),
            arrays=SQL(", ").join(SQL("%({})s::bytea[]").format(SQL(name)) for name in names),
            names=SQL(", ").join(Identifier(name) for name in names),
        )

    def edge(self, column: str, *, newest: bool) -> Composed:
        """The newest (or oldest) value of one column, if there is one among the thousand rows at that end."""
        return self._composed(
            "select value from (select {key} as id, {column} as value from {table} order by {key} {way} limit 1000) e"
            " where value is not null order by id {way} limit 1",
            column=Identifier(column),
            way=SQL("desc" if newest else "asc"),
        )

    def _composed(self, statement: LiteralString, **parts: Composable) -> Composed:
        return SQL(statement).format(
            table=Identifier(self.name),
            key=Identifier(self.key),
            columns=SQL(", ").join(Identifier(column) for column in self.columns),
            old=SQL(" or ").join(
                SQL("substring({} from 1 for 4) <> %(head)s").format(Identifier(column)) for column in self.columns
            ),
            **parts,
        )
