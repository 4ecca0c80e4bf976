"""Downloads: a list as a sheet, as its reader may see it, at once or by the worker; and that it is recorded."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from kentongan.agencies.queries import actor_for
from kentongan.cases import actions as cases
from kentongan.core import clock
from kentongan.desk.tests.conftest import Desk, new_user, signed_in
from kentongan.history.queries import stream_of
from kentongan.statistics import actions, sheets
from kentongan.statistics.models import Document
from kentongan.statistics.tasks import make_document


def downloaded(client: Client, address: str, form: str = "csv") -> Any:
    return client.post(f"/desk/export/{address}", {"form": form})


def lines_of(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def made_by_the_worker(monkeypatch: pytest.MonkeyPatch, client: Client, address: str = "?queue=all") -> Document:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    assert downloaded(client, address).headers["Location"] == "/desk/files/"
    return Document.objects.get()


def test_a_short_list_comes_at_once_with_the_words_of_the_screen(desk: Desk, coordinator: Client) -> None:
    number, _other = desk.routed("1", channel="phone"), desk.received("2")
    response = downloaded(coordinator, "?queue=all&channel=phone")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="semua-aduan-')
    (line,) = lines_of(response)
    assert line["Kode"] == number
    assert line["Kanal"] == "Telepon"
    assert line["OPD"] == "DPUPR"
    assert line["Status"] == "Belum ditindaklanjuti"


def test_a_sheet_for_spreadsheets_opens_as_one(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    response = downloaded(coordinator, "?queue=verify", "xlsx")
    book = zipfile.ZipFile(io.BytesIO(response.content))
    assert "xl/worksheets/sheet1.xml" in book.namelist()
    assert number in book.read("xl/sharedStrings.xml").decode()


def test_a_text_that_would_compute_is_marked_as_text(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    shown = coordinator.get(f"/desk/cases/{number}/edit/").context["form"]["title"].value()
    cases.edit(number, {"title": cases.Wanted(shown, '=HYPERLINK("http://jahat.example")')}, by=desk.by)
    (line,) = lines_of(downloaded(coordinator, "?queue=verify"))
    assert line["Judul"].startswith("'=HYPERLINK")
    assert [sheets.safe(text) for text in ("+62", "-1", "@a", "\tb", "Jalan")] == [
        "'+62",
        "'-1",
        "'@a",
        "'\tb",
        "Jalan",
    ]


def test_nobody_downloads_what_he_may_not_see(desk: Desk, coordinator: Client, stranger: Client) -> None:
    hidden, open_one = desk.routed("1", confidential=True), desk.routed("2")
    leader = signed_in(new_user("walikota", "leader"))
    assert [line["Kode"] for line in lines_of(downloaded(leader, "?queue=all"))] == [open_one]
    assert downloaded(stranger, "?queue=all").status_code == 422
    assert {line["Kode"] for line in lines_of(downloaded(coordinator, "?queue=all"))} == {hidden, open_one}


def test_an_agency_that_was_only_asked_gets_no_title(desk: Desk, stranger: Client) -> None:
    number = desk.routed(confidential=True)
    cases.share(number, agency=desk.lamps.agency_id or 0, passage="Apakah tiangnya milik Anda?", by=desk.by_roads)
    (line,) = lines_of(downloaded(stranger, "?queue=all"))
    assert line["Kode"] == number
    assert "Judul" not in line


def test_the_download_stands_in_the_readers_own_history_without_words(desk: Desk, coordinator: Client) -> None:
    desk.routed("1", confidential=True)
    desk.routed("2")
    downloaded(coordinator, "?queue=all&q=berlubang")
    event = stream_of(f"user:{desk.coordinator.pk}")[-1]
    assert event.kind == "statistics.exported"
    assert event.body["queue"] == "all"
    assert event.body["filters"] == ["text"]
    assert (event.body["rows"], event.body["confidential"]) == (2, 1)
    assert "berlubang" not in str(event.body)


@pytest.mark.parametrize(
    ("address", "form", "says"),
    [("?queue=all", "csv", "kosong"), ("?queue=all", "pdf", "CSV atau XLSX"), ("?queue=new", "csv", "Buka daftarnya")],
)
def test_what_cannot_be_downloaded_is_refused_in_words(
    desk: Desk, coordinator: Client, address: str, form: str, says: str
) -> None:
    response = downloaded(coordinator, address, form)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Document.objects.exists()


def test_a_long_list_is_made_by_the_worker_and_kept_for_its_owner(
    desk: Desk, coordinator: Client, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = {desk.received(str(n)) for n in range(3)}
    document = made_by_the_worker(monkeypatch, coordinator)
    assert ProcrastinateJob.objects.filter(task_name="statistics.make_document").count() == 1
    assert "menunggu giliran" in coordinator.get("/desk/files/").content.decode()
    assert coordinator.get(f"/desk/files/{document.pk}/").status_code == 404
    make_document(document.pk)
    make_document(document.pk)
    assert {line["Kode"] for line in lines_of(coordinator.get(f"/desk/files/{document.pk}/"))} == numbers
    assert "3 baris" in coordinator.get("/desk/files/").content.decode()
    events = [event for event in stream_of(f"user:{desk.coordinator.pk}") if event.kind == "statistics.exported"]
    assert len(events) == 1
    assert stranger.get(f"/desk/files/{document.pk}/").status_code == 404
    assert stranger.post(f"/desk/files/{document.pk}/delete/").status_code == 404


def test_what_the_worker_makes_is_judged_by_the_rights_of_that_moment(
    desk: Desk, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.routed("1", confidential=True)
    desk.routed("2")
    document = made_by_the_worker(monkeypatch, coordinator)
    desk.coordinator.roles = ["leader"]
    desk.coordinator.save()
    make_document(document.pk)
    assert len(lines_of(coordinator.get(f"/desk/files/{document.pk}/"))) == 1
    assert actor_for(desk.coordinator).roles == {"leader"}


def test_a_file_that_could_not_be_made_says_so(
    desk: Desk, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.received("1")
    desk.received("2")
    document = made_by_the_worker(monkeypatch, coordinator)
    desk.coordinator.roles = ["trainer"]
    desk.coordinator.save()
    with pytest.raises(Exception, match="all"):
        make_document(document.pk)
    assert "gagal dibuat" in coordinator.get("/desk/files/").content.decode()


def test_a_fourth_long_list_waits_for_one_of_the_three(
    desk: Desk, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.received("1")
    desk.received("2")
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    told = [downloaded(coordinator, "?queue=all").status_code for _ in range(4)]
    assert told == [302, 302, 302, 422]


def test_a_file_ends_after_a_day_by_hand_and_with_an_erasure(desk: Desk, coordinator: Client) -> None:
    desk.received()
    downloaded(coordinator, "?queue=all")
    Document.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert "Belum ada berkas" in coordinator.get("/desk/files/").content.decode()
    assert coordinator.get(f"/desk/files/{Document.objects.get().pk}/").status_code == 404
    assert actions.sweep_documents() == 1
    downloaded(coordinator, "?queue=all")
    assert coordinator.post(f"/desk/files/{Document.objects.get().pk}/delete/").status_code == 302
    assert not Document.objects.exists()
    downloaded(coordinator, "?queue=all")
    assert actions.forget_documents(1) == 1


def test_neither_what_was_asked_nor_the_file_lies_open_in_the_database(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    downloaded(coordinator, "?queue=all&q=berlubang")
    with connection.cursor() as cursor:
        cursor.execute("select asked, content from statistics_document")
        held = b"".join(bytes(cell) for row in cursor.fetchall() for cell in row)
    assert len(held) > 100
    assert b"berlubang" not in held
    assert number.encode() not in held
