"""A sheet of an older system enters as far as it was there: once, told to nobody, and whole whatever is wrong in it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from kentongan.agencies.models import User
from kentongan.agencies.queries import actor_for, agency
from kentongan.cases.actions import route, sweep, verify
from kentongan.cases.actions.reminding import sweep_reminders
from kentongan.cases.actions.verification import Verification
from kentongan.cases.models import Case, CaseText, Deadline, Entry, Reminder, Report
from kentongan.cases.queries.public import public_list
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.core.tests.rows import kept_for_a_module
from kentongan.history.chain import Recorded
from kentongan.history.models import Event
from kentongan.history.queries import stream_of
from kentongan.intake import actions, queries
from kentongan.intake.actions import running
from kentongan.intake.importing.mapping import Plan
from kentongan.intake.models import CarriedRow, Import
from kentongan.intake.tasks import tell_reporters
from kentongan.notifications.models import Message
from kentongan.people.models import Person

LAPOR = (Path(__file__).parent / "sheets" / "lapor.csv").read_bytes()
HEAD = "nomor,tanggal,isi,status,opd,nama,telepon,jawaban,selesai\n"
ROW = (
    '1,2026-01-05 08:00,"Lampu padam di gang",Selesai,Dishub,Wulan Sekarjati,0811-0000-0047,Sudah diganti,8 Jan 2026\n'
)
COLUMNS = {
    "external_id": "nomor",
    "received_on": "tanggal",
    "text": "isi",
    "state": "status",
    "agency": "opd",
    "name": "nama",
    "phone": "telepon",
    "answer": "jawaban",
    "closed_on": "selesai",
}


@pytest.fixture(scope="module")
def kediri(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept_for_a_module(django_db_blocker):
        call_command("load_city", "kediri", verbosity=0)
        yield


def person(name: str, role: str) -> Actor:
    return actor_for(User.objects.create(username=name, name=name.title(), roles=[role]))


@pytest.fixture
def by(kediri: None, db: None) -> Actor:
    return person("koordinator", "coordinator")


def chosen(data: bytes | str, by: Actor, source: str = "surga", plan: Plan | None = None) -> str:
    raw = data if isinstance(data, bytes) else data.encode()
    key = str(actions.choose_sheet("aduan.csv", raw, source=source, by=by))
    sheet = queries.sheet_of(key, by=by)
    actions.plan_import(key, plan or sheet.plan, is_whole=True, by=by)
    return key


def imported(data: bytes | str, by: Actor, **more: Any) -> queries.ImportFacts:
    key = chosen(data, by, **more)
    actions.begin_import(key, by=by)
    actions.run_import(int(key))
    return queries.import_of(key, by=by)


def case_of(external_id: str) -> Case:
    return Report.objects.get(external_id=external_id).case


def counts(found: queries.ImportFacts) -> tuple[int, int, int, int]:
    return found.new, found.same, found.changed, found.refused


def test_lapors_export_enters_with_its_own_dates_and_states(by: Actor) -> None:
    assert counts(imported(LAPOR, by, source="lapor")) == (5, 0, 0, 1)
    closed = case_of("9000101")
    assert (closed.state, closed.closed_by) == ("closed", "coordinator")
    assert clock.local(closed.received_at).isoformat() == "2026-01-03T09:15:00+07:00"
    assert closed.lead_id == agency("dishub").id
    assert closed.title == "Lampu jalan padam"
    assert case_of("9000102").closed_by == "system"
    assert case_of("9000103").state == "archived"
    assert case_of("9000104").state == "in_progress"
    assert case_of("9000106").tags == ["status: Menunggu Sidang"]


def test_two_texts_are_kept_apart(by: Actor) -> None:
    imported(LAPOR, by, source="lapor")
    case = case_of("9000101")
    assert CaseText.objects.get(case=case).text == "Lampu di gang padam"
    assert Report.objects.get(case=case).text == "Lampu di gang padam, hubungi 0811-0000-0047"


def test_a_second_run_brings_nothing_twice(by: Actor) -> None:
    imported(LAPOR, by, source="lapor")
    before, events = (
        list(Case.objects.order_by("pk").values()),
        Event.objects.filter(stream__startswith="case:").count(),
    )
    assert counts(imported(LAPOR, by, source="lapor")) == (0, 5, 0, 1)
    assert list(Case.objects.order_by("pk").values()) == before
    assert Event.objects.filter(stream__startswith="case:").count() == events


def test_the_same_number_of_another_system_is_another_report(by: Actor) -> None:
    imported(HEAD + ROW, by, source="surga")
    assert counts(imported(HEAD + ROW, by, source="pecut")) == (1, 0, 0, 0)


def test_a_row_that_differs_is_told_and_nothing_is_written_over(by: Actor) -> None:
    imported(HEAD + ROW, by)
    found = imported(HEAD + ROW.replace("padam", "menyala").replace("Selesai", "Proses"), by)
    assert counts(found) == (0, 0, 1, 0)
    (told,) = queries.told_of(str(found.id), by=by).rows
    assert (told.kind, told.field, told.code) == ("changed", "text,state", case_of("1").number)
    assert case_of("1").state == "closed"
    assert Report.objects.get(external_id="1").text == "Lampu padam di gang"


def test_a_number_twice_in_one_sheet_enters_once(by: Actor) -> None:
    found = imported(HEAD + ROW + ROW + ROW.replace("Lampu", "Jalan"), by)
    assert counts(found) == (1, 1, 1, 0)


def test_bad_rows_are_told_with_their_reason_and_can_be_brought_again(by: Actor) -> None:
    bad = ROW.replace("0811-0000-0047", "12").replace("1,", "2,", 1)
    found = imported(HEAD + ROW + bad, by)
    assert counts(found) == (1, 0, 0, 1)
    (told,) = queries.told_of(str(found.id), by=by).rows
    assert (told.row, told.kind, told.field) == (3, "refused", "phone")
    assert "12" not in told.reason.replace("0812", "")
    assert counts(imported(HEAD + ROW + bad.replace(",12,", ",,"), by)) == (1, 1, 0, 0)


def test_nothing_starts_and_nobody_is_told(by: Actor) -> None:
    open_row = ROW.replace("1,", "2,", 1).replace("Selesai", "Proses").replace("8 Jan 2026", "")
    imported(HEAD + ROW + open_row, by)
    assert not Deadline.objects.filter(met_at=None, dropped_at=None).exists()
    assert not Case.objects.exclude(due_at=None).exists()
    events = [e for case in Case.objects.all() for e in stream_of(f"case:{case.pk}")]
    tell_reporters(events)
    assert not Message.objects.exists()
    before = list(Case.objects.order_by("pk").values_list("state", "head_seq"))
    clock.move(timedelta(days=90))
    sweep()
    assert list(Case.objects.order_by("pk").values_list("state", "head_seq")) == before


def test_who_told_it_long_ago_hears_nothing_of_the_ombudsman(by: Actor) -> None:
    imported(HEAD + ROW.replace("2026-01-05", "2025-01-05").replace("Selesai", "Baru"), by)
    number = case_of("1").number
    verify(number, Verification("unsupervised", "pju", is_anonymous=False, is_confidential=False), by=by)
    route(number, lead=agency("dishub").id, by=by)
    clock.move(timedelta(days=90))
    sweep_reminders()
    assert not Reminder.objects.filter(kind="ombudsman").exists()
    assert not Event.objects.filter(kind="cases.ombudsman_told").exists()


def test_who_told_an_open_matter_hears_of_what_happens_from_now_on(by: Actor) -> None:
    imported(HEAD + ROW + ROW.replace("1,", "2,", 1).replace("Selesai", "Proses"), by)
    assert not Report.objects.get(external_id="1").wants_news
    assert Report.objects.get(external_id="2").wants_news


def test_nothing_of_it_is_public_before_someone_has_verified_it(by: Actor) -> None:
    imported(HEAD + ROW.replace("Selesai", "Baru"), by)
    assert not public_list().rows
    case = case_of("1")
    assert case.state == "received"
    verify(case.number, Verification("unsupervised", "pju", is_anonymous=False, is_confidential=False), by=by)
    assert [row.case for row in public_list().rows] == [case.pk]


def test_each_case_tells_where_it_came_from_in_two_events(by: Actor) -> None:
    imported(HEAD + ROW, by)
    case = case_of("1")
    submitted, carried = stream_of(f"case:{case.pk}")
    assert (submitted.kind, carried.kind) == ("cases.submitted", "cases.carried_over")
    assert submitted.occurred_at == case.received_at
    assert carried.body["facts"]["agencies"] == [agency("dishub").id]
    assert carried.body["state"] == "closed"
    answer = Entry.objects.get(case=case)
    assert (answer.kind, answer.text, answer.seq) == ("answer", "Sudah diganti", 2)


def test_personal_data_lie_with_the_person_alone(by: Actor) -> None:
    found = imported(HEAD + ROW + ROW.replace("0811-0000-0047", "12").replace("1,", "2,", 1), by)
    assert Person.objects.get().name == "Wulan Sekarjati"
    row = Import.objects.filter(pk=found.id).values_list("checked", "source").get()
    whole = json.dumps([row, list(CarriedRow.objects.values_list("marks", flat=True)), *bodies()], default=str)
    for secret in ("Wulan", "0811", "811000", "padam"):
        assert secret not in whole


def bodies() -> list[str]:
    return list(Event.objects.values_list("body", flat=True))


def test_the_job_carries_a_number_and_no_more(by: Actor) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    key = chosen(HEAD + ROW, by)
    actions.begin_import(key, by=by)
    job = ProcrastinateJob.objects.get(task_name="intake.run_import")
    assert job.args == {"number": int(key)}


def test_pressed_twice_it_begins_once(by: Actor) -> None:
    key = chosen(HEAD + ROW, by)
    assert actions.begin_import(key, by=by)
    assert not actions.begin_import(key, by=by)


def test_what_died_in_the_middle_goes_on_where_it_stood(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    many = "".join(ROW.replace("1,", f"{n},", 1) for n in range(1, 8))
    key = chosen(HEAD + many, by)
    actions.begin_import(key, by=by)
    monkeypatch.setattr(running, "BATCH", 3)
    settle, calls = running._settle, []

    def dies(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise OSError
        return settle(*args, **kwargs)

    monkeypatch.setattr(running, "_settle", dies)
    with pytest.raises(OSError, match=r"^$"):
        actions.run_import(int(key))
    assert queries.import_of(key, by=by).state == "failed"
    assert Case.objects.count() == 3
    assert actions.begin_import(key, by=by)
    actions.run_import(int(key))
    assert counts(queries.import_of(key, by=by)) == (7, 0, 0, 0)


def test_the_file_goes_with_the_import_and_at_the_latest_after_a_week(by: Actor) -> None:
    done, left = imported(HEAD + ROW, by), chosen(HEAD + ROW, by)
    assert Import.objects.get(pk=done.id).content is None
    assert Import.objects.get(pk=int(left)).content is not None
    clock.move(timedelta(days=8))
    actions.sweep_imports()
    assert not Import.objects.filter(content__isnull=False).exists()
    assert not Import.objects.filter(told__isnull=False).exists()
    with pytest.raises(NotFound):
        queries.sheet_of(left, by=by)


def test_an_erasure_takes_files_and_marks_along(by: Actor) -> None:
    imported(HEAD + ROW, by)
    left = chosen(HEAD + ROW, by)
    actions.forget_imports(Person.objects.get().pk)
    assert not CarriedRow.objects.exists()
    assert Import.objects.get(pk=int(left)).content is None


def test_an_import_is_its_owners_alone(by: Actor) -> None:
    key, colleague, stranger = chosen(HEAD + ROW, by), person("rekan", "administrator"), person("opd", "officer")
    assert queries.imports(by)
    assert not queries.imports(colleague)
    with pytest.raises(NotFound):
        queries.sheet_of(key, by=colleague)
    with pytest.raises(NotFound):
        actions.begin_import(key, by=colleague)
    with pytest.raises(Refused):
        actions.choose_sheet("x.csv", LAPOR, source="surga", by=stranger)


def test_a_mapping_is_kept_and_used_again(by: Actor) -> None:
    plan = Plan(columns=COLUMNS, words={"state": {"Selesai": "archived"}})
    key = chosen(HEAD + ROW, by, plan=plan)
    actions.keep_plan(key, "Surga lama", by=by)
    again = str(actions.choose_sheet("b.csv", (HEAD + ROW).encode(), source="surga", plan="Surga lama", by=by))
    assert queries.sheet_of(again, by=by).plan.words == plan.words
    actions.plan_import(again, queries.sheet_of(again, by=by).plan, is_whole=True, by=by)
    actions.begin_import(again, by=by)
    actions.run_import(int(again))
    assert case_of("1").state == "archived"


def test_a_mapping_that_holds_someones_number_is_not_kept(by: Actor) -> None:
    plan = Plan(columns={**COLUMNS, "state": "telepon"}, words={"state": {"0811-0000-0047": "closed"}})
    with pytest.raises(Refused):
        actions.keep_plan(chosen(HEAD + ROW, by, plan=plan), "Salah", by=by)


def test_a_column_of_too_many_words_is_another_column(by: Actor) -> None:
    many = "".join(ROW.replace("1,", f"{n},", 1).replace("Selesai", f"kata {n}") for n in range(400))
    with pytest.raises(Refused) as refused:
        chosen(HEAD + many, by)
    assert refused.value.field == "state"


def test_what_was_found_before_is_what_becomes(by: Actor) -> None:
    key = chosen(LAPOR, by, source="lapor")
    checked = queries.import_of(key, by=by).checked
    assert (checked["good"], checked["bad"], checked["known"]) == (5, 1, 0)
    assert checked["kept"] == {"category": 1, "agency": 1, "state": 1}
    assert not Case.objects.exists()


def test_who_imported_what_stands_in_his_own_history(by: Actor) -> None:
    imported(HEAD + ROW, by)
    events: list[Recorded] = list(stream_of(f"user:{by.user}"))
    assert [event.kind for event in events] == ["intake.import_begun", "intake.import_done"]
    assert events[1].body["new"] == 1


def test_settling_a_row_does_not_cost_more_the_more_there_are(by: Actor, django_assert_max_num_queries: Any) -> None:
    many = "".join(ROW.replace("1,", f"{n},", 1) for n in range(40))
    key = chosen(HEAD + many, by)
    actions.begin_import(key, by=by)
    with django_assert_max_num_queries(40 * 16 + 40):
        actions.run_import(int(key))
