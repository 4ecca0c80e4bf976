"""Personal data lie in their encrypted columns alone: not in other tables, search, events, files or logs."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from PIL import Image

from kentongan.cases import actions
from kentongan.cases.actions import Upload, open_by_pin
from kentongan.cases.models import Case, Report
from kentongan.core.actor import Actor, Role
from kentongan.desk.tests.conftest import Desk, new_user, signed_in
from kentongan.history.queries import stream_of
from kentongan.intake.tasks import tell_reporters
from kentongan.people import actions as people
from kentongan.people.models import DataRequest, Person

NAME, EMAIL, PHONE = "Zuhraqila Vexmarani", "zuhraqila.vex@example.id", "+628110000083"
REPLY, RATED, FILE, ASKED = "balasanzeta rahasia", "penilaianzeta", "berkaszeta.jpg", "alamatzeta 4"
CAMERA, TOLD, PLACE = "kamerazeta", "lubangzeta besar", "gangzeta"
NOWHERE = (NAME, "Vexmarani", EMAIL, PHONE, PHONE.removeprefix("+62"), REPLY, RATED, FILE, ASKED, CAMERA)
EDITED = {
    ("cases_case", "title"),
    ("cases_case", "place_text"),
    ("cases_casetext", "text"),
    ("cases_casetext", "terms"),
}


def photo() -> Upload:
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = CAMERA
    Image.effect_noise((64, 48), 60).convert("RGB").save(out, "JPEG", exif=exif)
    return Upload(FILE, out.getvalue())


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.KENTONGAN_DATA = tmp_path
    return tmp_path


@pytest.fixture
def number(desk: Desk, coordinator: Client, folder: Path, caplog: pytest.LogCaptureFixture) -> str:
    """A case that went its whole way, with everything that is written on the way and looked at at the desk."""
    caplog.set_level(logging.DEBUG)
    told = {"name": NAME, "email": EMAIL, "phone": PHONE, "text": f"Ada {TOLD} di jalan.", "place_text": PLACE}
    code = desk.answered(files=(photo(),), **told)
    report = Report.objects.get(code=code)
    reporter = open_by_pin(code, str(report.pin))
    actions.reply(code, text=REPLY, files=(photo(),), by=reporter)
    actions.answer(code, text="Sudah ditambal lagi.", by=desk.by_roads)
    actions.close(code, by=desk.by)
    actions.rate(code, stars=5, text=RATED, by=reporter)
    tell_reporters(stream_of(f"case:{report.case_id}"))
    for address in (f"/desk/cases/{code}/", f"/desk/?q={TOLD.split()[0]}", f"/desk/?q={NAME.split()[0]}"):
        assert coordinator.get(address).status_code == 200
    coordinator.post(f"/desk/cases/{code}/identity/", {"report": code, "reason": "request"})
    coordinator.post("/desk/export/?queue=all", {"form": "csv"})
    keeper = signed_in(new_user("pdp", "privacy_officer"))
    keeper.post("/desk/privacy/new/", {"kind": "access", "channel": "counter", "name": NAME, "contact": ASKED})
    assert keeper.post(f"/desk/privacy/{DataRequest.objects.get().pk}/persons/", {"contact": EMAIL}).status_code == 200
    return code


def columns() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = current_schema()"
            " and table_name in (select tablename from pg_tables where schemaname = current_schema())"
        )
        yield from cursor.fetchall()


def found(words: str) -> set[tuple[str, str]]:
    """The columns in which the words stand, as text or as bytes."""
    places = set()
    with connection.cursor() as cursor:
        for table, column in columns():
            cursor.execute(
                f'select exists (select 1 from "{table}" where "{column}"::text ilike %s or "{column}"::text ilike %s)',
                [f"%{words}%", f"%{words.encode().hex()}%"],
            )
            if cursor.fetchone()[0]:
                places.add((table, column))
    return places


def in_files(folder: Path, words: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


@pytest.mark.parametrize("words", NOWHERE)
def test_personal_data_are_found_nowhere_in_the_clear(
    number: str, folder: Path, settings: Any, caplog: pytest.LogCaptureFixture, words: str
) -> None:
    assert found(words) == set()
    assert in_files(folder, words) == []
    assert in_files(Path(settings.KENTONGAN_FILES), words) == []
    assert words not in caplog.text


def test_the_search_finds_markers_that_do_stand_there(number: str) -> None:
    assert {("cases_case", "number"), ("cases_report", "code")} <= found(number)


@pytest.mark.parametrize("words", [TOLD.split()[0], PLACE])
def test_what_was_told_stands_only_in_the_text_the_city_edits(
    number: str, folder: Path, caplog: pytest.LogCaptureFixture, words: str
) -> None:
    assert found(words) <= EDITED
    assert in_files(folder, words) == []
    assert words not in caplog.text


def test_after_the_erasure_nothing_of_it_is_found_at_all(number: str, folder: Path) -> None:
    before = Case.objects.count()
    keeper = Actor("user:1", frozenset({Role.PRIVACY_OFFICER}), user=1)
    people.erase(Person.objects.get().pk, reason="request", by=keeper)
    for words in (*NOWHERE, TOLD.split()[0], PLACE):
        assert found(words) == set()
        assert in_files(folder, words) == []
    assert Case.objects.count() == before
