"""*Laporan saya*: a link goes only to a mailbox we know, holds once and for half an hour, and betrays nobody."""

from datetime import timedelta

import pytest

from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.intake.actions import ask_for_link, enter, send_links, sweep_links
from kentongan.intake.actions.links import MOST_AN_HOUR
from kentongan.intake.models import ReportLink
from kentongan.notifications.models import Message
from kentongan.people.actions import erase
from kentongan.people.identity import contact_mark
from kentongan.people.models import Contact
from kentongan.public.tests.conftest import EMAIL, report

pytestmark = pytest.mark.django_db


def secret() -> str:
    """The secret part of the newest link that went out."""
    body = Message.objects.filter(text_name="report_link").latest("id").body or ""
    return body.split("/laporan-saya/masuk/")[1].split("/")[0]


def asked(email: str = EMAIL) -> None:
    ask_for_link(email)
    send_links()


def test_a_known_address_gets_one_link_that_opens_its_mailbox(city: None) -> None:
    report()
    asked(" Wulan@Example.id ")
    assert enter(secret()) == contact_mark("email", EMAIL)
    assert Message.objects.get(text_name="report_link").contact_id == Contact.objects.get(kind="email").pk


def test_a_link_works_once(city: None) -> None:
    report()
    asked()
    enter(secret())
    with pytest.raises(NotFound):
        enter(secret())


def test_a_link_ends_after_thirty_minutes(city: None) -> None:
    report()
    asked()
    with clock.standing_at(clock.now() + timedelta(minutes=30)), pytest.raises(NotFound):
        enter(secret())


def test_asking_does_the_same_for_an_unknown_address_and_nothing_goes_out(city: None) -> None:
    report()
    ask_for_link("orang.lain@example.id")
    assert ReportLink.objects.filter(token=None).count() == 1
    send_links()
    assert not Message.objects.filter(text_name="report_link").exists()
    assert ReportLink.objects.get().sent_at is not None


def test_nothing_is_sent_twice(city: None) -> None:
    report()
    asked()
    assert send_links() is False
    assert Message.objects.filter(text_name="report_link").count() == 1


def test_no_row_holds_the_address_or_the_secret(city: None) -> None:
    report()
    asked()
    kept = str(ReportLink.objects.values_list()[0])
    assert EMAIL not in kept
    assert secret() not in kept


@pytest.mark.usefixtures("one_minute")
def test_one_mailbox_is_asked_for_only_so_often_in_a_minute(city: None) -> None:
    for email in ("orang.lain@example.id", EMAIL):
        for _ in range(2):
            ask_for_link(email)
        with pytest.raises(TooMany):
            ask_for_link(email)


def test_one_mailbox_gets_only_so_many_links_an_hour_whichever_process_is_asked(city: None) -> None:
    report()
    start = clock.now()
    for minute in range(MOST_AN_HOUR + 2):
        with clock.standing_at(start + timedelta(minutes=minute)):
            asked()
    assert Message.objects.filter(text_name="report_link").count() == MOST_AN_HOUR
    with clock.standing_at(start + timedelta(minutes=62)):
        asked()
    assert Message.objects.filter(text_name="report_link").count() == MOST_AN_HOUR + 1


@pytest.mark.parametrize("typed", ["", "bukan surel"])
def test_what_is_no_address_is_refused(city: None, typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        ask_for_link(typed)
    assert refusal.value.field == "email"


def test_an_erased_person_gets_no_link_and_loses_those_he_had(city: None) -> None:
    report()
    asked()
    erase(Contact.objects.get(kind="email").person_id, reason="request", by=actors.system("test"))
    assert not ReportLink.objects.exists()
    asked()
    assert ReportLink.objects.get().token is None


def test_links_go_after_a_day(city: None) -> None:
    report()
    asked()
    assert sweep_links() == 0
    with clock.standing_at(clock.now() + timedelta(hours=25)):
        assert sweep_links() == 1
