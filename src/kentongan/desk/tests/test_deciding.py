"""The third return at the desk: who sees what, deciding, leaving it, and what a bound agency reads."""

import pytest
from django.test import Client

from kentongan.agencies.models import User
from kentongan.agencies.queries import agency
from kentongan.cases import actions
from kentongan.cases.actions import Referral
from kentongan.cases.models import Report
from kentongan.core import actor
from kentongan.desk.tests.conftest import Desk, new_user, signed_in, state_of
from kentongan.desk.tests.test_acts import act


@pytest.fixture
def supervisor(desk: Desk) -> Client:
    return signed_in(new_user("penyelia", "supervisor"))


def disputed(desk: Desk, key: str = "1") -> str:
    number = desk.verified(key)
    for _time in range(3):
        actions.route(number, lead=desk.roads.agency_id or 0, by=desk.by)
        actions.send_back(number, reason="Bukan jalan kota.", by=desk.by_roads)
    return number


def test_the_supervisors_day_begins_with_it_and_others_see_where_it_is(
    desk: Desk, supervisor: Client, coordinator: Client
) -> None:
    number = disputed(desk)
    assert number in supervisor.get("/desk/").content.decode()
    of_coordinator = coordinator.get("/desk/?queue=returned").content.decode()
    assert number not in of_coordinator
    assert 'href="/desk/?queue=disputed"' in of_coordinator
    page = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert "Menunggu penyelia" in page
    assert "Verifikasi dan disposisikan" not in page


def test_the_supervisor_decides_and_the_agency_is_told_so(desk: Desk, supervisor: Client, officer: Client) -> None:
    number = disputed(desk)
    lead = agency("dpupr").id
    without = act(supervisor, number, "decide", {"lead": lead})
    assert (without.status_code, state_of(number)) == (422, "received")
    form = {"lead": lead, "reason": "Sesuai perda 4/2019.", "seq": ""}
    assert act(supervisor, number, "decide", form).status_code == 302
    assert state_of(number) == "routed"

    page = officer.get(f"/desk/cases/{number}/").content.decode()
    assert "Penyelia memutuskan" in page
    assert "Sesuai perda 4/2019." in page
    assert "tidak dapat dikembalikan" in officer.get(f"/desk/cases/{number}/send-back/").content.decode()
    refused = act(officer, number, "send-back", {"reason": "Tetap bukan kami."})
    assert refused.status_code == 422
    assert "sampaikan kepada penyelia" in refused.content.decode()
    assert "Tetap bukan kami." in refused.content.decode()


def test_left_to_him_the_coordinator_passes_it_on_again(desk: Desk, supervisor: Client, coordinator: Client) -> None:
    number = disputed(desk)
    assert act(supervisor, number, "leave", {"reason": "Bicarakan dengan Sekda."}).status_code == 302
    page = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert "Diserahkan penyelia kepada koordinator" in page
    assert act(coordinator, number, "route", {"lead": agency("dishub").id, "seq": ""}).status_code == 302
    assert state_of(number) == "routed"


@pytest.mark.parametrize("slug", ["decide", "leave"])
def test_the_coordinator_and_officers_have_no_such_page(
    desk: Desk, coordinator: Client, officer: Client, slug: str
) -> None:
    number = disputed(desk)
    for client in (coordinator, officer):
        assert act(client, number, slug, {"reason": "Perda."}).status_code == 403
    assert User.objects.filter(roles__contains=["supervisor"]).count() == 0


def test_a_case_without_a_lead_is_passed_on_from_its_page_after_a_reply(desk: Desk, coordinator: Client) -> None:
    number = desk.verified()
    actions.refer(number, Referral("PLN", "Surat 1", "Kami teruskan."), by=desk.by)
    actions.referral_answered(number, text="Tiang diganti.", by=desk.by)
    actions.reply(number, text="Belum.", by=actor.reporter(Report.objects.get(code=number).pk))
    page = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert "data-needs-all" in page  # the form of passing on
    form = {
        "classification": "unsupervised",
        "category": "jalan",
        "is_anonymous": "no",
        "is_confidential": "no",
        "lead": desk.roads.agency_id,
        "seq": "",
    }
    assert coordinator.post(f"/desk/cases/{number}/verify/", form).status_code == 302
    assert state_of(number) == "routed"
