"""What is kept too long: rehearsed, then erased, while counts and the history stay whole."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kentongan.agencies.actions.sign_ins import keep_failure
from kentongan.agencies.models import SignInFailure
from kentongan.agencies.queries import actor_for
from kentongan.cases.models import Case, Report
from kentongan.core import clock
from kentongan.core.actor import system
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.desk.tests.conftest import NAME, TEXT, Desk, new_user, signed_in
from kentongan.history import queries as history
from kentongan.history.actions import sequence_now
from kentongan.history.queries import stream_of
from kentongan.notifications.models import Message
from kentongan.people import actions
from kentongan.people.actions import requests, retention
from kentongan.people.models import DataRequest, Person, RetentionRun
from kentongan.people.queries.retention import rules_now
from kentongan.people.queries.retention import run as read_run

PAGE = "/desk/privacy/retention/"
BY = system("tests")
LONG_AGO = timedelta(days=6 * 365)


@pytest.fixture(autouse=True)
def _register_of_erasures(tmp_path: Path, settings: Any) -> None:
    settings.KENTONGAN_DATA = tmp_path


@pytest.fixture
def keeper(desk: Desk) -> Client:
    return signed_in(new_user("pdp", "privacy_officer"))


def aged(number: str, *, state: str = "closed", by: timedelta = LONG_AGO) -> None:
    """A case and its teller as they were that long ago."""
    then = clock.now() - by
    Case.objects.filter(number=number).update(state=state, closed_at=then if state == "closed" else None)
    Report.objects.filter(code=number).update(received_at=then)
    Person.objects.filter(reports__code=number).update(created_at=then)


def told(desk: Desk, key: str, **more: Any) -> str:
    return desk.received(key, name=f"{NAME} {key}", phone=f"+6281100000{int(key):02}", **more)


def answered_request(name: str = "Orang Tak Dikenal") -> int:
    by = actor_for(new_user(f"pdp{DataRequest.objects.count()}", "privacy_officer"))
    pk = requests.take_in_request(requests.Asked("access", "counter", name, "Jl. Kenanga 4", "Apa data saya?"), by=by)
    requests.decide_request(pk, decision="refused", ground="no_data", answer="Tidak ada.", by=by)
    DataRequest.objects.filter(pk=pk).update(decided_at=clock.now() - LONG_AGO)
    return pk


def rehearsed() -> int:
    pk = retention.rehearse(by=BY)
    retention.carry_all()
    return pk


def erased() -> RetentionRun:
    pk = retention.erase_rehearsed(rehearsed(), by=BY)
    retention.carry_all()
    return RetentionRun.objects.get(pk=pk)


def test_a_rehearsal_counts_by_kind_shows_numbers_and_takes_nothing(desk: Desk) -> None:
    old, open_, young = told(desk, "1"), told(desk, "2"), told(desk, "3")
    aged(old)
    aged(open_, state="in_progress")
    aged(young, by=timedelta(days=30))
    request = answered_request()
    run = read_run(rehearsed(), by=BY)
    assert run.counts == {"people.person": 1, "people.datarequest": 1}
    assert run.numbers == {"people.person": [old], "people.datarequest": [f"PDP-{request:05}"]}
    assert Person.objects.filter(erased_at__isnull=False).count() == 0
    assert NAME not in str(stream_of(f"retention:{run.id}"))


def test_the_erasure_takes_persons_words_of_requests_messages_and_failed_sign_ins(desk: Desk) -> None:
    old, kept = told(desk, "1"), told(desk, "2")
    aged(old)
    request = answered_request()
    keep_failure("nobody", address="192.0.2.7")
    SignInFailure.objects.update(failed_at=clock.now() - timedelta(days=40))
    run = erased()
    assert run.counts == {"people.person": 1, "people.datarequest": 1, "agencies.signinfailure": 1}
    gone = Report.objects.get(code=old)
    assert (gone.text, gone.person and gone.person.name) == (None, None)
    assert Report.objects.get(code=kept).text == TEXT
    row = DataRequest.objects.get(pk=request)
    assert (row.name, row.contact, row.text, row.answer, row.decision) == (None, None, None, None, "refused")
    assert not SignInFailure.objects.exists()
    assert Message.objects.filter(title__isnull=False, person_id=gone.person_id).count() == 0


def test_counts_and_the_history_stay_whole(desk: Desk) -> None:
    aged(told(desk, "1"))
    answered_request()
    cases, reports = Case.objects.count(), Report.objects.count()
    erased()
    assert (Case.objects.count(), Report.objects.count()) == (cases, reports)
    sequence_now()
    assert history.verify(texts={}).broken == 0


def test_an_interrupted_erasure_goes_on_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_TAKEN", 1)
    for key in ("1", "2", "3"):
        aged(told(desk, key))
    pk = retention.erase_rehearsed(rehearsed(), by=BY)
    retention.carry_on()
    assert Person.objects.filter(erased_at__isnull=False).count() == 1
    assert not read_run(pk, by=BY).finished_at
    retention.carry_all()
    assert read_run(pk, by=BY).counts["people.person"] == 3


def test_whoever_is_needed_again_since_the_rehearsal_is_left_alone(desk: Desk) -> None:
    number = told(desk, "1")
    aged(number)
    rehearsal = rehearsed()
    Case.objects.filter(number=number).update(state="in_progress", closed_at=None)
    pk = retention.erase_rehearsed(rehearsal, by=BY)
    retention.carry_all()
    assert read_run(pk, by=BY).total == 0
    assert Person.objects.filter(erased_at__isnull=False).count() == 0


def test_an_asker_whose_request_is_open_is_needed(desk: Desk) -> None:
    aged(told(desk, "1"))
    by = actor_for(new_user("pdp9", "privacy_officer"))
    pk = requests.take_in_request(requests.Asked("access", "counter", NAME), by=by)
    requests.name_persons(pk, [Person.objects.get().pk], by=by)
    assert read_run(rehearsed(), by=BY).total == 0


def test_words_of_a_request_stay_erased_after_a_restore(desk: Desk, tmp_path: Path) -> None:
    pk = answered_request()
    erased()
    actions.settle_register()
    restored = DataRequest.objects.get(pk=pk)
    restored.name, restored.text, restored.erased_at = "Orang Tak Dikenal", "Apa data saya?", None
    restored.save()
    assert actions.replay_erasures().erased == 1
    assert DataRequest.objects.get(pk=pk).name is None
    assert actions.replay_erasures().erased == 0
    assert "Orang" not in (tmp_path / "erasures.jsonl").read_text()


def test_an_erasure_needs_a_fresh_rehearsal_by_the_same_rules(desk: Desk) -> None:
    aged(told(desk, "1"))
    with pytest.raises(NotFound):
        retention.erase_rehearsed(0, by=BY)
    waiting = retention.rehearse(by=BY)
    with pytest.raises(Refused):
        retention.erase_rehearsed(waiting, by=BY)
    retention.carry_all()
    retention.change_rule("people.person", {"days": Wanted(1825, 3000)}, by=BY)
    with pytest.raises(Refused):
        retention.erase_rehearsed(waiting, by=BY)
    old = rehearsed()
    RetentionRun.objects.filter(pk=old).update(finished_at=clock.now() - timedelta(hours=25))
    with pytest.raises(Refused):
        retention.erase_rehearsed(old, by=BY)
    assert not RetentionRun.objects.filter(is_rehearsal=False).exists()


def test_a_rule_is_changed_with_its_event_left_out_or_refused(desk: Desk, keeper: Client) -> None:
    address = f"{PAGE}rules/agencies.signinfailure/"
    too_long = keeper.post(address, {"days": "90", "basis": "Perwali 1", "is_on": "on"})
    assert too_long.status_code == 422
    assert "30 hari" in too_long.content.decode()
    assert keeper.post(address, {"days": "10", "basis": "Perwali 1"}).status_code == 302
    rule = next(rule for rule in rules_now() if rule.kind == "agencies.signinfailure")
    assert (rule.days, rule.basis, rule.is_on, rule.is_own) == (10, "Perwali 1", False, True)
    assert "agencies.signinfailure" not in read_run(retention.rehearse(by=BY), by=BY).kinds
    with pytest.raises(Conflict):
        retention.change_rule("agencies.signinfailure", {"days": Wanted(30, 20)}, by=BY)
    assert keeper.get(f"{PAGE}rules/nothing/").status_code == 404


def test_the_screen_leads_from_rules_by_a_rehearsal_to_the_erasure(desk: Desk, keeper: Client) -> None:
    number = told(desk, "1")
    aged(number)
    assert "Masa simpan data" in keeper.get(PAGE).content.decode()
    run = keeper.post(f"{PAGE}rehearse/").headers["Location"]
    assert "memperbarui diri" in keeper.get(run).content.decode()
    retention.carry_all()
    page = keeper.get(run).content.decode()
    assert number in page
    assert NAME not in page
    assert keeper.post(f"{run}erase/").status_code == 422
    done = keeper.post(f"{run}erase/", {"sure": "yes"}).headers["Location"]
    retention.carry_all()
    assert "Terhapus" in keeper.get(done).content.decode()
    assert Person.objects.get().erased_at is not None


def test_nobody_else_goes_over_what_is_kept(desk: Desk, coordinator: Client) -> None:
    assert coordinator.get(PAGE).status_code == 403
    with pytest.raises(Refused):
        retention.rehearse(by=desk.by)
    with pytest.raises(Refused):
        retention.change_rule("people.person", {"days": Wanted(1825, 1)}, by=desk.by)


def test_the_command_rehearses_and_then_erases(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    number = told(desk, "1")
    aged(number)
    call_command("retention_run")
    said = capsys.readouterr().out
    assert number in said
    assert NAME not in said
    call_command("retention_run", run=RetentionRun.objects.get().pk)
    assert "1 are gone, 0 could not" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("retention_run", run=0)
