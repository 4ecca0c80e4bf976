"""Each agency's hand-over has its own state: sent, opened; what a lead leaves unopened is listed."""

from datetime import timedelta

from django.test import Client

from kentongan.agencies.queries import agency
from kentongan.cases import actions
from kentongan.cases.models import Case
from kentongan.cases.queries.inbox import counters, inbox
from kentongan.cases.queries.membership import queues_holding
from kentongan.cases.queries.rows import rows_for
from kentongan.core import clock
from kentongan.desk.tests.conftest import Desk


def test_each_agency_has_a_state_of_its_own(desk: Desk, coordinator: Client, stranger: Client) -> None:
    number = desk.verified()
    actions.route(number, lead=desk.roads.agency_id or 0, support=[agency("dishub").id], by=desk.by)
    assert coordinator.get(f"/desk/cases/{number}/").content.decode().count("belum dibuka") == 2
    stranger.get(f"/desk/cases/{number}/")  # the supporting agency opens it
    page = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert (page.count("belum dibuka"), page.count(", dibuka ")) == (1, 1)


def test_what_the_lead_has_not_opened_for_a_working_day_is_listed_until_it_does(
    desk: Desk, coordinator: Client, officer: Client
) -> None:
    number = desk.routed()
    case = Case.objects.get(number=number)

    def listed() -> bool:
        found = [row.number for row in inbox("unopened", by=desk.by).rows] == [number]
        row = rows_for([case.pk], by=desk.by)[case.pk]
        assert found is ("unopened" in queues_holding(row, by=desk.by)) is (counters(desk.by)["unopened"] == 1)
        return found

    assert not listed()
    clock.move(timedelta(days=7))
    try:
        assert listed()
        assert "Belum dibuka OPD" in coordinator.get("/desk/?queue=unopened").content.decode()
        officer.get(f"/desk/cases/{number}/")
        assert not listed()
    finally:
        clock.move(timedelta(0))
