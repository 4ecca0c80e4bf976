"""What is kept of a sign-in, and of tries that failed."""

from datetime import timedelta
from typing import Any

import pytest

from kentongan.agencies import queries
from kentongan.agencies.actions import sign_ins
from kentongan.agencies.devices import device_name, shortened
from kentongan.agencies.models import SignIn, SignInFailure, User
from kentongan.agencies.queries import signing
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.history.queries import stream_of

pytestmark = pytest.mark.django_db

ADMINISTRATOR = Actor("user:1", frozenset({Role.ADMINISTRATOR}), user=1)

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def user(name: str = "rina") -> User:
    return User.objects.create(username=name, name=name.title(), roles=["coordinator"])


def kept(of: User, device: str = "kantor", **more: Any) -> SignIn:
    given = {"session_key": f"s-{of.pk}-{SignIn.objects.count()}", "agent": FIREFOX, "address": "192.0.2.77", **more}
    return sign_ins.keep_sign_in(of.pk, device=device, **given)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 14; SM-A055F) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("curl/8.9", ""),
    ],
)
def test_a_device_is_named_in_two_words_or_not_at_all(agent: str, name: str) -> None:
    assert device_name(agent) == name


@pytest.mark.parametrize(
    ("address", "place"), [("192.0.2.77", "192.0.2.x"), ("2001:db8:7:9::5", "2001:db8:7::"), ("unknown", ""), ("", "")]
)
def test_an_address_loses_its_end(address: str, place: str) -> None:
    assert shortened(address) == place


def test_the_first_device_is_no_news_the_second_is_and_an_old_one_never_again() -> None:
    rina = user()
    assert kept(rina, "kantor").is_noticed
    assert not kept(rina, "ponsel").is_noticed
    assert kept(rina, "kantor").is_noticed
    assert kept(rina, "ponsel").is_noticed
    assert User.objects.get(pk=rina.pk).has_sign_in_notice


def test_a_new_device_cannot_itself_say_that_it_is_the_users_own() -> None:
    rina = user()
    kept(rina, "kantor")
    strange = kept(rina, "ponsel", session_key="asing")
    by = queries.actor_for(rina)
    assert signing.sign_in_notices(by, but="asing") == []
    sign_ins.take_note(but="asing", by=by)
    assert [n.id for n in signing.sign_in_notices(by, but="lain")] == [strange.pk]
    sign_ins.take_note(but="lain", by=by)
    assert signing.sign_in_notices(by, but="lain") == []
    assert not User.objects.get(pk=rina.pk).has_sign_in_notice


def test_another_users_session_is_not_found() -> None:
    theirs = kept(user("toni"))
    with pytest.raises(NotFound):
        sign_ins.end_session(theirs.pk, by=queries.actor_for(user()))
    assert SignIn.objects.get(pk=theirs.pk).session_key


def test_ending_sessions_is_told_in_the_users_stream_without_device_or_place() -> None:
    rina = user()
    kept(rina, session_key="ini")
    kept(rina, session_key="itu")
    kept(rina, session_key="lain")
    assert sign_ins.end_other_sessions(but="ini", by=queries.actor_for(rina)) == 2
    (event,) = stream_of(f"user:{rina.pk}")
    assert (event.kind, event.body) == ("agencies.sessions_ended", {"count": 2})


def failed(count: int, name: str = "rina", address: str = "192.0.2.77") -> None:
    for _ in range(count):
        sign_ins.keep_failure(name, address=address)


def test_eight_tries_at_an_account_within_a_day_are_an_alarm_and_seven_are_none() -> None:
    user()
    failed(7)
    assert signing.sign_in_alarms(ADMINISTRATOR) == []
    failed(1, " Rina ")
    (alarm,) = signing.sign_in_alarms(ADMINISTRATOR)
    assert (alarm.username, alarm.place, alarm.count) == ("rina", "", 8)


def test_twenty_tries_from_a_place_are_an_alarm_whatever_names_are_tried_and_no_name_is_kept() -> None:
    for n in range(20):
        failed(1, f"tebakan-{n}", f"192.0.2.{n}")
    (alarm,) = signing.sign_in_alarms(ADMINISTRATOR)
    assert (alarm.username, alarm.place, alarm.count) == ("", "192.0.2.x", 20)
    assert not SignInFailure.objects.filter(user__isnull=False).exists()


def test_the_alarms_are_read_by_administrators_alone() -> None:
    with pytest.raises(Refused):
        signing.sign_in_alarms(queries.actor_for(user()))


def test_an_alarm_is_over_after_a_day_and_old_rows_are_swept() -> None:
    rina = user()
    with clock.standing_at(clock.now() - timedelta(hours=25)):
        failed(8)
    assert signing.sign_in_alarms(ADMINISTRATOR) == []
    with clock.standing_at(clock.now() - timedelta(days=181)):
        kept(rina)
        failed(1)
    kept(rina)
    assert sign_ins.sweep_sign_ins() == 2
    assert (SignIn.objects.count(), SignInFailure.objects.count()) == (1, 8)
