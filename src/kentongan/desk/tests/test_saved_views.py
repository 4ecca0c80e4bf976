"""Saved views: a list under a name, for oneself or shared, and the list a day begins with."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.core import clock
from kentongan.desk.tests.conftest import Desk, cost_of, new_user, signed_in
from kentongan.workspace import actions
from kentongan.workspace.models import SavedView

QUERY = "queue=all&order=oldest&channel=phone"


def kept(client: Client, name: str, audience: str = "mine", query: str = QUERY) -> Any:
    return client.post(f"/desk/views/new/?{query}", {"name": name, "audience": audience})


def side(client: Client) -> str:
    found = re.search(r'<nav class="side".*?</nav>', client.get("/desk/?queue=all").content.decode(), re.DOTALL)
    assert found
    return found[0]


def pk_of(name: str) -> int:
    return SavedView.objects.get(name=name).pk


def test_a_list_kept_under_a_name_opens_as_it_was(desk: Desk, coordinator: Client) -> None:
    told, _other = desk.received("1", channel="phone"), desk.received("2")
    response = kept(coordinator, "Telepon terlama")
    assert response.headers["Location"] == f"/desk/?{QUERY}"
    page = coordinator.get(response.headers["Location"]).content.decode()
    assert re.findall(r'data-case="([^"]+)"', page) == [told]
    assert re.search(r'aria-current="page"[^>]*>.{0,200}<span>Telepon terlama</span>', page)


def test_what_is_mine_nobody_else_sees_or_changes(desk: Desk, coordinator: Client) -> None:
    kept(coordinator, "Milik saya")
    colleague = signed_in(new_user("rekan", "coordinator"))
    assert "Milik saya" not in side(colleague)
    pk = pk_of("Milik saya")
    for act in ("", "delete/", "restore/", "default/"):
        assert colleague.post(f"/desk/views/{pk}/{act}", {"name": "Diambil", "audience": "mine"}).status_code == 404
    assert "Milik saya" in side(coordinator)


def test_a_view_shared_with_the_agency_is_seen_there_alone(desk: Desk, officer: Client, stranger: Client) -> None:
    kept(officer, "Piket jalan", "agency")
    colleague = signed_in(new_user("jalan2", "officer", "dpupr"))
    assert "Piket jalan" in side(colleague)
    assert "Piket jalan" not in side(stranger)
    page = colleague.get("/desk/views/").content.decode()
    assert "dibagikan kepada saya" in page
    assert f"/desk/views/{pk_of('Piket jalan')}/delete/" not in page


def test_a_view_shared_with_a_role_is_seen_in_every_agency(desk: Desk, officer: Client, stranger: Client) -> None:
    kept(officer, "Semua penghubung", "role:officer")
    assert "Semua penghubung" in side(stranger)
    assert "Semua penghubung" not in side(signed_in(new_user("rekan", "coordinator")))


def test_sharing_with_a_role_one_does_not_have_is_refused(desk: Desk, officer: Client) -> None:
    assert kept(officer, "Untuk pimpinan", "role:leader").status_code == 422
    assert not SavedView.objects.exists()


def test_a_shared_view_of_a_queue_one_does_not_have_is_not_shown(desk: Desk) -> None:
    both = new_user("ganda", "coordinator", "dpupr")
    kept(signed_in(both), "Perlu dicek", "agency", "queue=verify")
    assert "Perlu dicek" not in side(signed_in(desk.roads))


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        ("", QUERY, "Ini harus diisi"),
        ("Nomor", "queue=all&q=0811+0000+047", "nomor atau alamat"),
        ("Tanpa antrean", "", "Buka daftarnya"),
        ("Antrean asing", "queue=new", "Buka daftarnya"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    desk: Desk, coordinator: Client, name: str, query: str, says: str
) -> None:
    response = kept(coordinator, name, query=query)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not SavedView.objects.exists()


def test_two_views_of_one_name_are_refused_but_not_of_two_people(desk: Desk, coordinator: Client) -> None:
    kept(coordinator, "Harian")
    assert "sudah punya" in kept(coordinator, "harian").content.decode()
    assert kept(signed_in(desk.roads), "Harian").status_code == 302


def test_a_view_gets_another_name_and_others_who_see_it(desk: Desk, officer: Client) -> None:
    kept(officer, "Lama")
    page = officer.get(f"/desk/views/{pk_of('Lama')}/").content.decode()
    assert 'value="Lama"' in page
    officer.post(f"/desk/views/{pk_of('Lama')}/", {"name": "Baru", "audience": "agency"})
    assert SavedView.objects.get().audience == "agency"
    assert "Baru" in side(officer)


def test_a_deleted_view_can_be_taken_back_for_a_day(desk: Desk, coordinator: Client) -> None:
    kept(coordinator, "Sementara")
    pk = pk_of("Sementara")
    coordinator.post(f"/desk/views/{pk}/delete/")
    assert "Sementara" not in side(coordinator)
    assert "Dihapus hari ini" in coordinator.get("/desk/views/").content.decode()
    coordinator.post(f"/desk/views/{pk}/restore/")
    assert "Sementara" in side(coordinator)
    coordinator.post(f"/desk/views/{pk}/delete/")
    SavedView.objects.update(deleted_at=clock.now() - timedelta(hours=25))
    assert coordinator.post(f"/desk/views/{pk}/restore/").status_code == 404
    assert "Dihapus hari ini" not in coordinator.get("/desk/views/").content.decode()


def test_taking_back_says_so_where_the_name_was_given_again(desk: Desk, coordinator: Client) -> None:
    kept(coordinator, "Harian")
    pk = pk_of("Harian")
    coordinator.post(f"/desk/views/{pk}/delete/")
    kept(coordinator, "Harian")
    page = coordinator.post(f"/desk/views/{pk}/restore/", follow=True).content.decode()
    assert "sudah punya tampilan" in page


def test_the_day_begins_with_the_chosen_view_until_it_is_chosen_no_more(desk: Desk, coordinator: Client) -> None:
    kept(coordinator, "Pagi")
    pk = pk_of("Pagi")
    coordinator.post(f"/desk/views/{pk}/default/")
    assert coordinator.get("/desk/").headers["Location"] == f"/desk/?{QUERY}"
    assert "Daftar pertama saya" in coordinator.get("/desk/views/").content.decode()
    coordinator.post(f"/desk/views/{pk}/default/")
    assert coordinator.get("/desk/").status_code == 200


def test_a_deleted_view_begins_no_day(desk: Desk, coordinator: Client) -> None:
    kept(coordinator, "Pagi")
    coordinator.post(f"/desk/views/{pk_of('Pagi')}/default/")
    coordinator.post(f"/desk/views/{pk_of('Pagi')}/delete/")
    assert coordinator.get("/desk/").status_code == 200


def test_who_kept_none_is_told_how(desk: Desk, coordinator: Client) -> None:
    assert "Belum ada tampilan tersimpan" in coordinator.get("/desk/views/").content.decode()


def test_the_pages_cost_the_same_with_one_view_and_with_three(desk: Desk, coordinator: Client) -> None:
    kept(coordinator, "Satu")
    coordinator.get("/desk/?queue=all")
    before = [cost_of(coordinator, address) for address in ("/desk/?queue=all", "/desk/views/")]
    kept(coordinator, "Dua")
    kept(coordinator, "Tiga", "role:coordinator")
    assert [cost_of(coordinator, address) for address in ("/desk/?queue=all", "/desk/views/")] == before
    assert max(before) <= 12


def test_a_view_shared_with_me_is_copied_and_then_mine_to_change(desk: Desk, coordinator: Client) -> None:
    key = str(actions.keep_view("Rekan", "queue=verify&channel=web", by=desk.by, audience="role", role="coordinator"))
    colleague = signed_in(new_user("rekan2", "coordinator"))
    assert f"/desk/views/{key}/copy/" in colleague.get("/desk/views/").content.decode()
    assert f"/desk/views/{key}/copy/" not in coordinator.get("/desk/views/").content.decode()
    for _ in range(2):
        assert colleague.post(f"/desk/views/{key}/copy/").status_code == 302
    own = SavedView.objects.exclude(owner=desk.coordinator.pk)
    assert set(own.values_list("name", "query", "audience")) == {
        ("Rekan", "queue=verify&channel=web", "mine"),
        ("Rekan (2)", "queue=verify&channel=web", "mine"),
    }
    assert signed_in(new_user("asing", "officer", "dpupr")).post(f"/desk/views/{key}/copy/").status_code == 404
