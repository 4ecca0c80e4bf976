"""The third return (R10): the supervisor decides, until then nobody moves the case; the way on without a lead."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kentongan.cases import actions, queries
from kentongan.cases.models import Case, CaseParty, Deadline
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.driving import REFERRAL, in_state, sent_back_thrice, submitted, verified
from kentongan.cases.workflow import Act, State
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.errors import NotFound, Refused
from kentongan.history.queries import stream_of

S = State


def numbers(queue: str, by: Actor) -> list[str]:
    return [row.number for row in queries.inbox(queue, by=by).rows]


def test_two_returns_are_the_coordinators_and_the_third_is_the_supervisors(town: Town) -> None:
    number, _ = in_state(town, S.RECEIVED)
    for returns in (1, 2, 3):
        actions.route(number, lead=town.roads.pk, by=town.coordinator)
        actions.send_back(number, reason="Bukan jalan kota.", by=town.roads_officer)
        case = Case.objects.get(number=number)
        assert (case.returns, case.disputed_at is not None) == (returns, returns == 3)
    assert (numbers("returned", town.coordinator), numbers("disputed", town.supervisor)) == ([], [number])


@pytest.mark.parametrize(
    "move",
    [
        lambda n, t: actions.route(n, lead=t.water.pk, by=t.coordinator),
        lambda n, t: actions.postpone(n, reason="incomplete", missing="Foto", by=t.coordinator),
        lambda n, t: actions.archive(n, reason="duplicate", text="Sudah ada.", by=t.coordinator),
        lambda n, t: actions.refer(n, REFERRAL, by=t.coordinator),
    ],
)
def test_until_the_supervisor_decides_the_coordinator_moves_nothing(
    town: Town, move: Callable[[str, Town], None]
) -> None:
    number, _ = sent_back_thrice(town)
    with pytest.raises(Refused, match="penyelia memutuskan"):
        move(number, town)
    offered = set(queries.case_page(number, by=town.coordinator).acts)
    assert not offered & {Act.ROUTE, Act.POSTPONE, Act.ARCHIVE, Act.REFER, Act.VERIFY, Act.DECIDE}
    assert {Act.DECIDE, Act.LEAVE} <= set(queries.case_page(number, by=town.supervisor).acts)


def test_a_decided_lead_keeps_the_case_and_is_told_what_to_do(town: Town) -> None:
    number, _ = sent_back_thrice(town)
    promised = Deadline.objects.get(case__number=number, stage="resolve", dropped_at=None).due_at
    actions.decide(number, lead=town.water.pk, support=[town.lamps.pk], reason="Perda 4/2019.", by=town.supervisor)

    case = Case.objects.get(number=number)
    assert (case.state, case.lead_id, case.disputed_at) == (S.ROUTED, town.water.pk, None)
    assert Deadline.objects.get(case=case, stage="resolve", dropped_at=None).due_at == promised
    event = stream_of(f"case:{case.pk}")[-1]
    assert (event.kind, event.body["lead"], event.body["support"]) == ("cases.decided", town.water.pk, [town.lamps.pk])
    assert "Perda" not in str(event.body)
    with pytest.raises(Refused, match="sampaikan kepada penyelia"):
        actions.send_back(number, reason="Bukan kami.", by=town.water_officer)
    assert queries.case_page(number, by=town.water_officer).timeline[0].text == "Perda 4/2019."
    assert numbers("disputed", town.supervisor) == []


def test_a_bond_ends_with_the_lead(town: Town) -> None:
    number, _ = sent_back_thrice(town)
    actions.decide(number, lead=town.water.pk, reason="Perda 4/2019.", by=town.supervisor)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    actions.send_back(number, reason="Bukan jalan kota.", by=town.roads_officer)
    assert Case.objects.get(number=number).disputed_at is not None  # every return after the third is the supervisor's


def test_left_to_the_coordinator_everything_is_open_again(town: Town) -> None:
    number, _ = sent_back_thrice(town)
    actions.leave(number, reason="Bicarakan dengan Sekda.", by=town.supervisor)
    assert numbers("returned", town.coordinator) == [number]
    actions.route(number, lead=town.water.pk, by=town.coordinator)
    assert not CaseParty.objects.get(case__number=number, until=None).is_bound


@pytest.mark.parametrize("act", ["decide", "leave"])
def test_nobody_but_the_supervisor_decides_and_only_with_a_reason(town: Town, act: str) -> None:
    number, _ = sent_back_thrice(town)
    more = {"lead": town.water.pk} if act == "decide" else {}
    for by in (town.coordinator, town.roads_officer):
        with pytest.raises((Refused, NotFound)):
            getattr(actions, act)(number, reason="Perda 4/2019.", by=by, **more)
    with pytest.raises(Refused):
        getattr(actions, act)(number, reason=" ", by=town.supervisor, **more)
    assert Case.objects.get(number=number).disputed_at is not None


def replied_after_an_answer_from_outside(town: Town) -> str:
    number, reporter = in_state(town, S.RECEIVED)
    actions.refer(number, REFERRAL, by=town.coordinator)
    actions.referral_answered(number, text="Tiang diganti.", by=town.coordinator)
    actions.reply(number, text="Belum diganti.", by=reporter)
    return number


def test_a_case_without_a_lead_finds_its_way_after_a_reply(town: Town) -> None:
    number = replied_after_an_answer_from_outside(town)
    promised = Case.objects.get(number=number)
    assert (promised.state, promised.lead_id, promised.due_stage) == (S.IN_PROGRESS, None, "resolve")
    assert {Act.ROUTE, Act.REFER, Act.ANSWER} <= set(queries.case_page(number, by=town.coordinator).acts)

    actions.route(number, lead=town.roads.pk, by=town.coordinator)

    case = Case.objects.get(number=number)
    assert (case.state, case.lead_id) == (S.ROUTED, town.roads.pk)
    assert Deadline.objects.get(case=case, stage="resolve", dropped_at=None).due_at == promised.due_at


def test_it_can_be_referred_again(town: Town) -> None:
    number = replied_after_an_answer_from_outside(town)
    actions.refer(number, REFERRAL, by=town.coordinator)
    assert Case.objects.get(number=number).state == S.REFERRED


def test_one_that_was_never_verified_is_verified_there(town: Town) -> None:
    number, reporter = submitted()
    actions.refer(number, REFERRAL, by=town.coordinator)
    actions.referral_answered(number, text="Tiang diganti.", by=town.coordinator)
    actions.reply(number, text="Belum diganti.", by=reporter)
    assert Case.objects.get(number=number).due_stage == "verify"
    with pytest.raises(Refused, match="Verifikasi"):
        actions.route(number, lead=town.roads.pk, by=town.coordinator)
    verified(town, number)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    assert Case.objects.get(number=number).state == S.ROUTED


def test_where_an_agency_leads_nothing_is_passed_on_while_it_works(town: Town) -> None:
    number, _ = in_state(town, S.IN_PROGRESS)
    acts: tuple[Callable[[], None], ...] = (
        lambda: actions.route(number, lead=town.water.pk, by=town.coordinator),
        lambda: actions.refer(number, REFERRAL, by=town.coordinator),
        lambda: verified(town, number),
    )
    for act in acts:
        with pytest.raises(Refused, match="tidak dapat dilakukan"):
            act()


def test_what_the_former_lead_opened_ends_with_it(town: Town) -> None:
    number, _ = in_state(town, S.ROUTED)  # the roads lead, the lamps support
    actions.share(number, agency=town.lamps.pk, passage="Tiang nomor 7.", identity=True, by=town.roads_officer)

    actions.route(number, lead=town.roads.pk, support=[town.lamps.pk], by=town.coordinator)
    party = CaseParty.objects.get(case__number=number, agency=town.lamps, until=None)
    assert (party.passage, party.shares_identity) == ("Tiang nomor 7.", True)

    actions.route(number, lead=town.water.pk, support=[town.lamps.pk], by=town.coordinator)
    party.refresh_from_db()
    assert (party.until, party.passage, party.shares_identity) == (None, "", False)
    assert stream_of(f"case:{party.case_id}")[-1].body["closed"] == [town.lamps.pk]

    actions.share(number, agency=town.lamps.pk, passage="Tiang nomor 7.", identity=True, by=town.water_officer)
    party.refresh_from_db()
    assert party.shares_identity


def test_the_citizens_limit_is_the_same_through_every_return_and_decision(town: Town) -> None:
    number, _ = in_state(town, S.RECEIVED)
    promised = Deadline.objects.get(case__number=number, stage="resolve", dropped_at=None).due_at
    clock.move(timedelta(days=2))
    try:
        for _time in range(3):
            actions.route(number, lead=town.roads.pk, by=town.coordinator)
            actions.send_back(number, reason="Bukan jalan kota.", by=town.roads_officer)
        actions.decide(number, lead=town.water.pk, reason="Perda 4/2019.", by=town.supervisor)
    finally:
        clock.move(timedelta(0))
    assert Deadline.objects.get(case__number=number, stage="resolve", dropped_at=None).due_at == promised
