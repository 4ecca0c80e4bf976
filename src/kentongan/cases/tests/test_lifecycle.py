"""The life cycle: exactly the acts of the table, by exactly its roles, each with its event."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kentongan.cases import actions, workflow
from kentongan.cases.actions import Referral, Told, Verification
from kentongan.cases.models import Case, CaseParty, Deadline, Report
from kentongan.cases.tests.conftest import Town
from kentongan.cases.workflow import Act, State
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.history.queries import stream_of
from kentongan.people import identity
from kentongan.places.geometry import NOWHERE

S = State
# typed in from the table of the field, not from the code: act -> the states it starts from, and where it leads
TABLE: dict[Act, tuple[set[State], State | None]] = {
    Act.VERIFY: ({S.RECEIVED}, None),
    Act.EDIT: ({S.RECEIVED, S.POSTPONED, S.ROUTED, S.IN_PROGRESS, S.ANSWERED, S.CLOSED, S.REFERRED}, None),
    Act.ROUTE: ({S.RECEIVED, S.ROUTED}, S.ROUTED),
    Act.SEND_BACK: ({S.ROUTED, S.IN_PROGRESS}, S.RECEIVED),
    Act.FOLLOW_UP: ({S.ROUTED, S.IN_PROGRESS}, S.IN_PROGRESS),
    Act.ASK: ({S.ROUTED, S.IN_PROGRESS}, None),
    Act.SHARE: ({S.ROUTED, S.IN_PROGRESS}, None),
    Act.POSTPONE: ({S.RECEIVED}, S.POSTPONED),
    Act.COMPLETE: ({S.POSTPONED}, S.RECEIVED),
    Act.EXPIRE: ({S.POSTPONED}, S.ARCHIVED),
    Act.ANSWER: ({S.IN_PROGRESS}, S.ANSWERED),
    Act.REPLY: ({S.ANSWERED, S.CLOSED}, S.IN_PROGRESS),
    Act.CLOSE: ({S.ANSWERED}, S.CLOSED),
    Act.CLOSE_BY_SYSTEM: ({S.ANSWERED}, S.CLOSED),
    Act.RATE: ({S.CLOSED}, None),
    Act.ARCHIVE: ({S.RECEIVED, S.POSTPONED}, S.ARCHIVED),
    Act.RESTORE: ({S.ARCHIVED}, S.RECEIVED),
    Act.REFER: ({S.RECEIVED, S.ROUTED}, S.REFERRED),
    Act.REFERRAL_ANSWERED: ({S.REFERRED}, S.ANSWERED),
    Act.TAKE_BACK: ({S.REFERRED}, S.RECEIVED),
    Act.MERGE: ({S.RECEIVED, S.POSTPONED, S.ROUTED, S.IN_PROGRESS, S.ANSWERED, S.REFERRED}, None),
    Act.UNMERGE: ({S.RECEIVED, S.POSTPONED, S.ROUTED, S.IN_PROGRESS, S.ANSWERED, S.REFERRED}, None),
    Act.TRANSFER: ({S.RECEIVED, S.POSTPONED, S.ROUTED, S.IN_PROGRESS}, None),
}


def submitted(external_id: str = "1") -> tuple[str, Actor]:
    receipt = actions.submit(
        Told(
            client="web",
            external_id=external_id,
            channel="web",
            text="Jalan di depan pasar berlubang dalam",
            received_at=clock.now(),
            place=NOWHERE,
        ),
        by=actors.PUBLIC,
    )
    return receipt.code, actors.reporter(receipt.report)


def verified(town: Town, number: str) -> None:
    answers = Verification("unsupervised", town.category.code, is_anonymous=False, is_confidential=False)
    actions.verify(number, answers, by=town.coordinator)


def in_state(town: Town, state: State) -> tuple[str, Actor]:
    """A case brought to a state by the acts that lead there."""
    number, reporter = submitted(external_id=f"case-{Report.objects.count()}")
    steps: dict[State, Callable[[], object]] = {
        S.RECEIVED: lambda: verified(town, number),
        S.ROUTED: lambda: actions.route(number, lead=town.roads.pk, support=[town.lamps.pk], by=town.coordinator),
        S.IN_PROGRESS: lambda: actions.follow_up(number, text="Sudah ditambal sebagian.", by=town.roads_officer),
        S.ANSWERED: lambda: actions.answer(number, text="Jalan sudah ditambal.", by=town.roads_officer),
        S.CLOSED: lambda: actions.close(number, by=reporter),
    }
    aside: dict[State, Callable[[], object]] = {
        S.POSTPONED: lambda: actions.postpone(number, reason="incomplete", missing="Di mana?", by=town.coordinator),
        S.ARCHIVED: lambda: actions.archive(number, reason="too_general", text="Mohon rinci.", by=town.coordinator),
        S.REFERRED: lambda: actions.refer(number, REFERRAL, by=town.coordinator),
    }
    if state in aside:
        aside[state]()
        return number, reporter
    for reached, step in steps.items():
        step()
        if reached == state:
            break
    return number, reporter


REFERRAL = Referral(body="PLN ULP Kediri Kota", contact="123", text="Kami teruskan ke PLN.")


def doing(town: Town, act: Act, number: str, reporter: Actor) -> Callable[[], object]:
    """The act with sensible arguments, by someone who may take it."""
    officer, coordinator = town.roads_officer, town.coordinator
    answers = Verification("unsupervised", town.category.code, is_anonymous=False, is_confidential=False)
    other = submitted(external_id=f"other-{Report.objects.count()}")[0] if act in {Act.MERGE, Act.UNMERGE} else ""
    acts: dict[Act, Callable[[], object]] = {
        Act.VERIFY: lambda: actions.verify(number, answers, by=coordinator),
        Act.EDIT: lambda: actions.edit(number, {"place_text": actions.Wanted("", "Pasar")}, by=coordinator),
        Act.ROUTE: lambda: actions.route(number, lead=town.water.pk, by=coordinator),
        Act.SEND_BACK: lambda: actions.send_back(number, reason="Bukan jalan kota.", by=officer),
        Act.FOLLOW_UP: lambda: actions.follow_up(number, text="Sudah disurvei tadi pagi.", by=officer),
        Act.ASK: lambda: actions.ask(number, text="Lubangnya berapa?", by=officer),
        Act.SHARE: lambda: actions.share(number, agency=town.water.pk, passage="Pipa bocor?", by=officer),
        Act.POSTPONE: lambda: actions.postpone(number, reason="incomplete", missing="Foto", by=coordinator),
        Act.COMPLETE: lambda: actions.complete(number, text="Di depan nomor 7.", by=reporter),
        Act.EXPIRE: lambda: actions.expire(number, by=actors.system("timers")),
        Act.ANSWER: lambda: actions.answer(number, text="Selesai dikerjakan.", by=officer),
        Act.REPLY: lambda: actions.reply(number, text="Masih berlubang.", by=reporter),
        Act.CLOSE: lambda: actions.close(number, by=coordinator),
        Act.CLOSE_BY_SYSTEM: lambda: late(lambda: actions.close_by_system(number, by=actors.system("timers"))),
        Act.RATE: lambda: actions.rate(number, stars=4, by=reporter),
        Act.ARCHIVE: lambda: actions.archive(number, reason="duplicate", text="Sudah ada.", by=coordinator),
        Act.RESTORE: lambda: actions.restore(number, reason="Keliru diarsipkan.", by=town.supervisor),
        Act.REFER: lambda: actions.refer(number, REFERRAL, by=coordinator),
        Act.REFERRAL_ANSWERED: lambda: actions.referral_answered(number, text="Tiang diganti.", by=coordinator),
        Act.TAKE_BACK: lambda: actions.take_back(number, reason="Ternyata milik kota.", by=coordinator),
        Act.MERGE: lambda: actions.merge(other, into=number, by=coordinator),
        Act.UNMERGE: lambda: merged_and_back(other, number, coordinator),
        Act.TRANSFER: lambda: actions.transfer(number, incident="incident:1", by=coordinator),
    }
    return acts[act]


def late(act: Callable[[], object]) -> None:
    clock.move(timedelta(days=40))
    try:
        act()
    finally:
        clock.move(timedelta(0))


def merged_and_back(code: str, number: str, by: Actor) -> None:
    actions.merge(code, into=number, by=by)
    actions.unmerge(code, by=by)


def test_the_table_is_the_fields_table() -> None:
    built = {t.act: (set(t.sources), t.target) for t in workflow.TRANSITIONS}

    assert built == TABLE


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("act", list(TABLE))
def test_an_act_is_possible_exactly_where_the_table_says(town: Town, state: State, act: Act) -> None:
    number, reporter = in_state(town, state)
    before = Case.objects.get(number=number)
    sources, target = TABLE[act]
    act_now = doing(town, act, number, reporter)

    if state not in sources:
        with pytest.raises((Refused, NotFound)):
            act_now()
        after = Case.objects.get(number=number)
        assert (after.state, after.head_seq) == (state, before.head_seq)
        return

    act_now()
    after = Case.objects.get(number=number)
    assert after.state == (target or state)
    assert after.head_seq > before.head_seq
    assert stream_of(f"case:{after.pk}")[-1].seq == after.head_seq


@pytest.mark.parametrize("line", workflow.TRANSITIONS, ids=lambda t: str(t.act))
def test_an_act_is_refused_to_every_other_role(town: Town, line: workflow.Transition) -> None:
    number, _reporter = in_state(town, next(s for s in State if s in line.sources))
    case = Case.objects.get(number=number)
    for role in set(Role) - line.roles:
        by = Actor(label="user:0", roles=frozenset({role}), agency=town.roads.pk)
        assert line.act not in workflow.acts_open(case.state, by=by, is_verified=True)


def test_forwarding_without_the_two_answers_is_refused(town: Town) -> None:
    number, _ = submitted()

    with pytest.raises(Refused):
        actions.route(number, lead=town.roads.pk, by=town.coordinator)
    for missing in ({"is_anonymous": None}, {"is_confidential": None}):
        answers = {"is_anonymous": False, "is_confidential": False, **missing}
        with pytest.raises(Refused):
            actions.verify(number, Verification("unsupervised", town.category.code, **answers), by=town.coordinator)

    assert Case.objects.get(number=number).verified_at is None


def test_a_flag_the_reporter_set_cannot_be_taken_away(town: Town) -> None:
    receipt = actions.submit(
        Told("web", "a", "web", "Pungutan di sekolah", clock.now(), NOWHERE, is_anonymous=True, is_confidential=True),
        by=actors.PUBLIC,
    )

    for flags in ((False, True), (True, False)):
        with pytest.raises(Refused):
            actions.verify(receipt.code, Verification("supervised", town.category.code, *flags), by=town.coordinator)


def test_the_citizens_deadline_survives_a_return(town: Town) -> None:
    number, _ = in_state(town, S.ROUTED)
    promised = Deadline.objects.get(case__number=number, stage="resolve", dropped_at=None).due_at

    actions.send_back(number, reason="Milik dinas lain.", suggested=town.water.pk, by=town.roads_officer)
    verified(town, number)
    actions.route(number, lead=town.water.pk, by=town.coordinator)

    case = Case.objects.get(number=number)
    assert Deadline.objects.get(case=case, stage="resolve", dropped_at=None).due_at == promised
    assert case.returns == 1
    assert case.lead_id == town.water.pk
    assert [p.agency_id for p in CaseParty.objects.filter(case=case, until=None)] == [town.water.pk]


def test_a_sent_back_case_is_closed_to_the_agency_that_sent_it(town: Town) -> None:
    number, _ = in_state(town, S.ROUTED)
    actions.send_back(number, reason="Milik dinas lain.", by=town.roads_officer)

    with pytest.raises((Refused, NotFound)):
        actions.follow_up(number, text="Kami kerjakan juga.", by=town.roads_officer)


def test_only_the_lead_answers(town: Town) -> None:
    number, _ = in_state(town, S.IN_PROGRESS)

    with pytest.raises(Refused):
        actions.answer(number, text="Sudah selesai.", by=town.lamps_officer)
    with pytest.raises(NotFound):
        actions.answer(number, text="Sudah selesai.", by=Actor("user:0", frozenset({Role.OFFICER}), agency=10**6))


def test_silence_closes_after_ten_working_days_and_is_never_a_rating(town: Town) -> None:
    number, _ = in_state(town, S.ANSWERED)
    assert actions.sweep() == 0

    clock.move(timedelta(days=40))
    try:
        assert actions.sweep() == 1
        assert actions.sweep() == 0
    finally:
        clock.move(timedelta(0))

    case = Case.objects.get(number=number)
    assert (case.state, case.closed_by) == (S.CLOSED, "system")
    assert Report.objects.get(case=case).stars is None


def test_a_reply_stops_the_closing(town: Town) -> None:
    number, reporter = in_state(town, S.ANSWERED)
    actions.reply(number, text="Belum beres.", by=reporter)

    clock.move(timedelta(days=40))
    try:
        assert actions.sweep() == 0
    finally:
        clock.move(timedelta(0))

    assert Case.objects.get(number=number).state == S.IN_PROGRESS


def test_a_reply_after_the_window_is_refused_and_says_what_to_do(town: Town) -> None:
    number, reporter = in_state(town, S.CLOSED)

    clock.move(timedelta(days=40))
    try:
        with pytest.raises(Refused):
            actions.reply(number, text="Rusak lagi.", by=reporter)
    finally:
        clock.move(timedelta(0))


def test_ten_wrong_factors_lock_the_details_for_a_day_for_the_right_one_too(town: Town) -> None:
    number, reporter = submitted()
    report = Report.objects.get(code=number)
    wrong = "000000" if report.pin != "000000" else "000001"

    assert actions.open_by_pin(number.lower(), str(report.pin)) == reporter
    for _try in range(10):
        with pytest.raises(NotFound):
            actions.open_by_pin(number, wrong)
    with pytest.raises(TooMany):
        actions.open_by_pin(number, str(report.pin))

    clock.move(timedelta(days=1, seconds=1))
    try:
        assert actions.open_by_pin(number, str(report.pin)) == reporter
    finally:
        clock.move(timedelta(0))


def test_both_codes_live_after_a_merge_and_unmerge_restores(town: Town) -> None:
    first, _ = submitted("1")
    second, _ = submitted("2")

    actions.merge(second, into=first, by=town.coordinator)
    target = Case.objects.get(number=first)
    assert target.report_count == 2
    assert set(target.reports.values_list("code", flat=True)) == {first, second}

    actions.unmerge(second, by=town.coordinator)
    assert Case.objects.get(number=second).reports.get().code == second
    assert Case.objects.get(number=first).report_count == 1


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_whoever_suspects_a_neighbour_cannot_try_his_number(town: Town, is_anonymous: bool) -> None:
    told = Told("web", "n", "web", "Bau menyengat", clock.now(), NOWHERE, is_anonymous=is_anonymous)
    receipt = actions.submit(replace(told, teller=identity.told("", "0811-0000-047")), by=actors.PUBLIC)

    if is_anonymous:
        with pytest.raises(NotFound):
            actions.open_by_pin(receipt.code, "000047")
    else:
        assert actions.open_by_pin(receipt.code, "000047").report == receipt.report
    assert actions.open_by_pin(receipt.code, receipt.pin).report == receipt.report
