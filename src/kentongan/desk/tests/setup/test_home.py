"""The first page of the settings: how each kind stands, what is missing, and the search over all of it."""

import pytest
from django.test import Client

from kentongan.agencies.models import User
from kentongan.cases import actions as cases
from kentongan.core import cached
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted
from kentongan.desk.tests.conftest import Desk, cost_of, new_user
from kentongan.desk.tests.setup.conftest import text_of
from kentongan.notifications import actions as messages
from kentongan.notifications.models import OwnText
from kentongan.notifications.queries import text_now
from kentongan.places import actions as places

HOME = "/desk/setup/"


def test_each_kind_tells_its_state_and_its_last_change(desk: Desk, admin: Client, by_admin: Actor) -> None:
    places.change_city({"phone": Wanted("", "0354-0000001")}, by=by_admin)
    page = text_of(admin.get(HOME))
    assert "Kota Kediri" in page
    assert "baris berlaku" in page
    assert "Terakhir diubah: Petugas Administrator" in page


def test_what_is_missing_is_said_and_goes_when_it_is_there(desk: Desk, admin: Client, by_admin: Actor) -> None:
    page = text_of(admin.get(HOME))
    assert "Tidak ada yang berperan" in page
    assert "Petugas PDP" in page
    assert "Hanya ada satu administrator" in page
    assert "belum punya admin penghubung" in page
    assert "Kontak pelindungan data belum diisi" in page
    new_user("kedua", "administrator")
    for role in ("privacy_officer", "supervisor"):
        new_user(role, role)
    places.change_city({"privacy_contact": Wanted("", "Bagian Hukum"), "phone": Wanted("", "1")}, by=by_admin)
    page = text_of(admin.get(HOME))
    assert "Tidak ada yang berperan" not in page
    assert "Hanya ada satu administrator" not in page
    assert "Kontak pelindungan data belum diisi" not in page


def test_a_category_without_a_route_is_named(admin: Client, by_admin: Actor) -> None:
    assert "menurut tabel disposisi" not in text_of(admin.get(HOME))
    cases.create_category("galian", {"name": "Galian kabel", "name_en": "Trenches"}, by=by_admin)
    page = text_of(admin.get(HOME))
    assert "menurut tabel disposisi: Galian kabel" in page


def test_a_text_that_is_outdated_or_broken_is_named(admin: Client, by_admin: Actor) -> None:
    said = text_now("verified", "id").body
    messages.change_text("verified", "id", {"body": Wanted(said, "Kode {code}.")}, by=by_admin)
    OwnText.objects.update(body="Kode {code} {lama}.", default_mark="older")
    cached.forget_all()
    page = text_of(admin.get(HOME))
    assert "Teks bawaan berubah sejak itu: Laporan {code} sudah diverifikasi" in page
    assert "variabel yang tidak ada" in page


@pytest.mark.parametrize(
    ("word", "address"),
    [
        ("petugas pdp", "/desk/setup/city/edit/"),
        ("warna utama", "/desk/setup/city/colours/"),
        ("jalan rusak", "/desk/setup/categories/jalan/"),
        ("sudah diverifikasi", "/desk/setup/texts/verified/id/"),
        ("petugas lampu", "/desk/setup/users/"),
        ("dinas perhubungan", "/desk/setup/agencies/"),
    ],
)
def test_a_setting_is_found_by_its_words(desk: Desk, admin: Client, word: str, address: str) -> None:
    assert f'href="{address}' in text_of(admin.get(HOME, {"q": word})).split("<main")[1]


def test_what_is_nowhere_is_said(admin: Client) -> None:
    assert "Tidak ada pengaturan bernama itu" in text_of(admin.get(HOME, {"q": "zzzz"}))


def test_more_of_everything_costs_no_more(desk: Desk, admin: Client, by_admin: Actor) -> None:
    cases.create_category("uji", {"name": "Uji", "name_en": "Test"}, by=by_admin)
    cost_of(admin, HOME)
    few = cost_of(admin, HOME)
    for n in range(10):
        new_user(f"orang-{n}", "officer", "dpupr")
        cases.create_category(f"uji-{n}", {"name": f"Uji {n}", "name_en": f"Test {n}"}, by=by_admin)
    cost_of(admin, HOME)
    assert cost_of(admin, HOME) == few
    assert User.objects.count() > 10
