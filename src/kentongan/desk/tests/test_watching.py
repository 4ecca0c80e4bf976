"""Watching: news of chosen cases in a list of one's own, counted, and only as far as one may see them."""

import re

from django.test import Client

from kentongan.cases import actions
from kentongan.desk.tests.conftest import WORK, Desk, cost_of, new_user, signed_in
from kentongan.workspace.models import Watch


def watching(client: Client, number: str, answer: str = "yes") -> None:
    assert client.post(f"/desk/cases/{number}/watch/", {"watch": answer}).status_code == 302


def counted(client: Client) -> str | None:
    page = client.get("/desk/?queue=all").content.decode()
    found = re.search(r'href="/desk/watched/".*?</a>', page, re.DOTALL)
    number = re.search(r"<b[^>]*>(\d+)</b>", found[0]) if found else None
    return number[1] if number else None


def test_news_of_a_watched_case_are_counted_until_it_is_opened(desk: Desk, coordinator: Client) -> None:
    number = desk.routed()
    assert counted(coordinator) is None
    watching(coordinator, number)
    assert counted(coordinator) == "0"
    actions.follow_up(number, text=WORK, by=desk.by_roads)
    assert counted(coordinator) == "1"
    assert "1 langkah baru" in coordinator.get("/desk/watched/").content.decode()
    assert 'aria-pressed="true"' in coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert counted(coordinator) == "0"


def test_what_one_did_oneself_is_no_news(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    watching(coordinator, number)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"}
    form = {"reason": "test", "text": "Ini hanya uji coba."}
    assert coordinator.post(f"/desk/cases/{number}/archive/", form, headers=headers).status_code == 200
    assert counted(coordinator) == "0"


def test_watching_is_left_again_and_a_second_time_is_nothing(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    watching(coordinator, number)
    watching(coordinator, number)
    assert Watch.objects.count() == 1
    watching(coordinator, number, "no")
    assert "Anda tidak memantau" in coordinator.get("/desk/watched/").content.decode()


def test_my_list_is_mine(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    watching(coordinator, number)
    assert number not in signed_in(new_user("rekan", "coordinator")).get("/desk/watched/").content.decode()


def test_a_case_one_may_not_know_of_cannot_be_watched_and_leaves_the_list(desk: Desk, stranger: Client) -> None:
    hidden, number = desk.routed("1", confidential=True), desk.routed("2")
    assert stranger.post(f"/desk/cases/{hidden}/watch/").status_code == 404
    watching(stranger, number)
    assert number in stranger.get("/desk/watched/").content.decode()
    actions.edit(number, {"is_confidential": actions.Wanted(False, True)}, by=desk.by)
    assert number not in stranger.get("/desk/watched/").content.decode()
    assert counted(stranger) == "0"


def test_more_than_a_hundred_are_refused(desk: Desk, coordinator: Client) -> None:
    Watch.objects.bulk_create(Watch(user=desk.coordinator.pk, subject=f"case:x{n}", seen=0) for n in range(100))
    response = coordinator.post(f"/desk/cases/{desk.received()}/watch/", {"watch": "yes"})
    assert response.status_code == 422
    assert "100 aduan" in response.content.decode()


def test_the_pages_cost_the_same_with_one_watched_case_and_with_three(desk: Desk, coordinator: Client) -> None:
    pages = ("/desk/?queue=all", "/desk/watched/")
    watching(coordinator, desk.received("1"))
    coordinator.get(pages[0])
    before = [cost_of(coordinator, address) for address in pages]
    for key in ("2", "3"):
        watching(coordinator, desk.received(key))
    assert [cost_of(coordinator, address) for address in pages] == before
    assert max(before) <= 12
