"""Who may work here, and as what."""

from typing import Any

import pytest

from kentongan.agencies import actions, queries
from kentongan.agencies.models import User
from kentongan.core.actor import Actor, Role, system
from kentongan.core.conflicts import Wanted
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.history.queries import stream_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kediri")]

SYSTEM = system("tests")
PASSWORD = "kentongan malam hari"


def create(username: str = "rina", by: Actor = SYSTEM, **more: Any) -> int:
    given: dict[str, Any] = {"name": "Rina Hapsari", "roles": [Role.COORDINATOR], "password": PASSWORD, **more}
    return actions.create_user(username, **given, by=by)


def test_a_user_is_made_with_roles_and_agency_and_his_stream_tells_so_without_a_name() -> None:
    agency = queries.agency("dpupr").id
    pk = create(roles=[Role.OFFICER], agency=agency)
    user = User.objects.get(pk=pk)
    assert user.check_password(PASSWORD)
    assert queries.actor_for(user) == Actor(
        label=f"user:{pk}", roles=frozenset({Role.OFFICER}), user=pk, agency=agency, area=None, language="id"
    )
    (event,) = stream_of(f"user:{pk}")
    assert (event.kind, event.body) == ("agencies.user_created", {"roles": ["officer"], "agency": agency, "area": None})
    assert (user.head_seq, bytes(user.head_hash)) == (1, event.hash)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("username", {"username": "  "}),
        ("username", {"username": "rina hapsari"}),
        ("name", {"name": ""}),
        ("roles", {"roles": []}),
        ("roles", {"roles": [Role.SYSTEM]}),
        ("roles", {"roles": [Role.COORDINATOR, Role.REPORTER]}),
        ("agency", {"roles": [Role.OFFICER]}),
        ("agency", {"roles": [Role.OFFICER], "agency": 0}),
        ("area", {"roles": [Role.VILLAGE_STAFF]}),
        ("area", {"roles": [Role.VILLAGE_STAFF], "area": "35.78.01.1001"}),
        ("password", {"password": "pendek"}),
        ("password", {"password": "password123"}),
    ],
)
def test_what_is_missing_is_refused_with_its_field(field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused) as error:
        create(**wrong)
    assert error.value.field == field
    assert not User.objects.exists()


def test_a_sign_in_name_is_given_once_whatever_its_letters() -> None:
    create("rina")
    with pytest.raises(Refused) as error:
        create("Rina")
    assert error.value.field == "username"


def test_only_an_administrator_makes_users() -> None:
    for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.LEADER):
        with pytest.raises(Refused):
            create(by=Actor(label="user:5", roles=frozenset({role}), user=5))


def test_a_password_is_set_by_the_user_or_an_administrator_and_by_no_colleague() -> None:
    pk, colleague = create("rina"), create("toni")
    actions.set_password(pk, "langit biru pagi ini", by=queries.actor_for(User.objects.get(pk=pk)))
    assert User.objects.get(pk=pk).check_password("langit biru pagi ini")
    with pytest.raises(Refused):
        actions.set_password(pk, PASSWORD, by=queries.actor_for(User.objects.get(pk=colleague)))
    actions.set_password(pk, PASSWORD, by=Actor(label="user:1", roles=frozenset({Role.ADMINISTRATOR}), user=1))
    assert User.objects.get(pk=pk).check_password(PASSWORD)
    assert [event.kind for event in stream_of(f"user:{pk}")][1:] == ["agencies.password_set"] * 2


def test_there_is_no_password_of_nobody_and_none_too_short() -> None:
    with pytest.raises(NotFound):
        actions.set_password(0, PASSWORD, by=SYSTEM)
    with pytest.raises(Refused):
        actions.set_password(create(), "pendek", by=SYSTEM)


def test_a_user_who_no_longer_works_here_keeps_his_name_and_is_told_nothing() -> None:
    pk = create(roles=[Role.SUPERVISOR])
    assert [u.id for u in queries.users_with_role(Role.SUPERVISOR)] == [pk]
    User.objects.filter(pk=pk).update(is_active=False)
    assert queries.users_with_role(Role.SUPERVISOR) == []
    assert queries.user_names([pk]) == {pk: "Rina Hapsari"}


