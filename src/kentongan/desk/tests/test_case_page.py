"""One case on one screen: what it shows to whom, and what is noted of his reading."""

import pytest
from django.test import Client

from kentongan.cases.models import Attachment, CaseParty
from kentongan.desk.tests.conftest import NAME, PHONE, WORK, Desk, cost_of, new_user, photo, signed_in
from kentongan.history.queries import stream_of


def page_of(client: Client, number: str, query: str = "") -> str:
    response = client.get(f"/desk/cases/{number}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def reads_of(user: int) -> list[str]:
    return [event.kind for event in stream_of(f"user:{user}")]


def test_the_history_stands_newest_first_with_words_and_names(desk: Desk, coordinator: Client) -> None:
    page = page_of(coordinator, desk.answered())
    history = page[page.index('<ol class="timeline">') :]
    order = [history.index(word) for word in ("Tanggapan ke pelapor", WORK, "Disposisi ke DPUPR", "Laporan diterima")]
    assert order == sorted(order)
    assert "Petugas Jalan" in history


def test_limits_are_told_with_their_working(desk: Desk, coordinator: Client) -> None:
    page = page_of(coordinator, desk.routed())
    assert "Verifikasi, 3 hari kerja" in page
    assert "Tindak lanjut, 5 hari kerja" in page
    assert "aturan v1, kalender v1" in page


def test_the_next_acts_are_those_of_the_life_cycle(desk: Desk, coordinator: Client, officer: Client) -> None:
    number = desk.routed()
    for client, seen, unseen in (
        (officer, ("write", "send-back", "share"), ("archive", "refer", "edit")),
        (coordinator, ("edit", "route", "refer"), ("archive", "send-back", "postpone")),
    ):
        page = page_of(client, number)
        assert all(f"/desk/cases/{number}/{slug}/" in page for slug in seen)
        assert not any(f'/desk/cases/{number}/{slug}/"' in page for slug in unseen)


def test_a_leader_reads_and_acts_on_nothing(desk: Desk) -> None:
    number = desk.in_progress()
    page = page_of(signed_in(new_user("pimpinan", "leader", "setda")), number)
    assert WORK in page
    assert 'class="write"' not in page
    assert "data-dialog" not in page


def test_a_field_officer_reads_without_acting(desk: Desk) -> None:
    number = desk.in_progress()
    page = page_of(signed_in(new_user("lapangan", "field_officer", "dpupr")), number)
    assert "anak jatuh" in page
    assert 'class="write"' not in page


def test_an_identity_is_masked_until_a_reason_is_given_and_shown_once(desk: Desk, coordinator: Client) -> None:
    number = desk.routed("1", name=NAME, phone=PHONE)
    assert NAME not in page_of(coordinator, number)
    address = f"/desk/cases/{number}/identity/"
    refused = coordinator.post(address, {"code": number, "reason": ""})
    assert refused.status_code == 422
    assert NAME not in refused.content.decode()
    shown = coordinator.post(address, {"code": number, "reason": "contact_reporter"})
    assert NAME in shown.content.decode()
    assert PHONE in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert NAME not in page_of(coordinator, number)


def test_reading_an_identity_stands_in_the_access_trail_with_its_reason(desk: Desk, coordinator: Client) -> None:
    number = desk.routed("1", name=NAME)
    coordinator.post(f"/desk/cases/{number}/identity/", {"code": number, "reason": "legal_request"})
    trail = page_of(coordinator, number, "?tab=access")
    assert "Petugas Koordinator" in trail
    assert "Permintaan menurut hukum" in trail
    assert reads_of(desk.coordinator.pk) == ["cases.identity_read"]


def test_an_agency_never_opens_the_identity_of_an_anonymous_report(desk: Desk, officer: Client) -> None:
    number = desk.routed("1", name=NAME, is_anonymous=True, anonymous=True)
    response = officer.post(f"/desk/cases/{number}/identity/", {"code": number, "reason": "contact_reporter"})
    assert response.status_code == 422
    assert NAME not in response.content.decode()
    assert "buka identitas" not in page_of(officer, number).lower()


def test_opening_a_confidential_case_is_noted_once_in_a_while(desk: Desk, coordinator: Client) -> None:
    number = desk.verified("1", is_confidential=True, confidential=True)
    page_of(coordinator, number)
    page_of(coordinator, number, "?tab=reports")
    assert reads_of(desk.coordinator.pk) == ["cases.opened"]
    assert "membuka aduan rahasia" in page_of(coordinator, number, "?tab=access")


def test_an_open_case_is_read_without_a_note(desk: Desk, coordinator: Client) -> None:
    page_of(coordinator, desk.verified())
    assert reads_of(desk.coordinator.pk) == []


def test_an_agency_that_opened_its_case_has_opened_it(desk: Desk, officer: Client) -> None:
    number = desk.routed()
    assert "unread" in officer.get("/desk/").content.decode()
    page_of(officer, number)
    assert CaseParty.objects.get(case__number=number).opened_at is not None
    assert "unread" not in officer.get("/desk/").content.decode()


def test_another_agency_does_not_find_a_confidential_case(desk: Desk, stranger: Client) -> None:
    number = desk.routed("1", is_confidential=True, confidential=True)
    for address in ("", "preview/", "edit/", "send-back/", "verify/"):
        assert stranger.get(f"/desk/cases/{number}/{address}").status_code in {403, 404}


def test_a_case_leads_back_to_its_list_and_on_to_the_next(desk: Desk, coordinator: Client) -> None:
    first, second = desk.received("1"), desk.received("2")
    page = page_of(coordinator, first, "?queue=verify&channel=web")
    assert 'href="/desk/?queue=verify&amp;channel=web"' in page
    assert f'rel="next" href="/desk/cases/{second}/?queue=verify&amp;channel=web"' in page


def test_the_code_of_a_joined_report_leads_to_its_case(desk: Desk, coordinator: Client) -> None:
    one, other = desk.verified("1"), desk.verified("2")
    coordinator.post(f"/desk/cases/{one}/merge/", {"into": other, "seq": ""})
    page = coordinator.get(f"/desk/cases/{one}/").content.decode()
    assert other in page


@pytest.mark.parametrize("tab", ["history", "reports", "files", "messages", "access", "tidak-ada"])
def test_every_part_of_the_case_opens(desk: Desk, coordinator: Client, tab: str) -> None:
    number = desk.answered("1", name=NAME, files=(photo(),))
    assert "aria-current" in page_of(coordinator, number, f"?tab={tab}")


def test_a_file_is_served_harmless_to_those_who_may_see_it(
    desk: Desk, coordinator: Client, officer: Client, stranger: Client
) -> None:
    number = desk.routed("1", files=(photo(),), is_confidential=True, confidential=True)
    key = Attachment.objects.get().key
    address = f"/desk/cases/{number}/files/{key}/"
    response = coordinator.get(address)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert officer.get(address).status_code == 200
    assert stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_file_of_an_anonymous_report_waits_for_its_release(desk: Desk, coordinator: Client, officer: Client) -> None:
    number = desk.routed("1", files=(photo(),), is_anonymous=True, anonymous=True)
    key = Attachment.objects.get().key
    address = f"/desk/cases/{number}/files/{key}/"
    assert officer.get(address).status_code == 404
    assert officer.post(f"{address}release/", {"released": "yes"}).status_code in {404, 422}
    coordinator.post(f"{address}release/", {"released": "yes"})
    assert officer.get(address).status_code == 200
    coordinator.post(f"{address}release/", {"released": "no"})
    assert officer.get(address).status_code == 404
    assert "Berkas tidak diterbitkan" in page_of(coordinator, number)


def test_a_page_costs_the_same_with_a_short_history_and_a_long_one(desk: Desk, coordinator: Client) -> None:
    number = desk.in_progress()
    address = f"/desk/cases/{number}/"
    coordinator.get(address)
    short = cost_of(coordinator, address)
    for n in range(3):
        form = {"kind": "follow-up", "text": f"{WORK} Bagian {n}.", "seq": ""}
        signed_in(desk.roads).post(f"{address}write/", form)
    assert cost_of(coordinator, address) == short <= 17


def test_a_moment_that_the_import_had_to_guess_is_called_so(desk: Desk, coordinator: Client) -> None:
    known, guessed = desk.received("1"), desk.received("2", received_at_is_estimated=True)
    assert "sumbernya tidak menyebut tanggal" not in page_of(coordinator, known, "?tab=reports")
    assert "sumbernya tidak menyebut tanggal" in page_of(coordinator, guessed, "?tab=reports")
