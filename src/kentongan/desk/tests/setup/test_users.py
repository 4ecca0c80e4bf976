"""Users and roles on the administrator's pages."""

import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from kentongan.agencies import actions
from kentongan.agencies.models import Agency, User
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted
from kentongan.desk.tests.conftest import Desk, cost_of, new_user, signed_in
from kentongan.desk.tests.setup.conftest import text_of
from kentongan.workspace.models import SavedView, Watch

USERS = "/desk/setup/users/"


def carried(page: str) -> dict[str, Any]:
    """What a form carries of what it showed."""
    found = re.search(r'name="shown" value="([^"]*)"', page)
    assert found
    told: dict[str, Any] = json.loads(html.unescape(found[1]))
    return told


def test_the_list_finds_by_name_and_role_and_hides_closed_accounts(desk: Desk, admin: Client, by_admin: Actor) -> None:
    page = text_of(admin.get(USERS))
    assert "Petugas Jalan" in page
    assert "Admin penghubung" in page
    page = text_of(admin.get(USERS, {"q": "lamp"}))
    assert "Petugas Lampu" in page
    assert "Petugas Jalan" not in page
    page = text_of(admin.get(USERS, {"role": "coordinator"}))
    assert "Petugas Koordinator" in page
    assert "Petugas Lampu" not in page
    actions.close_user(desk.lamps.pk, by=by_admin)
    assert "Petugas Lampu" not in text_of(admin.get(USERS))
    assert "Petugas Lampu" in text_of(admin.get(USERS, {"closed": "on"}))
    assert "Tidak ada yang ditemukan" in text_of(admin.get(USERS, {"q": "tidak ada orangnya"}))


def test_a_longer_list_asks_no_more(desk: Desk, admin: Client) -> None:
    cost_of(admin, USERS)
    few = cost_of(admin, USERS)
    for n in range(20):
        new_user(f"orang-{n}", "officer", "dpupr")
    assert cost_of(admin, USERS) == few


def test_a_new_user_gets_a_password_that_is_shown_once_and_opens_the_desk(desk: Desk, admin: Client) -> None:
    given = {"username": "rina", "name": "Rina Hapsari", "roles": ["officer"], "agency": desk.roads.agency_id or 0}
    page = text_of(admin.post(f"{USERS}new/", given))
    made = re.search(r'class="code made">([^<]+)<', page)
    assert made
    user = User.objects.get(username="rina")
    assert (user.roles, user.agency_id) == (["officer"], desk.roads.agency_id)
    assert user.check_password(made[1])
    assert made[1] not in text_of(admin.get(f"{USERS}{user.pk}/"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"username": "jalan", "name": "Dua", "roles": ["coordinator"]}, "sudah dipakai"),
        ({"username": "baru", "name": "Baru", "roles": ["officer"]}, "pilih OPD-nya"),
        ({"username": "baru", "name": "Baru"}, "Pilih sedikitnya satu peran"),
        ({"username": "baru", "name": "Baru", "roles": ["system"]}, "system"),
    ],
)
def test_a_refusal_stands_in_the_form_and_nobody_is_made(
    desk: Desk, admin: Client, given: dict[str, Any], said: str
) -> None:
    before = User.objects.count()
    response = admin.post(f"{USERS}new/", given)
    assert response.status_code == 422
    assert said in text_of(response)
    assert User.objects.count() == before


def test_a_change_is_saved_and_told_with_before_and_after(desk: Desk, admin: Client) -> None:
    address = f"{USERS}{desk.lamps.pk}/"
    shown = carried(text_of(admin.get(f"{address}edit/")))
    other = Agency.objects.get(code="dlhkp")
    data = {"name": desk.lamps.name, "email": desk.lamps.email, "roles": ["officer"], "agency": other.pk}
    response = admin.post(f"{address}edit/", {**data, "shown": json.dumps(shown)})
    assert response.headers["Location"] == address
    assert User.objects.get(pk=desk.lamps.pk).agency_id == other.pk
    page = text_of(admin.get(address))
    assert "Pengguna diubah" in page
    assert f"<s>{Agency.objects.get(code='dishub').short_name}</s>" in page
    assert other.short_name in page


def test_two_administrators_at_once_lose_no_word(desk: Desk, admin: Client, by_admin: Actor) -> None:
    address = f"{USERS}{desk.lamps.pk}/edit/"
    shown = carried(text_of(admin.get(address)))
    agency = desk.lamps.agency_id or 0
    theirs = {"name": Wanted(desk.lamps.name, "Lampu Kedua")}
    actions.change_user(desk.lamps.pk, theirs, by=by_admin)
    data = {"name": "Lampu Ketiga", "email": desk.lamps.email, "roles": ["officer"], "agency": agency}
    response = admin.post(address, {**data, "shown": json.dumps(shown)})
    assert response.status_code == 409
    page = text_of(response)
    assert "Lampu Kedua" in page
    assert User.objects.get(pk=desk.lamps.pk).name == "Lampu Kedua"
    admin.post(address, {**data, "shown": json.dumps(carried(page))})
    assert User.objects.get(pk=desk.lamps.pk).name == "Lampu Ketiga"


