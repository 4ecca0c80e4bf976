"""The life cycle: exactly the acts of the table, each with its event. Who may take them: `test_who_acts`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kentongan.cases import actions, workflow
from kentongan.cases.actions import Told, Upload, Verification
from kentongan.cases.models import Case, CaseParty, Deadline, DeadlineRule, Report
from kentongan.cases.queries import case_page, reporter_page
from kentongan.cases.queries.news import referral
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.driving import REFERRAL, consulted, dispute, doing, in_state, requesting, submitted, verified
from kentongan.cases.workflow import Act, Need, State
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused, TooMany
from kentongan.history.queries import stream_of
from kentongan.people import identity
from kentongan.places.geometry import NOWHERE

S = State
# typed in from the table of the field, not from the code: act -> the states it starts from, and where it leads
# a reply to what the reporter was asked is the one line beside it: `test_an_answer_to_a_question_...`
TABLE: dict[Act, tuple[set[State], State | None]] = {
    Act.VERIFY: ({S.RECEIVED}, None),
    Act.EDIT: ({S.RECEIVED, S.POSTPONED, S.ROUTED, S.IN_PROGRESS, S.ANSWERED, S.CLOSED, S.REFERRED}, None),
    Act.ROUTE: ({S.RECEIVED, S.ROUTED}, S.ROUTED),
    Act.SEND_BACK: ({S.ROUTED, S.IN_PROGRESS}, S.RECEIVED),
    Act.DECIDE: ({S.RECEIVED}, S.ROUTED),
    Act.LEAVE: ({S.RECEIVED}, None),
    Act.FOLLOW_UP: ({S.ROUTED, S.IN_PROGRESS}, S.IN_PROGRESS),
    Act.ASK: ({S.ROUTED, S.IN_PROGRESS}, None),
    Act.SHARE: ({S.ROUTED, S.IN_PROGRESS}, None),
    Act.GIVE_TASK: ({S.ROUTED, S.IN_PROGRESS}, None),
    Act.ADVISE: ({S.ROUTED, S.IN_PROGRESS}, None),
    Act.EXTEND: ({S.ROUTED, S.IN_PROGRESS}, None),
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


def test_the_table_is_the_fields_table() -> None:
    beside = {Need.QUESTION, Need.NO_LEAD}  # what only holds of a case in a condition of its own
    built = {t.act: (set(t.sources), t.target) for t in workflow.TRANSITIONS if not t.needs & beside}
    others = [(t.act, set(t.sources), t.target) for t in workflow.TRANSITIONS if t.needs & beside]

    assert built == TABLE
    assert others == [
        (Act.VERIFY, {S.IN_PROGRESS}, None),
        (Act.ROUTE, {S.IN_PROGRESS}, S.ROUTED),
        (Act.REPLY, {S.ROUTED, S.IN_PROGRESS}, None),
        (Act.REFER, {S.IN_PROGRESS}, S.REFERRED),
    ]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("act", list(TABLE))
def test_an_act_is_possible_exactly_where_the_table_says(town: Town, state: State, act: Act) -> None:
    number, reporter = in_state(town, state)
    if act in {Act.DECIDE, Act.LEAVE}:
        dispute(number)
    if act is Act.ADVISE:
        consulted(town, number)
    if act is Act.EXTEND:
        requesting(number)
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


@pytest.mark.parametrize("state", [S.ROUTED, S.IN_PROGRESS])
def test_an_answer_to_a_question_leaves_the_case_where_it_is_and_is_taken_once(town: Town, state: State) -> None:
    number, reporter = in_state(town, state)
    actions.ask(number, text="Lubangnya berapa?", by=town.roads_officer)
    page = reporter_page(reporter)
    assert (page.question, page.can_reply) == ("Lubangnya berapa?", True)

    actions.reply(number, text="Tiga, di depan pasar.", by=reporter)

    case = Case.objects.get(number=number)
    assert (case.state, case.asked_at, case.replied_at is not None) == (state, None, True)
    assert (reporter_page(reporter).question, reporter_page(reporter).can_reply) == (None, False)
    with pytest.raises(Refused, match="Tidak ada pertanyaan"):
        actions.reply(number, text="Empat.", by=reporter)


def test_who_asks_again_has_read_the_reply(town: Town) -> None:
    number, reporter = in_state(town, S.ROUTED)
    for _time in range(2):
        actions.ask(number, text="Lubangnya berapa?", by=town.roads_officer)
        assert Case.objects.get(number=number).replied_at is None
        actions.reply(number, text="Tiga.", by=reporter)


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


def rule_of(town: Town, stage: str, days: int) -> DeadlineRule:
    """A limit the lamps have promised for themselves."""
    return DeadlineRule.objects.create(
        stage=stage, agency=town.lamps, amount=days, unit="calendar_days", valid_from=date(2000, 1, 1)
    )


def promise(number: str, stage: str) -> Deadline:
    return Deadline.objects.get(case__number=number, stage=stage, dropped_at=None)


def test_an_agencys_own_limit_holds_for_what_it_leads_and_begins_where_it_began(town: Town) -> None:
    own = rule_of(town, "resolve", 3)
    number, _ = in_state(town, S.RECEIVED)
    general = promise(number, "resolve")

    actions.route(number, lead=town.lamps.pk, by=town.coordinator)
    of_lamps = promise(number, "resolve")
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    of_roads = promise(number, "resolve")

    case = Case.objects.get(number=number)
    assert (of_lamps.rule_id, of_lamps.started_at) == (own.pk, case.received_at)
    assert of_lamps.due_at < general.due_at
    assert (of_roads.rule_id, of_roads.started_at, of_roads.due_at) == (
        general.rule_id,
        case.received_at,
        general.due_at,
    )


def test_where_an_agency_has_no_limit_of_its_own_the_promise_stays_the_same_row(town: Town) -> None:
    number, _ = in_state(town, S.RECEIVED)
    promised = promise(number, "resolve").pk

    verified(town, number)
    actions.route(number, lead=town.water.pk, by=town.coordinator)

    assert promise(number, "resolve").pk == promised


def test_an_agencys_own_days_of_waiting_for_a_reply_hold_for_its_answer(town: Town) -> None:
    own = rule_of(town, "close", 30)
    number, _ = in_state(town, S.RECEIVED)
    actions.route(number, lead=town.lamps.pk, by=town.coordinator)
    actions.follow_up(number, text="Lampu sudah diperiksa.", by=town.lamps_officer)
    actions.answer(number, text="Lampu sudah diganti.", by=town.lamps_officer)

    assert promise(number, "close").rule_id == own.pk


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


def test_verifying_is_in_time_only_when_the_matter_is_passed_on_in_time(town: Town) -> None:
    number, _reporter = submitted()
    promised = Case.objects.get(number=number).due_at
    verified(town, number)
    case = Case.objects.get(number=number)
    assert (case.due_stage, case.due_at) == ("verify", promised)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    assert Case.objects.get(number=number).due_stage == "follow_up"


def test_a_matter_that_was_sent_back_still_has_the_citizens_limit(town: Town) -> None:
    number, _reporter = submitted()
    verified(town, number)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    actions.send_back(number, reason="Bukan wewenang kami.", by=town.roads_officer)
    case = Case.objects.get(number=number)
    assert case.due_stage == "resolve"
    assert case.due_at is not None


def test_whom_a_matter_was_referred_to_is_known_and_stands_in_no_event(town: Town) -> None:
    number, reporter = in_state(town, S.REFERRED)
    case = Case.objects.get(number=number)
    events = stream_of(f"case:{case.pk}")
    assert not [event for event in events if REFERRAL.body in str(event.body) or REFERRAL.contact in str(event.body)]
    page = case_page(number, by=town.coordinator)
    assert page.timeline[0].text == REFERRAL.text
    assert (page.timeline[0].details["outside"], page.timeline[0].details["contact"]) == (
        REFERRAL.body,
        REFERRAL.contact,
    )
    assert reporter_page(reporter).agency == REFERRAL.body
    assert referral(case.pk, events[-1].seq) == (REFERRAL.body, REFERRAL.contact)


def test_a_file_is_judged_before_any_row_is_locked(
    town: Town, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    number, reporter = in_state(town, S.IN_PROGRESS)
    files = [Upload("catatan.txt", b"tidak berisi gambar")]
    acts: tuple[Callable[[], None], ...] = (
        lambda: actions.follow_up(number, text="Sudah disurvei tadi pagi.", files=files, by=town.roads_officer),
        lambda: actions.answer(number, text="Selesai dikerjakan.", files=files, by=town.roads_officer),
        lambda: actions.reply(number, text="Masih berlubang.", files=files, by=reporter),
        lambda: actions.complete(number, text="Di depan nomor 7.", files=files, by=reporter),
    )
    for act in acts:
        with django_assert_num_queries(0), pytest.raises(Refused):
            act()
