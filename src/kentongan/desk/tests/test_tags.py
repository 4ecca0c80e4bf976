"""Tags: put on a case by completion, filtered by everywhere, renamed and joined without writing a case again."""

from typing import Any

import pytest
from django.test import Client

from kentongan.cases import actions, queries
from kentongan.cases.models import Case, Tag
from kentongan.cases.queries.inbox import Filters
from kentongan.cases.queries.tags import offered_tags, uses
from kentongan.core.errors import Refused
from kentongan.desk.tests.conftest import Desk, cost_of, new_user, signed_in
from kentongan.history.queries import stream_of


def tagging(client: Client, number: str, **told: str) -> int:
    return client.post(f"/desk/cases/{number}/tag/", told).status_code


def listed(client: Client, query: str) -> str:
    return client.get(f"/desk/?{query}").content.decode()


def key(name: str) -> str:
    return str(Tag.objects.get(name=name).pk)


def test_a_tag_is_put_on_and_taken_off_on_the_page_of_the_case(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    assert tagging(coordinator, number, add="Musim hujan, prioritas") == 302
    page = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert 'value="Musim hujan"' in page
    assert tagging(coordinator, number, remove="prioritas") == 302
    assert Case.objects.get(number=number).tags == ["Musim hujan"]
    assert offered_tags() == ["Musim hujan", "prioritas"]


def test_another_spelling_is_the_same_tag(desk: Desk, coordinator: Client) -> None:
    first, second = desk.received("1"), desk.received("2")
    tagging(coordinator, first, add="Banjir")
    tagging(coordinator, second, add=" banjir ")
    assert Case.objects.get(number=second).tags == ["Banjir"]
    assert Tag.objects.count() == 1


def test_a_list_is_filtered_by_a_tag_with_words_and_other_filters(
    desk: Desk, coordinator: Client, officer: Client
) -> None:
    first, second, third = (desk.routed(k) for k in "123")
    for number in (first, second):
        tagging(coordinator, number, add="musim hujan")
    for client in (coordinator, officer):
        page = listed(client, "queue=all&tag=musim+hujan")
        assert (first in page, second in page, third in page) == (True, True, False)
    assert first in listed(coordinator, "queue=routed&tag=musim+hujan&q=sekolah&district=35.71.01")
    assert first not in listed(coordinator, "queue=verify&tag=musim+hujan")
    assert first not in listed(coordinator, "queue=all&tag=musim+hujan&q=tidakada")


def test_pages_of_a_tag_hold_each_case_once(desk: Desk) -> None:
    numbers = [desk.received(str(n)) for n in range(7)]
    for number in numbers:
        actions.tag(number, add=["banjir"], by=desk.by)
    found: list[str] = []
    after = None
    while True:
        page = queries.inbox("all", by=desk.by, filters=Filters(tag="banjir"), after=after, limit=3)
        found += [row.number for row in page.rows]
        after = page.after
        if after is None:
            break
    assert found == numbers[::-1]


def test_a_confidential_case_is_not_told_by_its_tag(desk: Desk, stranger: Client) -> None:
    number = desk.routed(confidential=True)
    actions.share(number, agency=desk.lamps.agency_id or 0, passage="Petikan saja.", by=desk.by_roads)
    actions.tag(number, add=["banjir"], by=desk.by)
    assert number in listed(stranger, "queue=all")
    assert number not in listed(stranger, "queue=all&tag=banjir")
    assert "banjir" not in stranger.get(f"/desk/cases/{number}/").content.decode()


def test_renamed_it_is_found_and_shown_by_the_new_name_and_by_the_old_address(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    tagging(coordinator, number, add="hujan")
    before = Case.objects.get(number=number).head_seq
    assert coordinator.post(f"/desk/tags/{key('hujan')}/", {"name": "Musim hujan"}).status_code == 302
    for query in ("queue=all&tag=Musim+hujan", "queue=all&tag=hujan"):
        assert number in listed(coordinator, query)
    assert "Musim hujan" in coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert Case.objects.get(number=number).head_seq == before
    assert tagging(coordinator, number, remove="Musim hujan") == 302
    assert Case.objects.get(number=number).tags == []
    (event,) = [e for e in stream_of(f"tag:{key('hujan')}") if e.kind == "cases.tag_renamed"]
    assert event.body["name"] == {"from": "hujan", "to": "Musim hujan"}


def test_a_name_can_come_back_and_letters_can_change_alone(desk: Desk, coordinator: Client) -> None:
    actions.tag(desk.received(), add=["hujan"], by=desk.by)
    actions.rename_tag(key("hujan"), name="banjir", by=desk.by)
    actions.rename_tag(key("banjir"), name="hujan", by=desk.by)
    assert offered_tags() == ["hujan"]
    actions.rename_tag(key("hujan"), name="Hujan", by=desk.by)
    assert offered_tags() == ["Hujan"]


def test_joined_the_cases_of_both_have_the_one(desk: Desk, coordinator: Client) -> None:
    first, second = desk.received("1"), desk.received("2")
    tagging(coordinator, first, add="banjir")
    tagging(coordinator, second, add="genangan")
    into = key("banjir")
    address = f"/desk/tags/{key('genangan')}/merge/"
    assert coordinator.post(address, {"into": into}).status_code == 422
    assert coordinator.post(address, {"into": into, "is_sure": "on"}).status_code == 302
    page = listed(coordinator, "queue=all&tag=banjir")
    assert (first in page, second in page) == (True, True)
    assert list(uses().values()) == [2]
    assert tagging(coordinator, second, add="genangan") == 302
    assert offered_tags() == ["banjir"]


def test_a_name_that_is_taken_is_refused_beside_the_field(desk: Desk, coordinator: Client) -> None:
    actions.tag(desk.received(), add=["banjir", "genangan"], by=desk.by)
    response = coordinator.post(f"/desk/tags/{key('genangan')}/", {"name": "BANJIR"})
    assert response.status_code == 422
    assert "Gabungkan keduanya saja" in response.content.decode()


def test_retired_it_stays_on_cases_and_is_offered_no_more(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    tagging(coordinator, number, add="banjir")
    assert coordinator.post(f"/desk/tags/{key('banjir')}/offer/", {"offered": "no"}).status_code == 302
    assert offered_tags() == []
    assert number in listed(coordinator, "queue=all&tag=banjir")
    assert (
        '<option value="banjir">'
        not in coordinator.get(f"/desk/cases/{number}/").content.decode().split("known-tags")[-1]
    )


def test_only_the_coordinator_keeps_them(desk: Desk, officer: Client) -> None:
    number = desk.routed()
    actions.tag(number, add=["banjir"], by=desk.by)
    assert tagging(officer, number, add="x") == 403
    assert officer.get("/desk/tags/").status_code == 403
    assert signed_in(new_user("penyelia", "supervisor")).get("/desk/tags/").status_code == 403
    with pytest.raises(Refused):
        actions.rename_tag(key("banjir"), name="x", by=desk.by_roads)


def test_tags_stand_in_saved_views_and_downloads(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    tagging(coordinator, number, add="banjir")
    assert coordinator.post("/desk/views/new/?queue=all&tag=banjir", {"name": "Banjir", "audience": "mine"}).status_code
    assert "tag=banjir" in listed(coordinator, "queue=all")
    sheet = coordinator.post("/desk/export/?queue=all&tag=banjir", {"form": "csv"}).content.decode()
    assert number in sheet
    assert "banjir" in sheet.splitlines()[1]


def test_the_page_of_an_edit_shows_no_conflict_after_a_tag_was_renamed(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    tagging(coordinator, number, add="hujan")
    actions.rename_tag(key("hujan"), name="Musim hujan", by=desk.by)
    wanted: dict[str, Any] = {"tags": actions.Wanted(("Musim hujan",), ("Musim hujan", "banjir"))}
    actions.edit(number, wanted, by=desk.by)
    assert set(Case.objects.get(number=number).tags) == {"Musim hujan", "banjir"}


def test_the_lists_cost_the_same_with_one_tag_and_with_five(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    tagging(coordinator, number, add="t0")
    pages = ("/desk/tags/", "/desk/?queue=all&tag=t0", f"/desk/cases/{number}/")
    for address in pages:
        coordinator.get(address)
    before = [cost_of(coordinator, address) for address in pages]
    tagging(coordinator, number, add="t1,t2,t3,t4")
    for address in pages:
        coordinator.get(address)
    assert [cost_of(coordinator, address) for address in pages] == before


def test_nothing_of_a_tag_is_told_outside(desk: Desk) -> None:
    number = desk.answered()
    actions.tag(number, add=["tagpenanda"], by=desk.by)
    pk = Case.objects.get(number=number).pk
    for address in ("/laporan/", f"/laporan/{pk}/", f"/api/v1/reports/{number}"):
        assert "tagpenanda" not in Client().get(address, follow=True).content.decode()
    assert f"/laporan/{pk}/" not in Client().get("/laporan/?q=tagpenanda").content.decode()
