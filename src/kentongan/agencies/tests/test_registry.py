"""Agencies change with the times and what they did stays theirs."""

from datetime import date, timedelta
from typing import Any

import pytest

from kentongan.agencies import actions, queries
from kentongan.agencies.models import Agency, Route, User
from kentongan.core import clock
from kentongan.core.actor import Actor, Role, system
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.history.queries import stream_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kediri")]

SYSTEM = system("tests")
NEW: dict[str, Any] = {"name": "Dinas Uji", "short_name": "Uji", "kind": "department"}


def pk(code: str) -> int:
    return queries.agency(code).id


def change(agency: int, **fields: tuple[Any, Any]) -> None:
    actions.change_agency(agency, {name: Wanted(*both) for name, both in fields.items()}, by=SYSTEM)


def merge(into: str, last_day: date, *, moves_users: bool = False) -> None:
    actions.merge_agency(pk("dishub"), into=pk(into), last_day=last_day, moves_users=moves_users, by=SYSTEM)


def test_a_rename_is_seen_at_once_and_the_former_name_stays_in_the_history() -> None:
    agency = queries.agency("dishub")
    change(agency.id, name=(agency.name, "Dinas Angkutan"), short_name=(agency.short_name, "Disang"))
    assert queries.agency("dishub").name == "Dinas Angkutan"
    event = stream_of(f"agency:{agency.id}")[-1]
    assert event.kind == "agencies.agency_changed"
    assert event.body["before"] == {"name": agency.name, "short_name": agency.short_name}
    assert event.body["after"] == {"name": "Dinas Angkutan", "short_name": "Disang"}
    with pytest.raises(Conflict):
        change(agency.id, name=(agency.name, "Dinas Lain"))


def test_an_agency_is_made_with_a_code_of_its_own() -> None:
    made = actions.create_agency("uji", {**NEW, "valid_from": date(2027, 1, 1)}, by=SYSTEM)
    assert queries.agency_by_id(made).valid_from == date(2027, 1, 1)
    with pytest.raises(Refused) as error:
        actions.create_agency("uji", NEW, by=SYSTEM)
    assert error.value.field == "code"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("code", {"code": "Uji Coba"}),
        ("name", {"name": ""}),
        ("short_name", {"short_name": "x" * 61}),
        ("kind", {"kind": "ministry"}),
        ("area", {"area": "35.78.01"}),
        ("valid_to", {"valid_from": date(2027, 1, 2), "valid_to": date(2027, 1, 1)}),
    ],
)
def test_what_is_wrong_is_refused_with_its_field(field: str, wrong: dict[str, Any]) -> None:
    values = {**NEW, **wrong}
    with pytest.raises(Refused) as error:
        actions.create_agency(values.pop("code", "uji"), values, by=SYSTEM)
    assert error.value.field == field


def test_the_tree_has_no_circle() -> None:
    above = pk("dpupr")
    below = actions.create_agency("uji", {**NEW, "parent": above}, by=SYSTEM)
    for parent in (below, above):
        with pytest.raises(Refused) as error:
            change(above, parent=(None, parent))
        assert error.value.field == "parent"


def test_after_a_merge_the_successor_leads_and_supports_from_the_next_day() -> None:
    old, new, last = pk("dishub"), pk("dpupr"), clock.today() + timedelta(days=30)
    before = queries.route_for("parkir", on=last)
    merge("dpupr", last)
    assert queries.route_for("parkir", on=last) == before
    after = queries.route_for("parkir", on=last + timedelta(days=1))
    assert after is not None
    assert after.lead == new
    still = Route.objects.filter(valid_to__isnull=True)
    assert not still.filter(lead=old).exists()
    assert not still.filter(support=old).exists()
    assert not any(route.support.filter(pk=route.lead_id).exists() for route in still)
    assert not queries.agency_by_id(old).is_valid(last + timedelta(days=1))
    merged, taken = stream_of(f"agency:{old}")[-1], stream_of(f"agency:{new}")[-1]
    assert merged.body["after"] == {"valid_to": last.isoformat(), "successor": new}
    assert taken.body["after"] == {"agency": old}


def test_users_go_along_where_it_is_wished_and_their_streams_tell_so() -> None:
    user = User.objects.create(username="lampu", name="Lampu", roles=["officer"], agency_id=pk("dishub"))
    merge("dpupr", clock.today(), moves_users=True)
    user.refresh_from_db()
    assert user.agency_id == pk("dpupr")
    assert stream_of(f"user:{user.pk}")[-1].body["after"] == {"agency": pk("dpupr")}


@pytest.mark.parametrize("into", ["dishub", "ended"])
def test_a_successor_must_be_another_that_exists_the_day_after(into: str) -> None:
    actions.create_agency("ended", {**NEW, "valid_to": clock.today()}, by=SYSTEM)
    with pytest.raises(Refused) as error:
        merge(into, clock.today())
    assert error.value.field == "into"
    assert Route.objects.filter(lead=pk("dishub"), valid_to__isnull=True).exists()


def test_what_is_referred_to_is_not_deleted_and_a_mistake_is() -> None:
    with pytest.raises(Refused):
        actions.delete_agency(pk("dishub"), by=SYSTEM)
    made = actions.create_agency("uji", NEW, by=SYSTEM)
    actions.delete_agency(made, by=SYSTEM)
    assert not Agency.objects.filter(code="uji").exists()
    with pytest.raises(NotFound):
        queries.agency_by_id(made)


def test_nobody_but_an_administrator_changes_agencies() -> None:
    by, today = Actor(label="user:5", roles=frozenset({Role.COORDINATOR}), user=5), clock.today()
    with pytest.raises(Refused):
        actions.create_agency("uji", NEW, by=by)
    with pytest.raises(Refused):
        actions.change_agency(pk("dishub"), {"name": Wanted("a", "b")}, by=by)
    with pytest.raises(Refused):
        actions.merge_agency(pk("dishub"), into=pk("dpupr"), last_day=today, moves_users=True, by=by)
