"""Bulk acts: shown before, done once, each case by itself with its own event, told with reasons, undone in time."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from kentongan.agencies.models import Agency
from kentongan.cases import actions
from kentongan.cases.models import Case
from kentongan.core import clock
from kentongan.desk import bulk
from kentongan.desk.subjects import subject_of
from kentongan.desk.tasks import perform_bulk
from kentongan.desk.tests.conftest import WORK, Desk, cost_of, new_user, signed_in, state_of
from kentongan.history.queries import stream_of
from kentongan.workspace.actions import sweep_bulks
from kentongan.workspace.models import Bulk, BulkLine, Watch

ARCHIVE = {"reason": "test", "text": "Ini hanya uji coba."}
REFER = {"body": "PLN UP3 Kediri", "contact": "Surat 12/2026", "text": "Kami teruskan kepada PLN."}


def chosen(client: Client, act: str, *numbers: str, address: str = "?queue=all", **more: str) -> str:
    """The address of what was put together."""
    response = client.post(f"/desk/bulk/{address}", {"act": act, "case": numbers, **more})
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def done(client: Client, act: str, *numbers: str, data: dict[str, Any] | None = None) -> str:
    address = chosen(client, act, *numbers)
    assert client.post(address, data or {}).status_code == 302
    return address


def outcomes(address: str) -> dict[str, str]:
    rows = BulkLine.objects.filter(bulk=int(address.strip("/").split("/")[-1]))
    return {row.subject.removeprefix("case:"): row.state for row in rows}


def kinds_of(number: str) -> list[str]:
    return [event.kind for event in stream_of(f"case:{Case.objects.get(number=number).pk}")]


def test_before_anything_is_done_the_page_says_what_will_happen_to_each(desk: Desk, coordinator: Client) -> None:
    fresh, running = desk.received("1"), desk.in_progress("2")
    page = coordinator.get(chosen(coordinator, "archive", fresh, running)).content.decode()
    assert "1 akan dikerjakan" in page
    assert "1 ditolak" in page
    assert "tidak dapat dilakukan" in page
    assert "Hanya penyelia yang dapat membatalkannya" in page
    assert (state_of(fresh), state_of(running)) == ("received", "in_progress")


def test_each_case_is_done_by_itself_with_its_own_event_and_the_refused_say_why(
    desk: Desk, coordinator: Client
) -> None:
    one, two, running = desk.received("1"), desk.received("2"), desk.in_progress("3")
    address = done(coordinator, "archive", one, two, running, data=ARCHIVE)
    assert (state_of(one), state_of(two), state_of(running)) == ("archived", "archived", "in_progress")
    assert kinds_of(one)[-1] == kinds_of(two)[-1] == "cases.archived"
    page = coordinator.get(address).content.decode()
    assert "2 selesai" in page
    assert "1 ditolak" in page
    assert Bulk.objects.get().asked == ""


def test_a_double_click_does_nothing_twice(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    address = done(coordinator, "tag", number, data={"tags": "banjir"})
    events = len(kinds_of(number))
    assert coordinator.post(address, {"tags": "lain"}).status_code == 302
    perform_bulk(Bulk.objects.get().pk)
    assert len(kinds_of(number)) == events
    assert Case.objects.get(number=number).tags == ["banjir"]


def test_a_form_that_is_not_complete_does_nothing_and_keeps_what_was_written(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    address = chosen(coordinator, "archive", number)
    response = coordinator.post(address, {"reason": "", "text": "Ditulis panjang"})
    assert response.status_code == 422
    assert "Ditulis panjang" in response.content.decode()
    assert state_of(number) == "received"


def test_a_case_on_which_someone_acted_meanwhile_is_left_alone(desk: Desk, coordinator: Client) -> None:
    one, two = desk.verified("1"), desk.verified("2")
    address = chosen(coordinator, "postpone", one, two)
    actions.edit(two, {"place_text": actions.Wanted("Jl. Kenanga", "Jl. Melati")}, by=desk.by)
    coordinator.post(address, {"reason": "incomplete", "missing": "Nomor rumah?"})
    assert outcomes(address) == {one: "done", two: "refused"}
    assert "sesudah Anda memilihnya" in coordinator.get(address).content.decode()
    again = coordinator.post(f"{address}again/").headers["Location"]
    coordinator.post(again, {"reason": "incomplete", "missing": "Nomor rumah?"})
    assert outcomes(again) == {two: "done"}


def test_the_whole_list_is_chosen_up_to_a_limit(
    desk: Desk, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = {desk.received(str(n)) for n in range(3)}
    desk.received("9", channel="phone")
    assert set(outcomes(chosen(coordinator, "watch", address="?queue=verify&channel=web", all="on"))) == numbers
    monkeypatch.setattr("kentongan.desk.views.bulk.MOST_LINES", 2)
    address = chosen(coordinator, "watch", address="?queue=verify", all="on")
    assert len(outcomes(address)) == 2
    assert "2 yang pertama" in coordinator.get(address).content.decode()


def test_many_are_left_to_the_worker_who_says_how_far_he_is(
    desk: Desk, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    one, two = desk.received("1"), desk.received("2")
    address = done(coordinator, "archive", one, two, data=ARCHIVE)
    assert ProcrastinateJob.objects.filter(task_name="desk.perform_bulk").count() == 1
    assert "0 dari 2" in coordinator.get(address).content.decode()
    assert state_of(one) == "received"
    perform_bulk(Bulk.objects.get().pk)
    assert outcomes(address) == {one: "done", two: "done"}


def test_what_a_process_that_died_left_half_done_is_ended_by_the_worker(desk: Desk, coordinator: Client) -> None:
    one, two = desk.received("1"), desk.received("2")
    address = done(coordinator, "tag", one, two, data={"tags": "banjir"})
    job = ProcrastinateJob.objects.get(task_name="desk.perform_bulk")  # he looks after the few that are done at once
    assert job.args == {"bulk": Bulk.objects.get().pk}
    # as a death between the two leaves it
    Bulk.objects.update(state="running", asked='{"tags": ["banjir"]}', done_at=None)
    BulkLine.objects.filter(subject=subject_of(two)).update(state="waiting", done_seq=0)
    actions.tag(two, remove=["banjir"], by=desk.by)
    head = Case.objects.get(number=two).head_seq
    BulkLine.objects.filter(subject=subject_of(two)).update(seq=head)
    perform_bulk(**job.args)
    assert outcomes(address) == {one: "done", two: "done"}
    assert Case.objects.get(number=two).tags == ["banjir"]


def test_one_that_fails_for_no_reason_foreseen_is_told_with_its_case_and_stops_no_other(
    desk: Desk, coordinator: Client
) -> None:
    odd, fine = desk.received("1"), desk.received("2")
    address = done(coordinator, "watch", odd, fine)
    BulkLine.objects.filter(subject=subject_of(odd)).update(before={})  # nothing the way back could use
    coordinator.post(f"{address}undo/")
    assert outcomes(address) == {odd: "kept", fine: "undone"}
    assert "Coba sendiri-sendiri" in coordinator.get(address).content.decode()
    assert Watch.objects.count() == 1


def test_the_worker_acts_with_the_rights_of_that_moment(
    desk: Desk, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    number = desk.received()
    address = done(coordinator, "archive", number, data=ARCHIVE)
    desk.coordinator.roles = ["auditor"]
    desk.coordinator.save()
    perform_bulk(Bulk.objects.get().pk)
    assert outcomes(address) == {number: "refused"}
    assert state_of(number) == "received"


def test_what_was_referred_together_is_taken_back_together(desk: Desk, coordinator: Client) -> None:
    one, two = desk.verified("1"), desk.verified("2")
    address = done(coordinator, "refer", one, two, data=REFER)
    actions.referral_answered(two, text="Sudah diperbaiki PLN.", by=desk.by)
    assert coordinator.post(f"{address}undo/").status_code == 302
    assert (state_of(one), state_of(two)) == ("received", "answered")
    assert outcomes(address) == {one: "undone", two: "kept"}
    coordinator.post(f"{address}undo/")
    assert kinds_of(one)[-2:] == ["cases.referred", "cases.taken_back"]


def test_passing_on_goes_back_to_the_agency_that_had_it(desk: Desk, coordinator: Client) -> None:
    routed, verified = desk.routed("1"), desk.verified("2")
    lamps = Agency.objects.get(code="dishub").pk
    address = done(coordinator, "route", routed, verified, data={"lead": str(lamps)})
    assert Case.objects.get(number=verified).lead_id == lamps
    coordinator.post(f"{address}undo/")
    assert Case.objects.get(number=routed).lead_id == desk.roads.agency_id
    assert outcomes(address) == {routed: "undone", verified: "kept"}
    assert "dapat mengembalikannya" in coordinator.get(address).content.decode()


def test_tags_and_watching_are_undone_as_far_as_they_were_new(desk: Desk, coordinator: Client) -> None:
    one, two = desk.received("1", tags=("banjir",)), desk.received("2")
    address = done(coordinator, "tag", one, two, data={"tags": "banjir, got"})
    assert Case.objects.get(number=two).tags == ["banjir", "got"]
    coordinator.post(f"{address}undo/")
    assert Case.objects.get(number=one).tags == ["banjir"]
    assert Case.objects.get(number=two).tags == []
    coordinator.post(f"/desk/cases/{one}/watch/", {"watch": "yes"})
    address = done(coordinator, "watch", one, two)
    assert Watch.objects.count() == 2
    coordinator.post(f"{address}undo/")
    assert [watch.subject for watch in Watch.objects.all()] == [f"case:{one}"]


def test_undo_is_for_those_the_table_lets_and_for_ten_minutes(desk: Desk, coordinator: Client) -> None:
    one, two = desk.received("1"), desk.received("2")
    address = done(coordinator, "archive", one, data=ARCHIVE)
    assert coordinator.post(f"{address}undo/").status_code == 422
    desk.coordinator.roles = ["coordinator", "supervisor"]
    desk.coordinator.save()
    assert coordinator.post(f"{address}undo/").status_code == 302
    assert state_of(one) == "received"
    address = done(coordinator, "tag", two, data={"tags": "got"})
    Bulk.objects.update(done_at=clock.now() - timedelta(minutes=11))
    assert f"{address}undo/" not in coordinator.get(address).content.decode()
    assert coordinator.post(f"{address}undo/").status_code == 422
    assert Case.objects.get(number=two).tags == ["got"]


def test_an_officer_is_offered_what_is_his_and_refused_the_rest(desk: Desk, officer: Client, stranger: Client) -> None:
    hidden = desk.routed("1", confidential=True)
    assert officer.post("/desk/bulk/", {"act": "archive", "case": hidden}).status_code == 422
    assert outcomes(chosen(officer, "watch", hidden)) == {hidden: "waiting"}
    assert stranger.post("/desk/bulk/", {"act": "watch", "case": hidden}).status_code == 422
    page = officer.get("/desk/").content.decode()
    assert 'value="watch"' in page
    assert 'value="archive"' not in page


def test_a_bulk_act_is_its_owners_alone(desk: Desk, coordinator: Client) -> None:
    address = done(coordinator, "archive", desk.received(), data=ARCHIVE)
    other = signed_in(new_user("rekan", "coordinator"))
    for path in (address, f"{address}csv/"):
        assert other.get(path).status_code == 404
    assert other.post(f"{address}undo/").status_code == 404
    assert "Tindakan massal" in coordinator.get("/desk/bulk/").content.decode()
    assert address not in other.get("/desk/bulk/").content.decode()


def test_the_result_is_a_sheet_of_codes_and_reasons(desk: Desk, coordinator: Client) -> None:
    fresh, running = desk.received("1"), desk.in_progress("2")
    address = done(coordinator, "archive", fresh, running, data=ARCHIVE)
    told = coordinator.get(f"{address}csv/").content.decode("utf-8-sig")
    lines = {line["Kode"]: line for line in csv.DictReader(io.StringIO(told))}
    assert lines[fresh]["Hasil"] == "Selesai"
    assert "tidak dapat dilakukan" in lines[running]["Alasan"]
    assert "berlubang" not in told
    assert coordinator.get(f"{address}pdf/").status_code == 404


def test_someone_writing_on_a_chosen_case_is_told(desk: Desk, coordinator: Client, officer: Client) -> None:
    number = desk.routed()
    officer.post(f"/desk/cases/{number}/draft/", {"kind": "answer", "text": WORK})
    page = coordinator.get(chosen(coordinator, "refer", number)).content.decode()
    assert "ada yang sedang menulis di sini" in page


def test_old_ones_are_swept_and_what_was_never_begun_after_a_day(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    done(coordinator, "tag", number, data={"tags": "got"})
    chosen(coordinator, "tag", number)
    Bulk.objects.update(created_at=clock.now() - timedelta(days=2))
    assert sweep_bulks() == 2  # the act and its line
    assert Bulk.objects.get().state == "done"


def test_the_pages_cost_the_same_with_one_case_and_with_three(desk: Desk, coordinator: Client) -> None:
    numbers = [desk.received(str(n)) for n in range(3)]
    coordinator.get(chosen(coordinator, "archive", *numbers))
    costs = [cost_of(coordinator, chosen(coordinator, "archive", *some)) for some in (numbers[:1], numbers)]
    assert costs[0] == costs[1] <= 14
    done(coordinator, "tag", *numbers[:1], data={"tags": "a"})
    coordinator.get("/desk/bulk/")
    before = cost_of(coordinator, "/desk/bulk/")
    done(coordinator, "tag", *numbers, data={"tags": "b"})
    assert cost_of(coordinator, "/desk/bulk/") == before
