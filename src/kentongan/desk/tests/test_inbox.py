"""The inbox: queues, pages, filters, search; and what it costs."""

import json
import re

import pytest
from django.test import Client

from kentongan.desk.tests.conftest import Desk, cost_of, new_user, signed_in
from kentongan.desk.views import inbox


def numbers_in(page: str) -> list[str]:
    return re.findall(r'data-case="([^"]+)"', page)


def page_of(client: Client, address: str = "/desk/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_new_report_waits_for_the_coordinator(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    page = page_of(coordinator)
    assert numbers_in(page) == [number]
    assert re.search(r'data-counter="verify">1<', page)


def test_an_agency_has_its_own_cases_and_no_others(desk: Desk, officer: Client, stranger: Client) -> None:
    number = desk.routed()
    desk.received("2")
    assert numbers_in(page_of(officer)) == [number]
    assert numbers_in(page_of(stranger)) == []
    assert "Tidak ada yang menunggu" in page_of(stranger)


def test_a_row_says_who_would_lead_until_someone_does(desk: Desk, coordinator: Client) -> None:
    desk.received()
    assert "→ DPUPR?" in page_of(coordinator)


def test_pages_go_on_by_the_last_row_and_lead_back_to_the_beginning(
    desk: Desk, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PAGE_SIZE", 2)
    numbers = [desk.received(str(n)) for n in range(3)]
    first = page_of(coordinator, "/desk/?queue=verify&order=oldest")
    assert numbers_in(first) == numbers[:2]
    further = re.search(r'rel="next"[^>]* href="([^"]+)"', first)
    assert further
    second = page_of(coordinator, further[1].replace("&amp;", "&"))
    assert numbers_in(second) == numbers[2:]
    assert 'rel="prev"' in second


def test_an_address_that_makes_no_sense_still_opens(desk: Desk, coordinator: Client) -> None:
    desk.received()
    page = page_of(coordinator, "/desk/?queue=verify&since=kemarin&category=tidak-ada&agency=xx&order=acak")
    assert len(numbers_in(page)) == 1


def test_a_mark_from_another_time_is_refused_in_words(desk: Desk, coordinator: Client) -> None:
    response = coordinator.get("/desk/?queue=verify&after=omong-kosong")
    assert response.status_code == 422
    assert "Daftar ini sudah berubah" in response.content.decode()


def test_a_queue_of_others_is_not_found(desk: Desk, officer: Client) -> None:
    assert officer.get("/desk/?queue=verify").status_code == 404


def test_filters_narrow_the_list_and_stand_above_it_to_be_taken_away(desk: Desk, coordinator: Client) -> None:
    number = desk.received("1", channel="phone")
    desk.received("2")
    page = page_of(coordinator, "/desk/?queue=verify&channel=phone&district=35.71.01")
    assert numbers_in(page) == [number]
    chips = re.findall(r'class="chip" href="([^"]+)"', page)
    assert [chip.replace("&amp;", "&") for chip in chips] == [
        "/desk/?queue=verify&district=35.71.01",
        "/desk/?queue=verify&channel=phone",
    ]


def test_nothing_found_says_how_to_go_on(desk: Desk, coordinator: Client) -> None:
    page = page_of(coordinator, "/desk/?queue=verify&channel=letter")
    assert "Tidak ada yang cocok" in page
    assert 'href="/desk/?queue=verify"' in page


def test_words_and_codes_find_cases(desk: Desk, coordinator: Client) -> None:
    number = desk.received("1", text="Lampu merah simpang empat mati.", category="")
    desk.received("2")
    assert numbers_in(page_of(coordinator, "/desk/?queue=all&q=simpang")) == [number]
    assert numbers_in(page_of(coordinator, f"/desk/?queue=all&q={number.lower()}")) == [number]


def test_only_the_rows_are_sent_to_a_list_that_is_open_already(desk: Desk, coordinator: Client) -> None:
    desk.received()
    response = coordinator.get("/desk/?queue=verify", headers={"X-Part": "rows"})
    assert response.content.decode().startswith('<div class="pickrow">')
    assert "X-Part" in response.headers["Vary"]


def test_the_pulse_tells_counters_and_the_first_row(desk: Desk, coordinator: Client) -> None:
    desk.received()
    told = json.loads(coordinator.get("/desk/pulse/?queue=verify").content)
    assert told["counters"]["verify"] == "1"
    assert told["newest"]


def test_the_browser_judges_what_it_can_and_asks_about_the_rest(desk: Desk, coordinator: Client) -> None:
    def wanted(address: str) -> object:
        found = re.search(r'data-wants="([^"]+)"', page_of(coordinator, address))
        assert found
        return json.loads(found[1].replace("&quot;", '"'))["filters"]

    assert wanted("/desk/?queue=verify&channel=web&area=35.71.01.1001") == {"channel": "web", "area": "Bandar Lor"}
    assert wanted("/desk/?queue=verify&category=jalan") is None
    assert wanted("/desk/?queue=all&q=jalan") is None


@pytest.mark.parametrize(
    "address", ["/desk/?queue=verify", "/desk/?queue=all&q=jalan", "/desk/?queue=verify&channel=web"]
)
def test_a_page_costs_the_same_with_one_case_and_with_three(desk: Desk, coordinator: Client, address: str) -> None:
    desk.received("1")
    coordinator.get(address)
    with_one = cost_of(coordinator, address)
    desk.received("2")
    desk.received("3")
    assert cost_of(coordinator, address) == with_one <= 12


@pytest.mark.parametrize(
    ("role", "agency", "lands"),
    [
        ("coordinator", "", "verify"),
        ("supervisor", "", "disputed"),
        ("leader", "setda", "overdue"),
        ("auditor", "", "all"),
        ("officer", "dpupr", "new"),
        ("field_officer", "dpupr", "new"),
        ("call_taker", "", "entered"),
        ("village_staff", "", "entered"),
    ],
)
def test_everyone_begins_where_his_work_waits(desk: Desk, role: str, agency: str, lands: str) -> None:
    page = page_of(signed_in(new_user(f"u-{role}", role, agency)))
    current = re.search(r'href="/desk/\?queue=(\w+)" aria-current="page"', page)
    assert current
    assert current[1] == lands


@pytest.mark.parametrize("role", ["administrator", "privacy_officer", "dispatcher", "trainer"])
def test_those_who_handle_no_cases_are_told_so(desk: Desk, role: str) -> None:
    assert "Tidak ada antrean untuk Anda" in page_of(signed_in(new_user(f"u-{role}", role)))


def test_one_without_a_list_still_finds_a_case_by_its_code(desk: Desk) -> None:
    number = desk.verified("1", is_confidential=True, confidential=True)
    keeper = signed_in(new_user("pdp", "privacy_officer"))
    page = page_of(keeper, f"/desk/?q={number}")
    assert numbers_in(page) == [number]
    assert "anak jatuh" not in page
    assert numbers_in(page_of(keeper, "/desk/?q=sekolah")) == []
