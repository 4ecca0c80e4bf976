"""A report enters in one statement, once and only once, and leaves the rows the plain way would."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, models
from django.test.utils import CaptureQueriesContext

from kentongan.cases import actions
from kentongan.cases.actions import Submitted, Told
from kentongan.cases.models import Case, CaseText, Deadline, Report
from kentongan.cases.tests.conftest import Town
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.history.chain import text_mark
from kentongan.history.models import Event, Pending
from kentongan.history.queries import stream_of
from kentongan.people import identity
from kentongan.people.models import Contact, Person
from kentongan.places.queries import locate, located_area

TEXT = "Lampu jalan padam tiga malam. Hubungi 0811-0000-047 atau warga@example.id"


def told(external_id: str = "1", **changes: Any) -> Told:
    plain = Told("web", external_id, "web", TEXT, clock.now(), located_area("35.71.01.1001"))
    return replace(plain, **changes)


def submit(external_id: str = "1", **changes: Any) -> Submitted:
    return actions.submit(told(external_id, **changes), by=actors.PUBLIC)


def defaults_kept(row: models.Model, told_columns: set[str]) -> list[str]:
    """The columns that differ from what creating the row the plain way would have put there."""
    return [
        field.attname
        for field in row._meta.concrete_fields
        if field.attname not in told_columns and getattr(row, field.attname) not in (field.get_default(), b"")
    ]


def test_the_rows_are_those_of_the_plain_way(town: Town) -> None:
    receipt = submit(teller=identity.told("Siti Contoh", "0811-0000-047"), category="jalan-rusak")

    report = Report.objects.get(code=receipt.code)
    case = Case.objects.get(number=receipt.code)
    assert (
        defaults_kept(
            report,
            {
                "id",
                "code",
                "case_id",
                "client",
                "external_id",
                "channel",
                "person_id",
                "text",
                "salt",
                "pin",
                "received_at",
                "recorded_at",
            },
        )
        == []
    )
    told_of_case = {"id", "number", "title", "category_id", "channel", "area_id", "district_id", "received_at"}
    assert defaults_kept(case, told_of_case | {"due_at", "due_stage", "head_seq", "head_hash"}) == []
    assert (report.text, report.pin) == (TEXT, receipt.pin)
    assert (case.area_id, case.district_id) == ("35.71.01.1001", "35.71.01")
    assert case.title == "Lampu jalan padam tiga malam"
    assert "0811" not in CaseText.objects.get(case=case).text
    assert "example.id" not in CaseText.objects.get(case=case).text
    deadline = Deadline.objects.get(case=case)
    assert (deadline.stage, deadline.due_at, case.due_at) == ("verify", receipt.due_at, receipt.due_at)
    assert Contact.objects.get(person=report.person_id).value == "+628110000047"


def test_the_event_chains_marks_the_text_and_holds_nothing_personal(town: Town) -> None:
    receipt = submit(teller=identity.told("Siti Contoh", "0811-0000-047"))
    report = Report.objects.get(code=receipt.code)

    (event,) = stream_of(f"case:{report.case_id}")

    assert event.kind == "cases.submitted"
    assert event.body["texts"] == {f"report:{report.pk}": text_mark(bytes(report.salt or b""), TEXT)}
    stored = Event.objects.get(pk=event.id).body
    assert not any(part in stored for part in ("Lampu", "Siti", "0811", "628110000047", receipt.code, receipt.pin))
    assert (report.case.head_seq, bytes(report.case.head_hash)) == (1, event.hash)
    assert Pending.objects.filter(event_id=event.id).exists()


def test_it_takes_one_round_trip(town: Town) -> None:
    submit("warm")

    with CaptureQueriesContext(connection) as queries:
        submit("2")

    beside = [query["sql"] for query in queries if "nextval" not in query["sql"]]  # ids come a hundred at a time
    assert beside == []  # nothing beside the one statement, which goes past Django's cursor


def test_a_repeat_gives_the_first_receipt_and_leaves_nothing(town: Town) -> None:
    first = submit(teller=identity.told("Budi Contoh"))
    before = [model.objects.count() for model in (Case, Report, Person, Event, Pending, CaseText, Deadline)]

    again = submit(text="Lain sama sekali", teller=identity.told("Budi Contoh"))

    assert (again.code, again.pin, again.received_at) == (first.code, first.pin, first.received_at)
    assert (first.is_new, again.is_new) == (True, False)
    assert [model.objects.count() for model in (Case, Report, Person, Event, Pending, CaseText, Deadline)] == before


def test_a_batch_enters_as_its_rows_would_one_by_one(town: Town) -> None:
    submit("b")
    siti = identity.told("Siti Contoh", "0811-0000-047")
    batch = [told("a", teller=siti), told("b"), told("c", teller=siti), told("d", place=locate(-7.0, 110.0))]

    receipts = actions.submit_many(batch, by=actors.PUBLIC)

    assert [r.is_new for r in receipts] == [True, False, True, True]
    assert [r.code for r in receipts] == [
        Report.objects.get(client="web", external_id=x).code for x in ("a", "b", "c", "d")
    ]
    assert Person.objects.count() == 1
    assert Case.objects.get(number=receipts[3].code).is_outside
    for receipt in receipts:
        case = Case.objects.get(number=receipt.code)
        assert (case.head_seq, bytes(case.head_hash)) == (1, stream_of(f"case:{case.pk}")[0].hash)


def test_anothers_number_beside_ones_own_address_joins_nobody(town: Town) -> None:
    submit("1", teller=identity.told("Siti Contoh", "0811-0000-047"))
    submit("2", teller=identity.told("Lain Contoh", "0811-0000-047", "lain@example.id"))

    persons = set(Report.objects.values_list("person_id", flat=True))

    assert len(persons) == 2


def test_codes_have_no_pattern_or_repetition(town: Town) -> None:
    codes = {r.code for r in actions.submit_many([told(str(n)) for n in range(500)], by=actors.PUBLIC)}

    assert len(codes) == 500
    assert len({code[4:8] for code in codes}) > 490


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_with_the_same_id_are_one_report(town: Town) -> None:
    receipts: list[Submitted] = []

    def send() -> None:
        try:
            receipts.append(submit("same", teller=identity.told("", "0811-0000-047")))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({r.code for r in receipts}) == 1
    assert len({r.pin for r in receipts}) == 1
    assert [r.is_new for r in receipts].count(True) == 1
    assert (Report.objects.count(), Case.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_a_limit_of_the_past_runs_from_its_own_date(town: Town) -> None:
    then = clock.now() - timedelta(days=400)

    receipt = submit(received_at=then)

    assert receipt.due_at is not None
    assert timedelta(days=2) < receipt.due_at - then < timedelta(days=15)
