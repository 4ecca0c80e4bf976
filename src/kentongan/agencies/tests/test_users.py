"""Who may work here, and as what."""

from typing import Any

import pytest

from kentongan.agencies import actions, queries
from kentongan.agencies.models import User
from kentongan.core.actor import Actor, Role, system
from kentongan.core.errors import NotFound, Refused
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