def change(pk: int, by: Actor = SYSTEM, **fields: tuple[Any, Any]) -> None:
    actions.change_user(pk, {name: Wanted(*both) for name, both in fields.items()}, by=by)


def test_a_change_of_role_and_agency_is_told_with_before_and_after_and_a_name_only_as_changed() -> None:
    agency = queries.agency("dpupr").id
    pk = create()
    roles = (["coordinator"], [Role.OFFICER])
    change(pk, roles=roles, agency=(None, agency), name=("Rina Hapsari", "Rina Sekarwangi"))
    user = User.objects.get(pk=pk)
    assert (user.name, user.roles, user.agency_id) == ("Rina Sekarwangi", ["officer"], agency)
    event = stream_of(f"user:{pk}")[-1]
    assert event.kind == "agencies.user_changed"
    assert event.body == {
        "fields": ["agency", "name", "roles"],
        "before": {"agency": None, "roles": ["coordinator"]},
        "after": {"agency": agency, "roles": ["officer"]},
    }
    assert "Sekarwangi" not in str(event.body)


def test_saving_what_stands_there_already_leaves_no_event() -> None:
    pk = create()
    change(pk, name=("Rina Hapsari", " Rina Hapsari "))
    assert len(stream_of(f"user:{pk}")) == 1


def test_a_field_that_moved_meanwhile_is_a_conflict_with_both_values() -> None:
    pk = create()
    change(pk, name=("Rina Hapsari", "Rina A."))
    with pytest.raises(Conflict) as error:
        change(pk, name=("Rina Hapsari", "Rina B."))
    assert error.value.fields["name"].current == "Rina A."
    change(pk, email=("", "rina@example.com"))
    assert User.objects.get(pk=pk).name == "Rina A."


def test_a_change_that_leaves_an_officer_without_agency_is_refused() -> None:
    pk = create(roles=[Role.OFFICER], agency=queries.agency("dpupr").id)
    with pytest.raises(Refused) as error:
        change(pk, agency=(queries.agency("dpupr").id, None))
    assert error.value.field == "agency"


def test_the_last_administrator_keeps_his_role_and_his_account() -> None:
    first = create("satu", roles=[Role.ADMINISTRATOR])
    with pytest.raises(Refused, match="terakhir"):
        actions.close_user(first, by=SYSTEM)
    with pytest.raises(Refused, match="terakhir"):
        change(first, roles=(["administrator"], [Role.COORDINATOR]))
    second = create("dua", roles=[Role.ADMINISTRATOR])
    actions.close_user(first, by=SYSTEM)
    with pytest.raises(Refused, match="terakhir"):
        actions.close_user(second, by=SYSTEM)
    assert User.objects.get(pk=second).is_active


def test_a_closed_user_is_reopened_and_each_is_done_once() -> None:
    pk = create()
    actions.close_user(pk, by=SYSTEM)
    with pytest.raises(Refused):
        actions.close_user(pk, by=SYSTEM)
    actions.reopen_user(pk, by=SYSTEM)
    with pytest.raises(Refused):
        actions.reopen_user(pk, by=SYSTEM)
    closed, opened = stream_of(f"user:{pk}")[1:]
    assert (closed.body["before"], closed.body["after"]) == ({"is_active": True}, {"is_active": False})
    assert (opened.kind, opened.body["after"]) == ("agencies.user_reopened", {"is_active": True})


def test_a_given_password_opens_the_account_and_stands_in_no_event() -> None:
    pk = create()
    password = actions.give_password(pk, by=SYSTEM)
    assert User.objects.get(pk=pk).check_password(password)
    assert password not in str([event.body for event in stream_of(f"user:{pk}")])
    assert password != actions.give_password(pk, by=SYSTEM)


@pytest.mark.parametrize("act", [actions.close_user, actions.reopen_user, actions.give_password])
def test_nobody_but_an_administrator_touches_accounts(act: Any) -> None:
    pk = create()
    with pytest.raises(Refused):
        act(pk, by=queries.actor_for(User.objects.get(pk=pk)))
    with pytest.raises(NotFound):
        act(0, by=SYSTEM)
