"""Kota Kediri's agencies, routes and users."""

from datetime import date
from typing import Any

import pytest

from kentongan.agencies import actions, queries
from kentongan.agencies.models import Agency, Route, User
from kentongan.core.actor import Actor, Role, system
from kentongan.core.errors import NotFound, Refused
from kentongan.history.queries import stream_of
from kentongan.places.profile import open_profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kediri")]

BY = system("tests")


def codes(subject: str, **where: Any) -> tuple[str, set[str]]:
    found = queries.route_for(subject, **where)
    assert found is not None
    known = queries.agencies()
    return known[found.lead].code, {known[a].code for a in found.support}


def test_the_fire_brigade_is_a_unit_of_satpol_pp_and_the_police_stand_outside() -> None:
    known = queries.agencies()
    assert known[queries.agency("damkar").parent or 0].code == "satpolpp"
    assert queries.agency("polres").is_external
    assert not queries.agency("dpupr").is_external


def test_every_kecamatan_and_kelurahan_has_its_office() -> None:
    kinds = [a.kind for a in queries.agencies_now()]
    assert (kinds.count("district"), kinds.count("village")) == (3, 46)
    office = queries.agency("kel-35.71.01.1001")
    assert (office.name, office.area) == ("Kelurahan Bandar Lor", "35.71.01.1001")
    assert queries.agencies()[office.parent or 0].short_name == "Kec. Mojoroto"


def test_street_lights_are_routed_by_place() -> None:
    assert codes("pju", area="35.71.02.1001")[0] == "dishub"
    assert codes("pju", area="35.71.01.1001")[0] == "dlhkp"
    assert codes("pju", area="35.71.03")[0] == "perkim"
    assert codes("pju")[0] == "dishub"


def test_roads_are_routed_by_their_class() -> None:
    assert codes("jalan") == ("dpupr", {"perkim"})
    assert codes("jalan", road_class="neighbourhood")[0] == "perkim"
    assert codes("jalan", road_class="provincial")[0] == "bina-marga-jatim"
    assert codes("jalan", road_class="national")[0] == "bbpjn"


def test_the_office_of_the_place_supports_where_the_route_says_so() -> None:
    assert codes("ktp-kk", area="35.71.01.1001") == ("dispendukcapil", {"kel-35.71.01.1001"})
    assert codes("ktp-kk", area="35.71.01") == ("dispendukcapil", set())
    assert "kec-35.71.01" in codes("ketertiban-umum", area="35.71.01.1001")[1]


def test_an_unknown_subject_has_no_route() -> None:
    assert queries.route_for("gempa-bulan") is None


def test_an_agency_that_has_ended_leads_and_supports_nothing_new_but_keeps_its_name() -> None:
    dishub, pln = queries.agency("dishub").id, queries.agency("pln").id
    actions.end_agency(dishub, last_day=date(2026, 6, 30), by=BY)
    actions.end_agency(pln, last_day=date(2026, 6, 30), by=BY)
    assert queries.route_for("rambu", on=date(2026, 7, 1)) is None
    before = queries.route_for("rambu", on=date(2026, 6, 30))
    assert before is not None
    assert before.lead == dishub
    lamps = queries.route_for("pju", area="35.71.01", on=date(2026, 7, 1))
    assert lamps is not None
    assert pln not in lamps.support
    assert queries.agency_names([dishub]) == {dishub: "Dishub"}
    assert dishub not in {a.id for a in queries.agencies_now(date(2026, 7, 1))}
    assert stream_of(f"agency:{dishub}")[-1].kind == "agencies.ended"


def test_an_agency_that_is_referred_to_is_not_deleted_and_the_refusal_says_why() -> None:
    for code, name in (("dpupr", "DPUPR"), ("pmi", "PMI"), ("satpolpp", "Satpol PP")):  # leads, supports, has a unit
        with pytest.raises(Refused, match=rf"{name}.* \d+ "):
            actions.delete_agency(queries.agency(code).id, by=BY)
        assert queries.agency(code)


def test_an_agency_made_by_mistake_is_deleted() -> None:
    wrong = Agency.objects.create(code="salah", name="Salah", short_name="Salah", kind="department")
    actions.delete_agency(wrong.pk, by=BY)
    assert stream_of(f"agency:{wrong.pk}")[-1].body == {"code": "salah"}
    with pytest.raises(NotFound):
        queries.agency("salah")


def test_only_an_administrator_ends_or_deletes_an_agency() -> None:
    agency = queries.agency("dpupr").id
    for role in (Role.COORDINATOR, Role.OFFICER):
        by = Actor(label="user:9", roles=frozenset({role}), user=9, agency=agency)
        with pytest.raises(Refused):
            actions.end_agency(agency, last_day=date(2026, 1, 1), by=by)
        with pytest.raises(Refused):
            actions.delete_agency(agency, by=by)


def test_loading_again_adds_nothing_and_puts_nothing_back() -> None:
    Route.objects.filter(subject="sampah").update(valid_to=date(2025, 12, 31))
    Agency.objects.filter(code="dpupr").update(name="Dinas PUPR")
    assert set(actions.load_profile(open_profile("kediri"), by=BY).values()) == {0}
    assert Route.objects.filter(subject="sampah").count() == 1
    assert Agency.objects.get(code="dpupr").name == "Dinas PUPR"


def test_the_demo_has_invented_users_of_every_role_people_have() -> None:
    assert actions.load_users(open_profile("kediri"), password="satu dua tiga empat", by=BY) == 27
    assert actions.load_users(open_profile("kediri"), password="lain sekali lagi", by=BY) == 0
    held = {role for user in User.objects.all() for role in user.roles}
    assert held == {role.value for role in Role} - {"partner", "reporter", "system"}
    user = User.objects.get(username="koordinator")
    assert user.check_password("satu dua tiga empat")
    assert not User.objects.exclude(email__endswith="@example.id").exists()
    staff = queries.actor_for(User.objects.get(username="kelurahan-bandarlor"))
    assert (staff.area, staff.roles) == ("35.71.01.1001", frozenset({Role.VILLAGE_STAFF}))
    officers = queries.users_with_role(Role.OFFICER, queries.agency("dpupr").id)
    assert [o.name for o in officers] == ["Wahyu Setiaji"]
    assert len(queries.users_with_role(Role.OFFICER)) == 12
