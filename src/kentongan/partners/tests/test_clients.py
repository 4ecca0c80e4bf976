"""Keys are shown once, allowances are common to all processes."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kentongan.core.actor import Actor, Role, system
from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.history.queries import stream_of
from kentongan.partners import actions, queries
from kentongan.partners.models import ApiClient, RateCount
from kentongan.partners.scopes import Scope

pytestmark = pytest.mark.django_db
BY = system("test")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()


def made(name: str = "Smart Kampung", rate: int = 600) -> queries.Client:
    client = queries.client_of(actions.create_client(name, [Scope.REPORTS_WRITE], rate, by=BY))
    assert client is not None
    return client


def test_a_key_opens_the_door_of_its_client_and_is_not_kept() -> None:
    key = actions.create_client("Smart Kampung", [Scope.REPORTS_WRITE], 60, by=BY)
    client = queries.client_of(key)
    assert client is not None
    assert (client.name, client.rate_per_minute) == ("Smart Kampung", 60)
    assert client.scopes == {"reports:write"}
    row = ApiClient.objects.get()
    assert key.encode() not in bytes(row.key_hash)
    assert len(bytes(row.key_hash)) == 32


def test_giving_a_key_is_an_event_without_the_key() -> None:
    key = actions.create_client("Smart Kampung", [Scope.REPORTS_WRITE], 60, by=BY)
    (event,) = stream_of(f"client:{ApiClient.objects.get().pk}")
    assert event.kind == "partners.client_created"
    assert key not in str(event.body)


@pytest.mark.parametrize("key", ["", "ktg_", "ktg_" + "a" * 52, "x" * 5000, "ktg_" + "\0" * 52])
def test_an_unknown_key_opens_nothing(key: str) -> None:
    assert queries.client_of(key) is None


def test_an_unknown_key_is_looked_up_once(django_assert_num_queries: pytest.FixtureRequest) -> None:
    key = "ktg_" + "b" * 52
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert queries.client_of(key) is None
        assert queries.client_of(key) is None


def test_a_renewed_key_replaces_the_old_one() -> None:
    old = actions.create_client("Smart Kampung", [Scope.REPORTS_WRITE], 60, by=BY)
    new = actions.renew_key("Smart Kampung", by=BY)
    assert queries.client_of(old) is None
    assert queries.client_of(new) is not None


def test_a_closed_client_is_refused() -> None:
    key = actions.create_client("Smart Kampung", [Scope.REPORTS_WRITE], 60, by=BY)
    actions.close_client("Smart Kampung", by=BY)
    assert queries.client_of(key) is None
    assert queries.clients() == []


@pytest.mark.parametrize(
    ("name", "scopes", "rate", "field"),
    [
        ("", ["reports:write"], 60, "name"),
        ("x" * 81, ["reports:write"], 60, "name"),
        ("x", [], 60, "scopes"),
        ("x", ["everything"], 60, "scopes"),
        ("x", ["reports:write"], 0, "rate_per_minute"),
    ],
)
def test_a_client_that_makes_no_sense_is_refused(name: str, scopes: list[str], rate: int, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.create_client(name, scopes, rate, by=BY)
    assert refusal.value.field == field


def test_two_clients_cannot_bear_one_name() -> None:
    made()
    with pytest.raises(Refused):
        made()


def test_only_an_administrator_gives_keys() -> None:
    officer = Actor(label="user:1", roles=frozenset({Role.OFFICER}))
    with pytest.raises(NotFound):
        actions.create_client("x", [Scope.REPORTS_WRITE], 60, by=officer)


def test_the_allowance_of_a_minute_is_refused_beyond_its_limit_with_the_time_to_wait() -> None:
    client = made(rate=3)
    for _ in range(3):
        actions.admit(client)
    with pytest.raises(TooMany) as refusal:
        actions.admit(client)
    assert 1 <= refusal.value.retry_after <= 60


def test_counts_of_all_processes_add_up_in_the_database() -> None:
    client = made()
    for _ in range(3):
        actions.admit(client)
    actions.settle()
    row = RateCount.objects.get()
    RateCount.objects.update(count=row.count + 600)
    actions.admit(client)
    actions.settle()
    with pytest.raises(TooMany):
        actions.admit(client)


def test_old_counts_are_swept() -> None:
    client = made()
    actions.admit(client)
    actions.settle()
    RateCount.objects.update(minute="2020-01-01T00:00:00Z")
    assert actions.sweep_counts() == 1


def said(*words: str) -> list[str]:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().splitlines()


def test_commands_make_renew_list_and_close_a_client() -> None:
    key, sentence = said("client_create", "PECUT", "--scope", "reports:write", "--rate", "120")
    assert queries.client_of(key) is not None
    assert sentence.startswith("1 client made: PECUT")
    assert said("client_list") == ["PECUT\treports:write\t120/min", "1 clients have a key."]
    new, sentence = said("client_renew", "PECUT")
    assert (queries.client_of(key), sentence[:14]) == (None, "1 key renewed:")
    assert said("client_close", "PECUT") == ["1 client closed: PECUT."]
    assert queries.client_of(new) is None


@pytest.mark.parametrize("command", ["client_renew", "client_close"])
def test_a_client_that_is_not_there_is_said_in_words(command: str) -> None:
    with pytest.raises(CommandError, match="There is no client named PECUT"):
        said(command, "PECUT")


def test_a_client_that_makes_no_sense_is_said_in_words() -> None:
    with pytest.raises(CommandError):
        said("client_create", "PECUT", "--rate", "0")
