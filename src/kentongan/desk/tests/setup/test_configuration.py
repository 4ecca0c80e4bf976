"""All configuration as one file, at the administrator's: taken, shown before it is done, done whole or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from kentongan.agencies.models import Agency
from kentongan.desk.tests.conftest import Desk
from kentongan.history.queries import stream_of

PLACE = "/desk/setup/configuration/"


def taken(client: Client, **form: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(client.post(PLACE + "export/", form).content)
    return told


def brought(client: Client, told: Any) -> Any:
    data = told if isinstance(told, bytes) else json.dumps(told).encode()
    return client.post(PLACE, {"file": SimpleUploadedFile("k.json", data)})


def renamed(client: Client) -> dict[str, Any]:
    told = taken(client)
    told["sections"]["agencies"]["dishub"]["name"] = "Dinas Perhubungan Kota"
    return told


def test_the_file_is_downloaded_and_that_it_was_stands_in_the_citys_history(desk: Desk, admin: Client) -> None:
    response = admin.post(PLACE + "export/")
    assert "kentongan-35.71-" in response["Content-Disposition"]
    assert "users" not in json.loads(response.content)["sections"]
    assert "users" in taken(admin, users="yes")["sections"]
    assert list(stream_of("city:1"))[-1].kind == "places.configuration_exported"


def test_first_the_plan_with_before_and_after_then_it_is_carried_out(desk: Desk, admin: Client) -> None:
    response = brought(admin, renamed(admin))
    page = response.content.decode()
    assert "1 berubah" in page
    assert "nama</b>: Dinas Perhubungan → Dinas Perhubungan Kota" in page
    assert Agency.objects.get(code="dishub").name == "Dinas Perhubungan"
    text = response.context["form"].initial["text"]
    done = admin.post(PLACE + "carry-out/", {"text": text}, follow=True)
    assert "1 perubahan dilaksanakan" in done.content.decode()
    assert Agency.objects.get(code="dishub").name == "Dinas Perhubungan Kota"
    assert "Tidak ada yang berubah" in brought(admin, json.loads(text)).content.decode()


def test_what_is_refused_is_told_and_cannot_be_carried_out(desk: Desk, admin: Client) -> None:
    told = renamed(admin)
    told["sections"]["agencies"]["dpupr"]["short_name"] = ""
    response = brought(admin, told)
    page = response.content.decode()
    assert "1 ditolak" in page
    assert "disabled" in page
    again = admin.post(PLACE + "carry-out/", {"text": response.context["form"].initial["text"]})
    assert again.status_code == 422
    assert Agency.objects.get(code="dishub").name == "Dinas Perhubungan"


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"\xff\xfe\x00", "tidak terbaca"), (b"bukan", "bukan JSON"), (b"", "kosong"), (b"{}", "bukan konfigurasi")],
)
def test_what_is_no_configuration_is_said_beside_the_file(desk: Desk, admin: Client, data: bytes, says: str) -> None:
    response = brought(admin, data)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_others_neither_take_nor_bring_it(desk: Desk, coordinator: Client, officer: Client) -> None:
    for client in (coordinator, officer):
        assert client.get(PLACE).status_code == 403
        assert client.post(PLACE + "export/").status_code == 403
        assert client.post(PLACE + "carry-out/", {"text": "{}"}).status_code == 403


def test_the_commands_write_rehearse_and_bring_it(desk: Desk, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "k.json"
    call_command("export_configuration", str(path), "--with-users")
    path.write_text(path.read_text().replace('"name": "Dinas Perhubungan"', '"name": "Dishub Kota"'))
    call_command("import_configuration", str(path), "--dry-run")
    assert "name: 'Dinas Perhubungan' -> 'Dishub Kota'" in capsys.readouterr().out
    assert Agency.objects.get(code="dishub").name == "Dinas Perhubungan"
    call_command("import_configuration", str(path))
    assert "1 things changed, 0 refused." in capsys.readouterr().out
    assert Agency.objects.get(code="dishub").name == "Dishub Kota"


def test_the_command_ends_with_an_error_where_something_is_refused(desk: Desk, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "k.json"
    call_command("export_configuration", str(path))
    path.write_text(path.read_text().replace('"parent": ""', '"parent": "tidak-ada"', 1))
    with pytest.raises(SystemExit):
        call_command("import_configuration", str(path))
    assert "refused: agencies" in capsys.readouterr().out
