"""The first administrator, and every other user, is made and kept by command."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kentongan.agencies.models import User
from kentongan.history.queries import stream_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kediri")]


def said(*words: str) -> list[str]:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().splitlines()


def kinds(username: str) -> list[str]:
    return [event.kind for event in stream_of(f"user:{User.objects.get(username=username).pk}")]


def test_a_user_is_made_with_a_password_that_is_shown_once(client: Any) -> None:
    password, sentence = said("user_create", "Rina", "--role", "administrator", "--role", "coordinator")
    assert sentence == "1 user made: Rina (administrator, coordinator). The password is shown only now."
    user = User.objects.get(username="rina")
    assert (user.name, user.roles, user.check_password(password)) == ("Rina", ["administrator", "coordinator"], True)
    assert kinds("rina") == ["agencies.user_created"]
    client.post("/desk/sign-in/", {"username": "rina", "password": password})
    assert client.get("/desk/").status_code == 200


def test_an_officer_is_made_for_his_agency_by_its_code() -> None:
    said("user_create", "budi", "--role", "officer", "--agency", "dpupr", "--name", "Budi Hartono")
    user = User.objects.select_related("agency").get()
    assert (user.name, user.agency.code if user.agency else "") == ("Budi Hartono", "dpupr")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--role", "officer"], "OPD"),
        (["--role", "officer", "--agency", "tidak-ada"], "no agency"),
        (["--role", "village_staff", "--area", "99.99"], "Pilih"),
    ],
)
def test_what_is_missing_is_said_and_nobody_is_made(words: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        said("user_create", "budi", *words)
    assert not User.objects.exists()


def test_a_password_may_come_from_standard_input_and_never_from_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("langit biru pagi ini\nsisa\n"))
    assert said("user_create", "rina", "--role", "administrator", "--stdin") == ["1 user made: rina (administrator)."]
    assert User.objects.get().check_password("langit biru pagi ini")
    monkeypatch.setattr("sys.stdin", io.StringIO("pendek\n"))
    with pytest.raises(CommandError):
        said("user_password", "rina", "--stdin")
    monkeypatch.setattr("sys.stdin", io.StringIO("kentongan malam hari\n"))
    assert said("user_password", "rina", "--stdin") == ["1 password set: rina."]
    assert User.objects.get().check_password("kentongan malam hari")
    assert kinds("rina") == ["agencies.user_created", "agencies.password_set"]


def test_a_new_password_is_given_and_shown_once() -> None:
    old, _sentence = said("user_create", "rina", "--role", "administrator")
    new, sentence = said("user_password", "RINA")
    assert sentence == "1 password given: rina. It is shown only now."
    user = User.objects.get()
    assert (user.check_password(old), user.check_password(new)) == (False, True)
    assert kinds("rina") == ["agencies.user_created", "agencies.password_given"]


def test_users_are_listed_closed_and_opened_again() -> None:
    said("user_create", "rina", "--role", "administrator")
    said("user_create", "budi", "--role", "officer", "--agency", "dpupr", "--name", "Budi Hartono")
    assert said("user_close", "budi") == ["1 user closed: budi."]
    assert said("user_list") == [
        "rina\trina\tadministrator\t-",
        "budi\tBudi Hartono\tofficer\tdpupr\tclosed",
        "2 users, 1 open.",
    ]
    assert said("user_reopen", "budi") == ["1 user reopened: budi."]
    assert kinds("budi") == ["agencies.user_created", "agencies.user_closed", "agencies.user_reopened"]


def test_the_last_administrator_is_not_closed_and_nobody_has_no_account() -> None:
    said("user_create", "rina", "--role", "administrator")
    for words in (("user_close", "rina"), ("user_close", "siapa"), ("user_password", "siapa")):
        with pytest.raises(CommandError):
            said(*words)
    assert User.objects.get().is_active
