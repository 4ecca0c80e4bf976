"""An erased person leaves that something was told, and nothing of what or by whom."""

import io
import threading
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from PIL import Image
from pytest_django import Settings

from kentongan.cases import actions, storage
from kentongan.cases.actions import Submitted, Told, sweeping
from kentongan.cases.actions.attachments import Upload, attach, cleaned
from kentongan.cases.actions.erasing import ERASED
from kentongan.cases.actions.sweeping import sweep_files
from kentongan.cases.models import Attachment, Case, CaseText, Report
from kentongan.cases.queries.told import report_texts
from kentongan.cases.tests.conftest import Town
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.errors import NotFound
from kentongan.history import queries as history
from kentongan.people import actions as people
from kentongan.people import identity
from kentongan.people.models import Contact, Person
from kentongan.places.queries import located_area

SYSTEM = actors.system("privacy")
BUDI = identity.told("Budi Santoso", "0811-0000-001", "budi@example.id")
SITI = identity.told("Siti Contoh", "0811-0000-002")
WORDS = ("Budi", "Santoso", "8110000001", "budi@example.id", "Kilisuci", "rahasia", "gang belakang")


def submit(external_id: str, teller: identity.Told = BUDI, text: str = "Kilisuci: lampu padam, rahasia") -> Submitted:
    place = located_area("35.71.01.1001")
    told = Told(
        "web", external_id, "web", text, clock.now(), place, title="Lampu rahasia", place_text="gang belakang",
        teller=teller,
    )  # fmt: skip
    return actions.submit(told, by=actors.PUBLIC)


def erase(receipt: Submitted) -> people.Erased:
    person = Report.objects.values_list("person", flat=True).get(pk=receipt.report)
    assert person is not None
    return people.erase(person, reason="request", by=SYSTEM)


def dump() -> str:
    """Every value of every table as text, encrypted ones opened."""
    from kentongan.people.registry import personal_columns

    opened = [
        str(value)
        for columns in personal_columns()
        for row in columns.model._default_manager.values_list(*(f.name for f in columns.fields))
        for value in row
    ]
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select t::text from "{table}" t')
            opened += [row[0] for row in cursor.fetchall()]
    return "\n".join(opened)


def test_nothing_personal_is_found_in_any_table_afterwards(town: Town) -> None:
    receipt = submit("1")
    before = dump()
    assert all(word in before for word in WORDS)
    erase(receipt)
    after = dump()
    assert [word for word in WORDS if word in after] == []
    assert receipt.pin not in after


def test_counts_places_and_times_stay(town: Town) -> None:
    receipt = submit("1")
    kept = ("id", "received_at", "area_id", "district_id", "state", "category_id", "report_count", "number")
    before = Case.objects.values(*kept).get(), Report.objects.count(), Person.objects.count(), Contact.objects.count()
    erase(receipt)
    after = Case.objects.values(*kept).get(), Report.objects.count(), Person.objects.count(), Contact.objects.count()
    assert before == after


def test_the_history_says_erased_not_broken(town: Town) -> None:
    receipt = submit("1")
    erase(receipt)
    assert report_texts([receipt.report]) == {receipt.report: None}
    verdict = history.verify(texts={"report": report_texts})
    assert verdict.broken == 0
    assert verdict.erased == 1


def test_the_erasure_is_an_event_without_personal_words(town: Town) -> None:
    receipt = submit("1")
    erased = erase(receipt)
    (event,) = history.stream_of(f"person:{erased.person_id}")
    assert event.kind == "people.erased"
    assert event.body["reason"] == "request"
    assert event.body["rows"] == {"people.person": 1, "people.contact": 2, "cases.report": 1}


def test_a_title_says_that_it_was_erased(town: Town) -> None:
    erase(submit("1"))
    assert Case.objects.get().title == ERASED
    body = CaseText.objects.get()
    assert body.text == ""
    assert body.terms == ""


def test_of_a_neighbour_nothing_goes(town: Town) -> None:
    theirs = submit("2", SITI, "Jalan berlubang")
    erase(submit("1"))
    report = Report.objects.get(pk=theirs.report)
    assert report.text == "Jalan berlubang"
    assert Case.objects.get(number=theirs.code).title == "Lampu rahasia"


def test_an_edited_text_stays_while_another_report_tells_of_the_matter(town: Town) -> None:
    first, second = submit("1"), submit("2", SITI)
    case = Case.objects.get(number=first.code)
    Report.objects.filter(pk=second.report).update(case=case)
    CaseText.objects.filter(case=case).update(text="Lampu jalan padam", is_edited=True)
    Case.objects.filter(pk=case.pk).update(title="Lampu padam")
    erase(first)
    assert CaseText.objects.get(case=case).text == "Lampu jalan padam"
    erase(second)
    assert CaseText.objects.get(case=case).text == ""
    assert Case.objects.get(pk=case.pk).title == ERASED


