"""Told again: after the window a new report goes on from the one before it, and both sides say so."""

from datetime import timedelta

import pytest
from django.test import Client

from kentongan.agencies.models import User
from kentongan.cases import actions as cases
from kentongan.cases.models import Case, Report, Retelling
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.errors import NotFound, Refused
from kentongan.history.models import Event
from kentongan.public.tests.conftest import Told, opened, report

pytestmark = pytest.mark.django_db

OFFER = "Laporkan lagi, terkait laporan ini"
LATER = timedelta(days=60)


@pytest.fixture
def told(city: None) -> Told:
    return report().closed()


def shown(client: Client) -> str:
    return str(client.get("/lacak/laporan/").content.decode())


def told_again(client: Client) -> Report:
    """From the page of the earlier report through the three steps."""
    step = client.post("/lacak/laporan/lagi/")["Location"]
    key = step.split("/")[2]
    client.post(step, {"text": "Lampunya padam lagi sejak kemarin.", "act": "next"})
    client.post(f"/lapor/{key}/siapa/", {"act": "send"})
    return Report.objects.latest("id")


def test_inside_the_window_the_reply_is_the_way(told: Told, client: Client) -> None:
    page = shown(opened(client, told))
    assert OFFER not in page
    assert 'id="reply"' in page
    assert client.post("/lacak/laporan/lagi/").status_code == 404


def test_after_it_a_new_report_is_linked_on_both_sides(told: Told, client: Client) -> None:
    with clock.standing_at(clock.now() + LATER):
        assert OFFER in shown(opened(client, told))
        new = told_again(client)
        link = Retelling.objects.get()
        assert (link.case.number, link.earlier.code) == (new.code, told.code)
        assert new.code in shown(client)
        later = Client()
        later.post("/lacak/", {"code": new.code, "factor": new.pin})
        assert told.code in shown(later)


def test_it_begins_with_the_same_place_and_says_so(told: Told, client: Client) -> None:
    with clock.standing_at(clock.now() + LATER):
        opened(client, told)
        step = client.post("/lacak/laporan/lagi/")["Location"]
        assert "keduanya terkait" in client.get(step).content.decode()
        new = told_again(client)
    assert new.case.area_id == Case.objects.get(number=told.code).area_id


def test_each_history_holds_one_event_and_a_second_link_changes_nothing(told: Told, client: Client) -> None:
    with clock.standing_at(clock.now() + LATER):
        opened(client, told)
        new = told_again(client)
        cases.link_retelling(new.code, by=actors.reporter(Report.objects.get(code=told.code).pk))
    streams = Event.objects.filter(kind="cases.told_again").values_list("stream", flat=True)
    assert sorted(streams) == sorted(f"case:{case.pk}" for case in Case.objects.all())


def test_strangers_and_open_windows_are_linked_to_nothing(told: Told) -> None:
    new = report("2")
    with pytest.raises(NotFound):
        cases.link_retelling(new.code, by=actors.reporter(999_999))
    with pytest.raises(Refused):
        cases.link_retelling(new.code, by=actors.reporter(Report.objects.get(code=told.code).pk))
    assert not Retelling.objects.exists()


def test_another_browser_begins_nothing(told: Told, client: Client) -> None:
    assert client.post("/lacak/laporan/lagi/").status_code == 404


def test_the_desk_sees_it_on_both_cases_and_the_public_on_none(told: Told, client: Client) -> None:
    desk = Client()
    by = User.objects.get(pk=told.coordinator.user or 0)
    with clock.standing_at(clock.now() + LATER):
        desk.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
        opened(client, told)
        new = told_again(client)
        assert f"Dilaporkan lagi sebagai {new.code}" in desk.get(f"/desk/cases/{told.code}/").content.decode()
        assert f"Lanjutan dari {told.code}" in desk.get(f"/desk/cases/{new.code}/").content.decode()
        public = client.get(f"/laporan/{Case.objects.get(number=told.code).pk}/").content.decode()
    assert new.code not in public
