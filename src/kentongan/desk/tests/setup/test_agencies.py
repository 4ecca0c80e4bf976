"""Agencies on the administrator's pages."""

import json
from datetime import timedelta

from django.test import Client

from kentongan.agencies import actions
from kentongan.agencies.models import Agency
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.desk.tests.conftest import Desk, cost_of, signed_in
from kentongan.desk.tests.setup.conftest import text_of
from kentongan.desk.tests.setup.test_users import carried

AGENCIES = "/desk/setup/agencies/"


def pk(code: str) -> int:
    return Agency.objects.get(code=code).pk


def test_the_list_finds_by_name_code_and_kind_and_hides_what_has_ended(admin: Client, by_admin: Actor) -> None:
    page = text_of(admin.get(AGENCIES, {"q": "dishub"}))
    assert "Dinas Perhubungan" in page
    assert "Dinas Sosial" not in page
    assert "Dinas Perhubungan" not in text_of(admin.get(AGENCIES, {"kind": "external"}))
    actions.end_agency(pk("dishub"), last_day=clock.today() - timedelta(days=1), by=by_admin)
    assert "Dinas Perhubungan" not in text_of(admin.get(AGENCIES, {"q": "dishub"}))
    assert "Dinas Perhubungan" in text_of(admin.get(AGENCIES, {"q": "dishub", "ended": "on"}))
    assert "Tidak ada OPD yang ditemukan" in text_of(admin.get(AGENCIES, {"q": "zzz"}))


def test_the_list_costs_the_same_however_long(admin: Client) -> None:
    cost_of(admin, AGENCIES)
    assert cost_of(admin, AGENCIES) == cost_of(admin, f"{AGENCIES}?q=dishub")


def test_a_new_agency_is_made_and_a_wrong_code_is_refused_in_the_form(admin: Client) -> None:
    given = {"code": "uji", "name": "Dinas Uji", "short_name": "Uji", "kind": "department"}
    refused = admin.post(f"{AGENCIES}new/", {**given, "code": "Uji Coba"})
    assert refused.status_code == 422
    assert "huruf kecil, angka, tanda hubung, dan titik" in text_of(refused)
    made = admin.post(f"{AGENCIES}new/", given)
    assert made.headers["Location"] == f"{AGENCIES}{pk('uji')}/"
    assert "OPD dibuat" in text_of(admin.get(made.headers["Location"]))


def test_a_rename_is_told_with_the_former_name(admin: Client) -> None:
    address, former = f"{AGENCIES}{pk('dishub')}/", Agency.objects.get(code="dishub").name
    shown = carried(text_of(admin.get(f"{address}edit/")))
    data = {**shown, "name": "Dinas Angkutan", "shown": json.dumps(shown)}
    assert admin.post(f"{address}edit/", data).status_code == 302
    page = text_of(admin.get(address))
    assert f"<s>{former}</s>" in page
    assert "Dinas Angkutan" in page


def test_a_merge_says_before_what_hangs_on_it_and_the_coordinator_finds_what_stays(desk: Desk, admin: Client) -> None:
    number, address = desk.in_progress(), f"{AGENCIES}{pk('dpupr')}/"
    assert "1 aduan terbuka" in text_of(admin.get(f"{address}merge/"))
    yesterday = clock.today() - timedelta(days=1)
    data = {"into": pk("perkim"), "last_day": yesterday.isoformat(), "moves_users": "on"}
    assert admin.post(f"{address}merge/", data).status_code == 302
    assert "Digabung ke OPD lain" in text_of(admin.get(address))
    found = signed_in(desk.coordinator).get(f"/desk/?queue=in_progress&agency={pk('dpupr')}")
    assert number in text_of(found)


def test_what_is_referred_to_is_not_deleted_and_it_is_said_what_to_do(admin: Client) -> None:
    address = f"{AGENCIES}{pk('dishub')}/delete/"
    assert "Hapus OPD?" in text_of(admin.get(address))
    response = admin.post(address)
    assert response.status_code == 422
    assert "hari terakhir" in text_of(response)
    assert Agency.objects.filter(code="dishub").exists()
