"""Requests of access and correction, from the granting to their closing note."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kentongan.core.actor import Actor, Role
from kentongan.desk.protecting import COPIED, COPIED_FIELDS, LEFT_OUT
from kentongan.desk.tests.conftest import NAME, PHONE, TEXT, Desk, new_user, photo, signed_in
from kentongan.history.queries import stream_of
from kentongan.people import queries
from kentongan.people.models import Correction, DataRequest, Person
from kentongan.people.registry import personal_columns

REGISTER = "/desk/privacy/"
NOTE = {"note": "Diserahkan di loket, KTP diperlihatkan."}


@pytest.fixture(autouse=True)
def _register_of_erasures(tmp_path: Path, settings: Any) -> None:
    settings.KENTONGAN_DATA = tmp_path


@pytest.fixture
def keeper(desk: Desk) -> Client:
    return signed_in(new_user("pdp", "privacy_officer"))


def granted(browser: Client, desk: Desk, kind: str) -> tuple[int, int]:
    """The ids of a granted request and of the person it is about, who told one of two reports."""
    desk.received("1", name=NAME, phone=PHONE, files=(photo(),))
    desk.received("2", name="Bukan Dia", phone="+628110000999", text="Laporan orang lain tentang selokan.")
    asked = {"kind": kind, "channel": "counter", "name": NAME, "text": "Mohon diproses."}
    browser.post(f"{REGISTER}new/", asked)
    pk, person = DataRequest.objects.latest("pk").pk, queries.persons_told(PHONE)[0]
    browser.post(f"{REGISTER}{pk}/persons/", {"persons": [person]})
    assert browser.post(f"{REGISTER}{pk}/decide/", {"decision": "granted", "answer": "Baik."}).status_code == 302
    return pk, person


def test_the_copy_holds_all_of_the_asker_nothing_of_others_and_no_secret(desk: Desk, keeper: Client) -> None:
    pk, _person = granted(keeper, desk, "access")
    answer = keeper.post(f"{REGISTER}{pk}/copy/")
    assert answer.headers["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    page, data = archive.read("data.html").decode(), archive.read("data.json").decode()
    for words in (NAME, PHONE, TEXT, "Mohon diproses."):
        assert words in page
        assert words in data
    assert "orang lain" not in page + data
    kinds = {row["kind"] for row in json.loads(data)["rows"]}
    assert kinds == {"people.person", "people.contact", "people.datarequest", "cases.report", "cases.attachment"}
    assert '"pin"' not in data
    (file,) = (name for name in archive.namelist() if name.startswith("files/"))
    assert file.endswith(".jpg")
    event = stream_of(f"request:{pk}")[-1]
    assert event.kind == "people.request_copied"
    assert event.body["rows"]["cases.report"] == 1
    assert NAME not in str(event.body)


def test_every_personal_column_has_a_word_in_the_copy_or_is_left_out() -> None:
    for columns in personal_columns():
        assert columns.label in COPIED
        names = {field.name for field in columns.fields} | set(getattr(columns.model, "public", ()))
        assert {name for name in names if f"{columns.label}.{name}" not in LEFT_OUT} <= set(COPIED_FIELDS)


def test_access_is_closed_with_a_note_after_the_copy_was_made(desk: Desk, keeper: Client) -> None:
    pk, _person = granted(keeper, desk, "access")
    address = f"{REGISTER}{pk}/carried-out/"
    assert keeper.post(address, NOTE).status_code == 422
    keeper.post(f"{REGISTER}{pk}/copy/")
    assert keeper.post(address, {"note": ""}).status_code == 422
    assert keeper.post(address, NOTE).status_code == 302
    assert keeper.post(address, NOTE).status_code == 422
    request = DataRequest.objects.get(pk=pk)
    assert (request.note, request.carried_out_at is None) == (NOTE["note"], False)
    assert NOTE["note"] in keeper.get(f"{REGISTER}{pk}/").content.decode()


def test_a_copy_is_made_at_no_other_request(desk: Desk, keeper: Client) -> None:
    pk, _person = granted(keeper, desk, "correction")
    assert keeper.post(f"{REGISTER}{pk}/copy/").status_code == 422


def corrected(browser: Client, pk: int, person: int, field: str, shown: str, wanted: str) -> Any:
    told = {"person": person, "field": field, "shown": shown, "wanted": wanted}
    return browser.post(f"{REGISTER}{pk}/correct/", told)


def test_a_name_and_a_number_are_put_right_and_the_person_is_found_by_them(desk: Desk, keeper: Client) -> None:
    pk, person = granted(keeper, desk, "correction")
    assert corrected(keeper, pk, person, "name", NAME, "Wulan Sekarjati Putri").status_code == 302
    assert corrected(keeper, pk, person, "phone", PHONE, "0811 0000 048").status_code == 302
    assert corrected(keeper, pk, person, "email", "", "Wulan@example.id").status_code == 302
    known = queries.identity_of(person)
    assert known.name == "Wulan Sekarjati Putri"
    assert [contact.value for contact in known.contacts] == ["+628110000048", "wulan@example.id"]
    assert queries.persons_told(PHONE) == []
    desk.received("3", name="Wulan Sekarjati Putri", phone="+628110000048", email="wulan@example.id")
    assert Person.objects.get(pk=person).reports.count() == 2
    kept = [(one.field, one.before, one.after) for one in Correction.objects.order_by("id")]
    assert kept[1] == ("phone", PHONE, "+628110000048")
    said = str([event.body for event in stream_of(f"person:{person}") + stream_of(f"request:{pk}")])
    assert not any(word in said for word in (NAME, PHONE, "Putri", "example.id"))
    assert keeper.post(f"{REGISTER}{pk}/carried-out/", NOTE).status_code == 302
    assert corrected(keeper, pk, person, "name", "Wulan Sekarjati Putri", "Lain").status_code == 422


def test_what_is_wrong_or_moved_is_said_and_nothing_changes(desk: Desk, keeper: Client) -> None:
    pk, person = granted(keeper, desk, "correction")
    wrong = corrected(keeper, pk, person, "phone", PHONE, "bukan nomor")
    assert wrong.status_code == 422
    assert "bukan nomor" in wrong.content.decode()
    moved = corrected(keeper, pk, person, "name", "Nama Lama", "Nama Baru")
    assert moved.status_code == 409
    assert NAME in moved.content.decode()
    assert "Nama Baru" in moved.content.decode()
    stranger = queries.persons_told("+628110000999")[0]
    assert corrected(keeper, pk, stranger, "name", "Bukan Dia", "Dia").status_code == 404
    assert corrected(keeper, pk, person, "password", "", "x").status_code == 422
    assert keeper.post(f"{REGISTER}{pk}/carried-out/", NOTE).status_code == 422
    assert not Correction.objects.exists()


def test_a_correction_goes_with_the_erasure_of_its_person(desk: Desk, keeper: Client) -> None:
    pk, person = granted(keeper, desk, "correction")
    corrected(keeper, pk, person, "name", NAME, "Wulan Putri")
    keeper.post(f"{REGISTER}{pk}/carried-out/", NOTE)
    by = Actor("user:1", frozenset({Role.PRIVACY_OFFICER}), user=1)
    from kentongan.people.actions import erase

    erase(person, reason="request", by=by)
    one = Correction.objects.get()
    assert (one.before, one.after, one.field) == (None, None, "name")
    assert DataRequest.objects.get(pk=pk).note is None
