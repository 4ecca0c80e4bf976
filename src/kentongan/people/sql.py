"""Finding or creating persons inside one larger statement (composed by `cases.sql`).

The source relation `s` offers, per row: `person_id` (a fresh id, null where nobody gave a name or a contact),
`is_new_person` (false for a later row of a batch with the same identity), `person_name`, `person_mark`, `phone`,
`phone_mark`, `email`, `email_mark`, `received_at`, `exercise` and `report_id`; the relation `r` the ids of the
reports that were really inserted.

A person is found again only by the *same* name and contacts together (`person_mark`): whoever types another's number
beside his own address must not be joined to him, or he would be sent the other's news.
"""

KNOWN = """
known as (
  select s.report_id, (
    select p.id from people_person p
    where p.mark = s.person_mark and p.exercise is not distinct from s.exercise order by p.id limit 1
  ) as person_id
  from s
)"""

PERSON_OF_REPORT = "coalesce(known.person_id, s.person_id)"

PERSONS = """
new_person as (
  insert into people_person (id, name, mark, created_at, head_seq, head_hash, exercise)
  select s.person_id, s.person_name, s.person_mark, s.received_at, 0, '', s.exercise
  from s join r on r.id = s.report_id join known on known.report_id = s.report_id
  where s.person_id is not null and s.is_new_person and known.person_id is null
),
new_contact as (
  insert into people_contact (person_id, kind, value, index, created_at, exercise)
  select s.person_id, told.kind, told.value, told.mark, s.received_at, s.exercise
  from s join r on r.id = s.report_id join known on known.report_id = s.report_id
  cross join lateral (values ('phone', s.phone, s.phone_mark), ('email', s.email, s.email_mark)) told (kind, value, mark)
  where s.person_id is not null and s.is_new_person and known.person_id is null and told.value is not null
)"""