def test_a_text_nobody_edited_goes_with_the_one_who_told_it(town: Town) -> None:
    first, second = submit("1"), submit("2", SITI)
    case = Case.objects.get(number=first.code)
    Report.objects.filter(pk=second.report).update(case=case)
    erase(first)
    assert Case.objects.get(pk=case.pk).title == ERASED


def test_a_case_left_empty_by_a_merge_is_erased_with_its_teller(town: Town) -> None:
    first, second = submit("1"), submit("2", SITI)
    begun, joined = Case.objects.get(number=first.code), Case.objects.get(number=second.code)
    Report.objects.filter(pk=first.report).update(case=joined)
    CaseText.objects.filter(case=begun).update(is_edited=True)
    erase(first)
    assert Case.objects.get(pk=begun.pk).title == ERASED
    assert Case.objects.get(pk=joined.pk).title == "Lampu rahasia"


def test_a_second_time_blanks_what_came_in_between_and_leaves_no_second_event(town: Town) -> None:
    receipt = submit("1")
    first = erase(receipt)
    Report.objects.filter(pk=receipt.report).update(rating_text="Budi lagi")
    second = erase(receipt)
    assert (first.is_new, second.is_new) == (True, False)
    assert Report.objects.get(pk=receipt.report).rating_text is None
    assert len(history.stream_of(f"person:{first.person_id}")) == 1


def test_an_erased_person_is_a_new_one_when_he_comes_again(town: Town) -> None:
    first = submit("1")
    erased = erase(first)
    again = submit("2")
    person = Report.objects.values_list("person", flat=True).get(pk=again.report)
    assert person != erased.person_id
    assert Report.objects.get(pk=again.report).text


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> None:
    backend = {"BACKEND": "kentongan.cases.storage.Files", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    settings.KENTONGAN_DATA = tmp_path


def attached(receipt: Submitted) -> tuple[Attachment, Attachment]:
    """A picture the reporter sent, and one an officer added."""
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    case = Case.objects.get()
    attach(case, cleaned([Upload("budi.png", picture.getvalue())]), at=clock.now(), report=receipt.report)
    attach(case, cleaned([Upload("bukti.png", picture.getvalue())]), at=clock.now())
    his, ours = Attachment.objects.order_by("pk")
    return his, ours


@pytest.mark.django_db(transaction=True)
def test_his_files_are_gone_from_the_store(town: Town, store: None) -> None:
    receipt = submit("1")
    his, ours = attached(receipt)
    erase(receipt)
    with pytest.raises(NotFound):
        storage.read(his.key)
    assert storage.read(ours.key)
    his.refresh_from_db()
    assert (his.name, his.size, his.is_released) == (None, 0, False)


def test_files_no_row_names_are_swept_once_they_are_old(
    town: Town, store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    his, ours = attached(submit("1"))
    left = storage.store(b"left by a rollback", "image/png")
    Attachment.objects.filter(pk=his.pk).update(size=0)  # erased while the store was away
    assert sweep_files() == 0
    monkeypatch.setattr(sweeping, "OLD_ENOUGH", -60.0)
    assert sweep_files() == 2
    for key in (left, his.key):
        with pytest.raises(NotFound):
            storage.read(key)
    assert storage.read(ours.key)


@pytest.mark.django_db(transaction=True)
def test_a_report_on_its_way_in_is_erased_too(town: Town, tmp_path: Path, settings: Settings) -> None:
    settings.KENTONGAN_DATA = tmp_path
    first = submit("1")
    has_entered, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                submit("2")
                has_entered.set()
                may_commit.wait(10)
        finally:
            connections.close_all()

    def erasing() -> None:
        try:
            erase(first)
        finally:
            connections.close_all()

    entering, going = threading.Thread(target=slow), threading.Thread(target=erasing)
    entering.start()
    assert has_entered.wait(10)
    going.start()
    going.join(0.3)
    assert going.is_alive(), "the erasure does not wait for the report that names the person"
    may_commit.set()
    entering.join()
    going.join()
    assert Report.objects.filter(text__isnull=True).count() == 2


def test_the_store_of_another_database_is_left_alone(
    town: Town, store: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    key = storage.store(b"of another database", "image/png")
    monkeypatch.setattr(sweeping, "OLD_ENOUGH", -60.0)
    monkeypatch.setattr(sweeping, "LEFT_AT_MOST", 0)
    assert sweep_files() == 0
    assert storage.read(key)
    assert "none was removed" in caplog.text
