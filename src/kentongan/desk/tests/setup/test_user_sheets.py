"""Users in and out as a sheet."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.agencies.models import User
from kentongan.desk.tests.conftest import Desk
from kentongan.desk.tests.setup.conftest import text_of
from kentongan.history.queries import stream_of

USERS = "/desk/setup/users/"
HEAD = "username,name,email,roles,agency,area\n"
RINA = "rina,Rina Hapsari,rina@example.id,officer,dpupr,\n"


def test_all_open_accounts_go_out_without_passwords_and_it_is_recorded(
    desk: Desk, administrator: User, admin: Client
) -> None:
    User.objects.filter(pk=desk.lamps.pk).update(name="=cmd()")
    assert "Unduh sebagai CSV" in text_of(admin.get(f"{USERS}export/"))
    response = admin.post(f"{USERS}export/")
    text = response.content.decode("utf-8-sig")
    assert text.startswith("username,name,email,roles,agency,area\r\n")
    assert "'=cmd()" in text
    assert f"{desk.roads.username},{desk.roads.name},{desk.roads.email},officer,dpupr," in text
    assert "argon2" not in text
    event = stream_of(f"user:{administrator.pk}")[-1]
    assert (event.kind, event.body) == ("agencies.users_exported", {"count": User.objects.count()})


def test_new_users_are_tried_first_then_made_and_known_ones_stay(desk: Desk, admin: Client) -> None:
    text = f"{HEAD}{RINA}{desk.roads.username},Nama Lain,,coordinator,,\nbudi,Budi,,Admin koordinator;supervisor,,\n"
    seen = text_of(admin.post(f"{USERS}import/", {"text": text, "preview": "yes"}))
    assert "2 pengguna baru: rina, budi" in seen
    assert "1 sudah ada dan tetap" in seen
    assert not User.objects.filter(username="rina").exists()
    assert admin.post(f"{USERS}import/", {"text": text}).status_code == 302
    rina, budi = (User.objects.get(username=name) for name in ("rina", "budi"))
    assert (rina.roles, rina.agency_id) == (["officer"], desk.roads.agency_id)
    assert sorted(budi.roles) == ["coordinator", "supervisor"]
    assert User.objects.get(pk=desk.roads.pk).name == desk.roads.name
    assert stream_of(f"user:{rina.pk}")[-1].kind == "agencies.user_created"
    again = text_of(admin.post(f"{USERS}import/", {"text": text, "preview": "yes"}))
    assert "0 pengguna baru" in again


def test_a_file_is_taken_as_it_came_from_a_spreadsheet(desk: Desk, admin: Client) -> None:
    rows = "\ufeffusername;name;email;roles;agency;area\r\nrina;Rina Hapsari;;officer;dpupr;\r\n".encode()
    seen = admin.post(f"{USERS}import/", {"file": SimpleUploadedFile("a.csv", rows), "preview": "yes"})
    assert "1 pengguna baru" in text_of(seen)
    assert "Rina Hapsari" in text_of(seen)
    assert admin.post(f"{USERS}import/", {"file": SimpleUploadedFile("a.csv", rows)}).status_code == 302
    assert User.objects.filter(username="rina").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "tempel barisnya"),
        ("nama,peran\nRina,officer\n", "Baris pertama menyebut kolomnya"),
        (f"{HEAD}{RINA}budi,Budi,,raja,,\n", "Baris 3: tidak ada peran"),
        (f"{HEAD}{RINA}budi,Budi,,officer,tidak-ada,\n", "Baris 3: tidak ada OPD"),
        (f"{HEAD}{RINA}budi,Budi,,officer,,\n", "Baris 3:"),
        (f"{HEAD}{RINA}budi,,,coordinator,,\n", "Baris 3:"),
        (f"{HEAD}{RINA}budi,Budi,,reporter,,\n", "Baris 3: tidak ada peran"),
    ],
)
def test_one_wrong_row_refuses_all_with_its_number(desk: Desk, admin: Client, text: str, said: str) -> None:
    before = User.objects.count()
    response = admin.post(f"{USERS}import/", {"text": text})
    assert response.status_code == 422
    assert said in text_of(response)
    assert User.objects.count() == before
