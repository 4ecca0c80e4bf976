"""The door for reports that waited on a phone: once for each key, without a session, refused by field in words."""

import json
import re
import secrets
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.cases.models import Attachment, Report
from kentongan.public.tests.conftest import TEXT, jpeg
from kentongan.ui.pace import DRAFTS

pytestmark = pytest.mark.django_db


def key() -> str:
    return secrets.token_urlsafe(18)


def sent(client: Client, **values: Any) -> Any:
    told = {"key": key(), "text": TEXT, "bahasa": "id", **values}
    return client.post("/lapor/kirim/", told, headers={"X-Kentongan-Outbox": "1"})


def test_a_report_of_the_outbox_enters_with_its_photos_and_gives_code_and_pin(city: None) -> None:
    photo = SimpleUploadedFile("lampu.jpg", jpeg(gps=True), "image/jpeg")
    answer = sent(Client(enforce_csrf_checks=True), photos=photo, place="Seberang musala", is_anonymous="on")
    told = Report.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {"code": told.code, "pin": told.pin, "alarms": []}
    assert (told.text, told.place, told.is_anonymous) == (TEXT, "Seberang musala", True)
    assert Attachment.objects.count() == 1


def test_the_same_key_is_taken_once_and_gives_the_same_receipt(city: None, client: Client) -> None:
    same = key()
    first, second = sent(client, key=same), sent(client, key=same)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["pin"] == second.json()["pin"]
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "  "}, "text"),
        ({"phone": "abc"}, "phone"),
        ({"email": "bukan"}, "email"),
        ({"website": "x"}, "website"),
        ({"occurred_on": "kapan"}, "occurred_on"),
        ({"photos": SimpleUploadedFile("surat.exe", b"MZ" * 50)}, "photos"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_field_in_words(
    city: None, client: Client, values: dict[str, Any], field: str
) -> None:
    answer = sent(client, **values)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert not Report.objects.exists()


def test_other_sites_and_loose_keys_are_turned_away(city: None, client: Client) -> None:
    assert client.post("/lapor/kirim/", {"key": key(), "text": TEXT}).status_code == 400
    assert sent(client, key="1").status_code == 400
    assert not Report.objects.exists()


@pytest.mark.usefixtures("one_minute")
def test_too_many_in_a_minute_wait(city: None, client: Client) -> None:
    answers = [sent(client, text="") for _ in range(DRAFTS.limit + 1)]
    assert (answers[-2].status_code, answers[-1].status_code) == (422, 429)
    assert answers[-1]["Retry-After"]


def kept(client: Client, language: str = "id") -> dict[str, Any]:
    script = client.get(f"/sw.js?bahasa={language}").content.decode()
    found = re.match(r"self\.KEPT=(\{.*?\});\n", script)
    assert found
    return dict(json.loads(found[1]))


def test_the_worker_keeps_styles_and_fonts_and_pages_that_are_the_same_for_everyone(city: None, client: Client) -> None:
    known = kept(client)
    assert {name.rsplit("/", 1)[-1].split(".")[-1] for name in known["files"]} >= {"css", "js", "woff2", "svg"}
    for address in known["pages"].values():
        assert client.get(address).content == Client().get(address).content
        assert "csrf" not in client.get(address).content.decode()


def test_another_language_is_another_worker(city: None, client: Client) -> None:
    assert kept(client)["version"] == kept(Client())["version"] != kept(client, "en")["version"]
    assert "There is no line now" in client.get(kept(client, "en")["pages"]["/luring/"]).content.decode()


def test_the_worker_is_asked_for_anew_each_time(city: None, client: Client) -> None:
    assert "no-cache" in client.get("/sw.js")["Cache-Control"]
