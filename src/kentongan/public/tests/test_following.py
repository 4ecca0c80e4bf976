"""Letters of a kelurahan: nothing before the mailbox says yes, each thing once, at decent hours, nothing hidden."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.cases import actions as cases
from kentongan.cases.models import Case
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.intake.actions import send_digests, stop_token, sweep_follows
from kentongan.intake.actions.keeping import Followers
from kentongan.intake.models import Follow
from kentongan.intake.rounds import is_decent, next_round
from kentongan.notifications.models import Message
from kentongan.people.actions import erase
from kentongan.people.models import Person
from kentongan.public.tests.conftest import Told, report

pytestmark = pytest.mark.django_db

MAILBOX = "ibu@example.id"


def asked(client: Client, area: str, rhythm: str = "daily", email: str = MAILBOX) -> Any:
    return client.post("/ikuti/", {"email": email, "area": area, "rhythm": rhythm})


def link(name: str = "follow_confirm", way: str = "setuju") -> str:
    body = Message.objects.filter(text_name=name).latest("id").body or ""
    return str(re.findall(rf"https?://[^/\s]+(/ikuti/{way}/\S+)", body)[0])


def letters() -> list[str]:
    found = Message.objects.filter(text_name="follow_digest").order_by("id")
    return [message.body or "" for message in found]


@pytest.fixture
def told(city: None) -> Told:
    return report()


@pytest.fixture
def area(told: Told) -> str:
    return str(Case.objects.get(number=told.code).area_id)


@pytest.fixture
def following(client: Client, area: str) -> Follow:
    asked(client, area)
    client.post(link())
    return Follow.objects.get()


def morning(days: int = 1) -> datetime:
    """Just after seven, so many days later."""
    return next_round("daily", clock.local(clock.now())) + timedelta(days=days - 1, seconds=5)


def test_nothing_begins_before_the_mailbox_says_yes(client: Client, area: str, told: Told) -> None:
    assert asked(client, area).status_code == 302
    told.routed()
    with clock.standing_at(morning()):
        send_digests()
    assert letters() == []
    assert client.get(link()).status_code == 200
    assert Follow.objects.get().confirmed_at is None


def test_a_letter_holds_what_was_published_and_answered_with_links_and_is_sent_once(
    following: Follow, told: Told
) -> None:
    told.answered()
    number = Case.objects.get().pk
    with clock.standing_at(morning()):
        send_digests()
        assert send_digests() is False
    (body,) = letters()
    assert f"/laporan/{number}/" in body
    assert "Tiga lampu sudah diganti." in body
    assert told.code not in body
    with clock.standing_at(morning(2)):
        send_digests()
    assert len(letters()) == 1


def test_an_answer_after_the_first_letter_comes_in_the_next(following: Follow, told: Told) -> None:
    told.followed_up()
    first = morning()
    with clock.standing_at(first):
        send_digests()
    with clock.standing_at(first + timedelta(hours=2)):
        cases.answer(told.code, text="Tiga lampu sudah diganti.", by=told.officer)
    with clock.standing_at(first + timedelta(days=1)):
        send_digests()
    new, answered = letters()
    assert "Baru: " in new
    assert "Dijawab: " in answered


@pytest.mark.parametrize("change", [{"is_confidential": True}, {"state": "archived"}, {"exercise": 1}])
def test_what_is_hidden_by_the_morning_stands_in_no_letter(
    following: Follow, told: Told, change: dict[str, Any]
) -> None:
    told.answered()
    Case.objects.update(**change)
    with clock.standing_at(morning()):
        send_digests()
    assert letters() == []


def test_other_kelurahan_stand_in_no_letter(following: Follow) -> None:
    report("2", lat=None, lon=None, area="35.71.02.1001", text="Sampah menumpuk di pasar.").routed()
    with clock.standing_at(morning()):
        send_digests()
    assert "Sampah" not in "".join(letters())


def test_no_letter_goes_out_at_night(following: Follow, told: Told) -> None:
    told.routed()
    night = morning().replace(hour=23)
    with clock.standing_at(night):
        assert send_digests() is False
    assert letters() == []
    with clock.standing_at(night + timedelta(hours=9)):
        send_digests()
    assert len(letters()) == 1


def test_seven_of_the_next_day_or_of_monday_never_at_night() -> None:
    wednesday = datetime(2026, 11, 25, 9, 30)
    assert next_round("daily", wednesday) == datetime(2026, 11, 26, 7)
    assert next_round("weekly", wednesday) == datetime(2026, 11, 30, 7)
    assert next_round("weekly", datetime(2026, 11, 30, 8)) == datetime(2026, 12, 7, 7)
    assert [hour for hour in range(24) if is_decent(wednesday.replace(hour=hour))] == list(range(6, 20))


@pytest.mark.parametrize("way", ["button", "mail program"])
def test_one_click_ends_them_without_a_session(following: Follow, told: Told, way: str) -> None:
    told.routed()
    with clock.standing_at(morning()):
        send_digests()
    path = link("follow_digest", "berhenti")
    assert Message.objects.get(text_name="follow_digest").stop_path == path
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(path).status_code == 200
    assert Follow.objects.get().stopped_at is None
    values = {"List-Unsubscribe": "One-Click"} if way == "mail program" else {}
    assert stranger.post(path, values).status_code == 200
    assert Follow.objects.get().stopped_at is not None
    report("2").routed()
    with clock.standing_at(morning(2)):
        send_digests()
    assert len(letters()) == 1


def test_links_we_never_gave_are_not_found(client: Client, following: Follow) -> None:
    assert client.post(f"/ikuti/berhenti/{stop_token(1)[:-2]}xx/").status_code == 404
    assert client.post("/ikuti/setuju/apa-saja/").status_code == 410


def test_the_link_that_confirms_ends_after_seven_days(client: Client, area: str) -> None:
    asked(client, area)
    with clock.standing_at(clock.now() + timedelta(days=7, minutes=1)):
        assert client.post(link()).status_code == 410
    assert client.post(link()).status_code == 200


def test_who_never_confirms_is_forgotten_with_his_address(client: Client, area: str) -> None:
    asked(client, area)
    person = Follow.objects.get().person_id
    with clock.standing_at(clock.now() + timedelta(days=8)):
        assert sweep_follows() == 1
    assert Person.objects.get(pk=person).erased_at is not None


def test_who_stopped_is_forgotten_a_week_later_unless_he_is_needed(client: Client, following: Follow) -> None:
    report("2", name="", phone="", email=MAILBOX)
    client.post(f"/ikuti/berhenti/{stop_token(following.pk)}/")
    with clock.standing_at(clock.now() + timedelta(days=8)):
        assert sweep_follows() == 1
    assert Person.objects.get(pk=following.person_id).erased_at is None


def test_retention_keeps_those_who_follow_and_erasure_ends_it(following: Follow, told: Told) -> None:
    assert Followers().needed([following.person_id], clock.now()) == {following.person_id}
    erase(following.person_id, reason="request", by=actors.system("test"))
    assert not Follow.objects.exists()


def test_following_twice_is_one_letter_and_changes_how_often(client: Client, following: Follow, area: str) -> None:
    asked(client, area, "weekly")
    client.post(link())
    assert Follow.objects.get().rhythm == "weekly"


@pytest.mark.parametrize(
    ("values", "words"),
    [({"email": "bukan"}, "Ini bukan alamat surel"), ({"area": ""}, "Pilih kelurahan."), ({"rhythm": "x"}, "Pilih")],
)
def test_a_mistake_is_told_beside_its_field(client: Client, area: str, values: dict[str, str], words: str) -> None:
    response = client.post("/ikuti/", {"email": MAILBOX, "area": area, "rhythm": "daily", **values})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Follow.objects.exists()


def test_one_mailbox_is_written_to_only_so_often_whoever_asks(client: Client, area: str) -> None:
    others = [f"35.71.01.100{n}" for n in range(1, 8)]
    for n, one in enumerate(others):
        with clock.standing_at(clock.now() + timedelta(minutes=n)):
            asked(Client(), one)
    assert Message.objects.filter(text_name="follow_confirm").count() == 4