def test_a_field_that_was_not_touched_stays_as_a_colleague_made_it(desk: Desk, admin: Client, by_admin: Actor) -> None:
    address = f"{USERS}{desk.lamps.pk}/edit/"
    shown = carried(text_of(admin.get(address)))
    actions.change_user(desk.lamps.pk, {"name": Wanted(desk.lamps.name, "Lampu Kedua")}, by=by_admin)
    data = {"name": desk.lamps.name, "email": "baru@example.com", "roles": ["officer"]}
    response = admin.post(address, {**data, "agency": desk.lamps.agency_id or 0, "shown": json.dumps(shown)})
    assert response.status_code == 302
    user = User.objects.get(pk=desk.lamps.pk)
    assert (user.name, user.email) == ("Lampu Kedua", "baru@example.com")


def test_closing_asks_first_and_ends_the_session(desk: Desk, admin: Client) -> None:
    address, theirs = f"{USERS}{desk.lamps.pk}/", signed_in(desk.lamps)
    assert theirs.get("/desk/").status_code == 200
    assert "Tutup akun?" in text_of(admin.get(f"{address}close/"))
    assert User.objects.get(pk=desk.lamps.pk).is_active
    admin.post(f"{address}close/")
    assert theirs.get("/desk/").status_code == 302
    assert "Buka kembali akun" in text_of(admin.get(address))
    admin.post(f"{address}reopen/")
    assert User.objects.get(pk=desk.lamps.pk).is_active


def test_the_last_administrator_is_not_closed_and_it_is_said_why(administrator: User, admin: Client) -> None:
    response = admin.post(f"{USERS}{administrator.pk}/close/")
    assert response.status_code == 422
    assert "administrator terakhir" in text_of(response)
    assert User.objects.get(pk=administrator.pk).is_active


def test_a_new_password_ends_the_old_sessions_and_is_in_no_page_after(desk: Desk, admin: Client) -> None:
    address, theirs = f"{USERS}{desk.lamps.pk}/", signed_in(desk.lamps)
    assert "Buat kata sandi baru?" in text_of(admin.get(f"{address}password/"))
    response = admin.post(f"{address}password/")
    assert "no-store" in response.headers["Cache-Control"]
    made = re.search(r'class="code made">([^<]+)<', text_of(response))
    assert made
    assert User.objects.get(pk=desk.lamps.pk).check_password(made[1])
    assert theirs.get("/desk/").status_code == 302
    assert "Kata sandi baru diberikan" in text_of(admin.get(address))


@pytest.mark.parametrize("key", ["0", "tidak-ada", "999999999999", "²"])
def test_nobody_by_that_address_is_not_found(admin: Client, key: str) -> None:
    assert admin.get(f"{USERS}{key}/").status_code == 404


def test_the_settings_are_on_the_administrators_rail_alone(desk: Desk, admin: Client) -> None:
    assert 'href="/desk/setup/"' in text_of(admin.get("/desk/"))
    assert 'href="/desk/setup/"' not in text_of(signed_in(desk.coordinator).get("/desk/"))
    assert "Pengguna dan peran" in text_of(admin.get("/desk/setup/"))


def test_what_a_leaving_user_leaves_is_said_and_his_shared_views_go_over(desk: Desk, admin: Client) -> None:
    theirs, heir = desk.lamps, desk.roads
    shared = {"owner": theirs.pk, "query": "queue=new", "audience": "agency", "agency": theirs.agency_id}
    SavedView.objects.create(name="Lampu padam", **shared)
    SavedView.objects.create(name="lampu padam", owner=heir.pk, query="queue=all")
    SavedView.objects.create(name="Punya saya", owner=theirs.pk, query="queue=all")
    Watch.objects.create(user=theirs.pk, subject="case:1", seen=1)
    address = f"{USERS}{theirs.pk}/close/"
    page = text_of(admin.get(address))
    assert "meninggalkan 1 tampilan bersama dan 1 milik sendiri" in page
    assert "1 aduan yang dipantau" in page
    assert admin.post(address, {"to": heir.pk}).status_code == 302
    assert sorted(SavedView.objects.filter(owner=heir.pk).values_list("name", flat=True)) == [
        "Lampu padam 2",
        "lampu padam",
    ]
    assert SavedView.objects.filter(owner=theirs.pk).count() == 1
    assert not Watch.objects.filter(user=theirs.pk).exists()


def test_a_refused_closing_takes_nothing_away(administrator: User, admin: Client) -> None:
    Watch.objects.create(user=administrator.pk, subject="case:1", seen=1)
    assert admin.post(f"{USERS}{administrator.pk}/close/").status_code == 422
    assert Watch.objects.filter(user=administrator.pk).exists()
