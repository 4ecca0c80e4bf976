"""A single act is taken back within ten minutes where the table has a way back, as bulk acts are."""

import re
from datetime import timedelta

from django.test import Client

from kentongan.cases import actions
from kentongan.cases.models import Case
from kentongan.core import clock
from kentongan.desk.tests.conftest import WORK, Desk, new_user, signed_in, state_of
from kentongan.desk.tests.test_bulk import ARCHIVE, REFER
from kentongan.history.queries import stream_of
from kentongan.workspace.models import Bulk


def way_back(client: Client, number: str) -> str:
    found = re.search(r'action="(/desk/undo/\d+/)"', client.get(f"/desk/cases/{number}/").content.decode())
    return found[1] if found else ""


def did(client: Client, number: str, act: str, data: dict[str, str]) -> None:
    assert client.post(f"/desk/cases/{number}/{act}/", data).status_code == 302


def test_what_was_referred_by_mistake_is_taken_back(desk: Desk, coordinator: Client) -> None:
    number = desk.verified()
    did(coordinator, number, "refer", REFER)
    undo = way_back(coordinator, number)
    assert coordinator.post(undo).status_code == 302
    assert state_of(number) == "received"
    assert way_back(coordinator, number) == ""
    kinds = [event.kind for event in stream_of(f"case:{Case.objects.get(number=number).pk}")]
    assert kinds[-2:] == ["cases.referred", "cases.taken_back"]
    assert "Belum ada tindakan massal" in coordinator.get("/desk/bulk/").content.decode()


def test_passed_on_to_another_by_mistake_it_goes_back_to_the_one_that_had_it(desk: Desk, coordinator: Client) -> None:
    number = desk.routed()
    did(coordinator, number, "route", {"lead": str(desk.lamps.agency_id), "seq": "0"})
    assert coordinator.post(way_back(coordinator, number)).status_code == 302
    assert Case.objects.get(number=number).lead_id == desk.roads.agency_id


def test_tags_are_as_they_were(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    actions.tag(number, add=["lama"], by=desk.by)
    did(coordinator, number, "tag", {"add": "banjir, lama"})
    coordinator.post(way_back(coordinator, number))
    assert Case.objects.get(number=number).tags == ["lama"]


def test_there_is_no_button_where_there_is_no_way_back(desk: Desk, coordinator: Client, officer: Client) -> None:
    archived, fresh, working = desk.received("1"), desk.verified("2"), desk.routed("3")
    did(coordinator, archived, "archive", ARCHIVE)
    did(coordinator, fresh, "route", {"lead": str(desk.roads.agency_id), "seq": "0"})
    did(officer, working, "follow-up", {"text": WORK})
    assert [way_back(coordinator, n) for n in (archived, fresh)] == ["", ""]
    assert way_back(officer, working) == ""


def test_after_ten_minutes_and_after_anothers_act_it_stays(desk: Desk, coordinator: Client) -> None:
    first, second = desk.verified("1"), desk.routed("2")
    did(coordinator, first, "refer", REFER)
    late = way_back(coordinator, first)
    did(coordinator, second, "route", {"lead": str(desk.lamps.agency_id), "seq": "0"})
    moved = way_back(coordinator, second)
    actions.route(second, lead=desk.roads.agency_id or 0, by=desk.by)
    assert coordinator.post(moved).status_code == 302
    assert Case.objects.get(number=second).lead_id == desk.roads.agency_id
    clock.move(timedelta(minutes=11))
    try:
        assert way_back(coordinator, first) == ""
        assert coordinator.post(late).status_code == 422
    finally:
        clock.move(timedelta(0))
    assert state_of(first) == "referred"


def test_it_is_his_alone_and_done_once(desk: Desk, coordinator: Client) -> None:
    number = desk.verified()
    did(coordinator, number, "refer", REFER)
    undo = way_back(coordinator, number)
    other = signed_in(new_user("rekan", "coordinator"))
    assert way_back(other, number) == ""
    assert other.post(undo).status_code == 404
    for _ in range(2):
        assert coordinator.post(undo).status_code == 302
    assert state_of(number) == "received"
    assert Bulk.objects.filter(is_single=True).count() == 1


def test_from_the_list_the_word_about_it_carries_the_button(desk: Desk, coordinator: Client) -> None:
    number = desk.verified()
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?queue=verify"}
    response = coordinator.post(f"/desk/cases/{number}/refer/", REFER, headers=headers)
    assert re.search(r'action="/desk/undo/\d+/"', response.content.decode())
