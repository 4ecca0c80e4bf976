"""The list of one's reports: for whoever reads the mailbox, and no more than a shared mailbox may show."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.cases.models import Case, Report
from kentongan.core import clock
from kentongan.intake.actions import send_links
from kentongan.intake.models import ReportLink
from kentongan.notifications.models import Message
from kentongan.public.tests.conftest import EMAIL, TEXT, report
from kentongan.ui.pace import LINKS

pytestmark = pytest.mark.django_db

ASKED = "Periksa kotak surel Anda"


def link(client: Client, email: str = EMAIL) -> str:
    client.post("/laporan-saya/", {"email": email})
    send_links()
    body = Message.objects.filter(text_name="report_link").latest("id").body or ""
    return str(re.findall(r"https?://[^/\s]+(/laporan-saya/masuk/\S+)", body)[0])


def entered(client: Client) -> Client:
    client.post(link(client))
    return client


def page(client: Client) -> str:
    return str(client.get("/laporan-saya/").content.decode())


def test_everyone_who_asks_is_answered_alike(city: None, client: Client) -> None:
    report()
    known = client.post("/laporan-saya/", {"email": EMAIL}, follow=True)
    unknown = Client().post("/laporan-saya/", {"email": "orang.lain@example.id"}, follow=True)
    assert ASKED in known.content.decode()
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content.decode() == unknown.content.decode()


def test_the_link_is_followed_by_a_button_so_that_a_scanner_uses_nothing_up(city: None, client: Client) -> None:
    report()
    address = link(client)
    assert client.get(address).status_code == 200
    assert TEXT[:20] not in page(client)
    assert client.post(address, follow=True).status_code == 200
    assert "Lampu gang" in page(client)


def test_a_link_that_was_used_says_so_and_offers_a_new_one(city: None, client: Client) -> None:
    report()
    address = link(client)
    client.post(address)
    again = Client().post(address)
    assert again.status_code == 410
    assert "sudah dipakai" in again.content.decode()
    assert 'name="email"' in again.content.decode()


def test_the_list_holds_every_report_of_the_address_and_no_other(city: None, client: Client) -> None:
    mine = [report("1"), report("2", name="Nama Lain", phone="")]
    other = report("3", email="orang.lain@example.id", phone="0811-0000-099")
    shown = page(entered(client))
    assert all(told.code in shown for told in mine)
    assert other.code not in shown


def test_an_ordinary_report_opens_as_with_its_pin(city: None, client: Client) -> None:
    told = report()
    opened = entered(client).post("/laporan-saya/buka/", {"code": told.code}, follow=True)
    assert TEXT in opened.content.decode()


@pytest.mark.parametrize("changes", [{"is_confidential": True}, {"category": "kekerasan-anak"}])
def test_confidential_and_sensitive_reports_show_code_and_state_and_ask_the_pin(
    city: None, client: Client, changes: dict[str, Any]
) -> None:
    told = report(**changes)
    shown = page(entered(client))
    assert told.code in shown
    assert "Belum terverifikasi" in shown
    assert "Lampu" not in shown
    assert client.post("/laporan-saya/buka/", {"code": told.code}).status_code == 404
    assert client.get("/lacak/laporan/").status_code == 302
    with_pin = client.post("/lacak/", {"code": told.code, "factor": told.receipt.pin}, follow=True)
    assert TEXT in with_pin.content.decode()


def test_a_report_that_becomes_confidential_closes_where_it_was_opened_by_mailbox(city: None, client: Client) -> None:
    told = report()
    entered(client).post("/laporan-saya/buka/", {"code": told.code})
    Case.objects.update(is_confidential=True)
    assert client.get("/lacak/laporan/").status_code == 302


def test_strangers_open_nothing(city: None, client: Client) -> None:
    told = report()
    other = report("2", email="orang.lain@example.id", phone="0811-0000-099")
    assert Client().post("/laporan-saya/buka/", {"code": told.code}).status_code == 302
    assert entered(client).post("/laporan-saya/buka/", {"code": other.code}).status_code == 404


def test_list_and_report_close_after_thirty_minutes(city: None, client: Client) -> None:
    told = report()
    entered(client).post("/laporan-saya/buka/", {"code": told.code})
    with clock.standing_at(clock.now() + timedelta(minutes=31)):
        assert told.code not in page(client)
        assert client.get("/lacak/laporan/").status_code == 302


def test_leaving_closes_all(city: None, client: Client) -> None:
    told = report()
    entered(client).post("/laporan-saya/buka/", {"code": told.code})
    client.post("/laporan-saya/keluar/")
    assert told.code not in page(client)
    assert client.get("/lacak/laporan/").status_code == 302


def test_a_wrong_address_is_told_beside_its_field_and_kept(city: None, client: Client) -> None:
    response = client.post("/laporan-saya/", {"email": "bukan surel"})
    assert response.status_code == 422
    assert 'value="bukan surel"' in response.content.decode()
    assert not ReportLink.objects.exists()


@pytest.mark.usefixtures("one_minute")
def test_one_browser_asks_for_only_so_many_mailboxes_in_a_minute(city: None, client: Client) -> None:
    answers = [
        client.post("/laporan-saya/", {"email": f"orang{n}@example.id"}).status_code for n in range(LINKS.limit + 1)
    ]
    assert (answers[-2], answers[-1]) == (302, 429)


def test_the_list_is_paged_and_its_queries_do_not_grow(
    city: None, client: Client, django_assert_max_num_queries: object
) -> None:
    for n in range(21):
        report(str(n))
    entered(client)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        shown = page(client)
    oldest = Report.objects.order_by("pk")[0].code
    assert oldest not in shown
    (older,) = re.findall(r'href="(\?sebelum=\d+)"', shown)
    assert oldest in client.get(f"/laporan-saya/{older}").content.decode()
