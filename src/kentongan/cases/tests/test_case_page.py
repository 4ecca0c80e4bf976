"""One case on one screen: what each reader finds there, and never finds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kentongan.cases import actions, queries
from kentongan.cases.models import Case, CaseParty
from kentongan.cases.privacy import Identity
from kentongan.cases.queries.holding import spans
from kentongan.cases.tests.conftest import Town, actor
from kentongan.cases.tests.factories import EMAIL, NAME, PHONE, new_report, pk_of
from kentongan.cases.tests.telling import FLAGS, TEXT, handled, kinds, texts, told, verified
from kentongan.cases.workflow import Act
from kentongan.core import clock
from kentongan.core.actor import PUBLIC, Actor, Role
from kentongan.core.errors import NotFound
from kentongan.history.queries import stream_of

PASSAGE = "Mohon saran teknis untuk pipa di bawah jalan."
ALL_KINDS = ["submitted", "verified", "routed", "sent_back", "routed", "followed_up", "answered"]


def test_the_coordinator_finds_everything_on_one_screen(town: Town) -> None:
    number, _ = handled(town)
    page = queries.case_page(number, by=town.coordinator)
    assert (page.row.number, page.row.state, page.text) == (number, "answered", TEXT)
    assert kinds(page) == ALL_KINDS
    assert texts(page) == ["Bukan lampu, ini jalan.", "Sudah kami survei tadi pagi.", "Lubang sudah ditambal."]
    routed = [step for step in reversed(page.timeline) if step.kind == "routed"]
    assert [step.to for step in routed] == [("Lamps",), ("Roads", "Water")]
    sent_back = next(step for step in page.timeline if step.kind == "sent_back")
    assert (sent_back.agency, sent_back.to, sent_back.who) == ("Lamps", ("Roads",), "agency")
    assert [(p.name, p.role, p.until is None) for p in page.parties] == [
        ("Lamps", "lead", False),
        ("Roads", "lead", True),
        ("Water", "support", True),
    ]
    assert [d.stage for d in page.deadlines] == ["verify", "follow_up", "resolve", "close"]
    assert page.deadlines[2].explanation is not None
    assert page.deadlines[3].is_running
    assert page.reports[0].text == TEXT
    assert set(page.acts) == {Act.EDIT, Act.CLOSE, Act.MERGE, Act.UNMERGE}


def test_after_a_merge_the_old_case_points_to_the_one_its_report_went_to(town: Town) -> None:
    number, _ = told(1)
    other, _ = told(2)
    actions.merge(other, into=number, by=town.coordinator)
    old, new = (queries.case_page(n, by=town.coordinator) for n in (other, number))
    assert {report.code for report in new.reports} == {number, other}
    assert (old.merged_into, old.acts, old.reports) == (number, (), ())
    assert [row.number for row in queries.find(other, by=town.coordinator).rows] == [number]
    verified(town, number)
    assert queries.public_case(pk_of(other)).row.case == pk_of(number)


def test_a_case_is_reached_by_the_code_of_a_report_that_never_had_a_case_of_its_own(town: Town) -> None:
    number, _ = told()
    joined = new_report(Case.objects.get(number=number))
    assert queries.case_page(joined.code, by=town.coordinator).row.number == number


def test_three_officers_ours_the_colleague_and_a_stranger(town: Town) -> None:
    number, _ = handled(town, confidential=True)
    ours = queries.case_page(number, by=town.roads_officer)
    colleague = queries.case_page(number, by=actor(Role.FIELD_OFFICER, town.roads))
    assert ours.text == colleague.text == TEXT
    assert ours.acts == ()
    assert colleague.acts == ()
    with pytest.raises(NotFound):
        queries.case_page(number, by=actor(Role.OFFICER))


def test_a_supporting_agency_reads_of_a_confidential_case_only_its_passage_and_its_own_acts(town: Town) -> None:
    number, _ = told()
    verified(town, number, confidential=True)
    actions.route(number, lead=town.roads.pk, support=[town.lamps.pk], by=town.coordinator)
    actions.share(number, agency=town.water.pk, passage=PASSAGE, by=town.roads_officer)
    actions.follow_up(number, text="Lampu sudah diperiksa.", by=town.lamps_officer)
    support = queries.case_page(number, by=town.lamps_officer)
    assert (support.text, support.row.title, support.place_text, support.lat) == (None, None, None, None)
    assert kinds(support) == ["followed_up"]
    assert support.reports == ()
    advice = queries.case_page(number, by=town.water_officer)
    assert [party.passage for party in advice.parties if party.agency == town.water.pk] == [PASSAGE]
    assert kinds(advice) == ["shared"]
    assert [party.passage for party in support.parties if party.agency == town.water.pk] == [None]


def test_a_former_agency_sees_the_events_of_its_own_time(town: Town) -> None:
    number, _ = handled(town, confidential=True)
    page = queries.case_page(number, by=town.lamps_officer)
    assert kinds(page) == ["routed", "sent_back"]
    assert texts(page) == ["Bukan lampu, ini jalan."]
    assert (page.text, page.row.title) == (None, None)


def test_an_officer_is_offered_the_acts_of_his_part(town: Town) -> None:
    number, _ = told()
    verified(town, number)
    actions.route(number, lead=town.roads.pk, support=[town.lamps.pk], by=town.coordinator)
    assert set(queries.case_page(number, by=town.roads_officer).acts) == {
        Act.SEND_BACK,
        Act.FOLLOW_UP,
        Act.ASK,
        Act.SHARE,
        Act.GIVE_TASK,
    }
    assert set(queries.case_page(number, by=town.lamps_officer).acts) == {Act.FOLLOW_UP, Act.ASK}
    assert queries.case_page(number, by=town.water_officer).acts == ()


READERS: dict[str, Callable[[Town], Actor]] = {
    "coordinator": lambda town: town.coordinator,
    "supervisor": lambda town: town.supervisor,
    "lead": lambda town: town.roads_officer,
    "support": lambda town: town.water_officer,
    "former": lambda town: town.lamps_officer,
    "leader": lambda _town: actor(Role.LEADER),
    "auditor": lambda _town: actor(Role.AUDITOR),
    "privacy officer": lambda _town: actor(Role.PRIVACY_OFFICER),
    "administrator": lambda _town: actor(Role.ADMINISTRATOR),
    "call taker": lambda _town: actor(Role.CALL_TAKER),
    "public": lambda _town: PUBLIC,
}
MAY_READ_AS_TOLD = {("coordinator", "biasa"), ("supervisor", "biasa"), ("lead", "biasa")}
MAY_READ_AS_TOLD |= {(who, "rahasia") for who in ("coordinator", "supervisor", "lead")}


@pytest.mark.parametrize("kind", FLAGS)
@pytest.mark.parametrize("reader", READERS)
def test_no_page_holds_name_or_number_where_the_matrix_hides_them(town: Town, reader: str, kind: str) -> None:
    """Also where the reporter wrote them into his text and into his reply."""
    number, reporter = told(text=f"Saya {NAME}, hubungi {PHONE} atau {EMAIL}. {TEXT}")
    verified(town, number, **FLAGS[kind])
    actions.route(number, lead=town.lamps.pk, by=town.coordinator)
    actions.send_back(number, reason="Bukan lampu, ini jalan.", by=town.lamps_officer)
    actions.route(number, lead=town.roads.pk, support=[town.water.pk], by=town.coordinator)
    actions.follow_up(number, text="Sudah kami survei tadi pagi.", by=town.roads_officer)
    actions.answer(number, text="Sudah ditambal.", by=town.roads_officer)
    actions.reply(number, text=f"Belum. Telepon saya {PHONE}.", by=reporter)
    by = READERS[reader](town)
    try:
        page = repr(queries.case_page(number, by=by))
    except NotFound:
        page = ""
    assert (PHONE in page or EMAIL in page) == ((reader, kind) in MAY_READ_AS_TOLD)
    assert PHONE not in repr(queries.inbox("all", by=town.coordinator))


def test_an_identity_is_not_part_of_the_page_but_the_page_says_whether_it_may_be_read(town: Town) -> None:
    number, _ = told()
    verified(town, number, anonymous=True)
    page = queries.case_page(number, by=town.coordinator)
    assert NAME not in repr(page)
    assert page.reports[0].has_identity
    assert page.reports[0].identity is Identity.BEHIND_ACT
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    assert queries.case_page(number, by=town.roads_officer).reports == ()


def test_a_confidential_page_says_that_reading_it_is_recorded(town: Town) -> None:
    number, _ = told()
    verified(town, number, confidential=True)
    assert queries.case_page(number, by=town.coordinator).sight.is_logged
    assert queries.case_page(number, by=actor(Role.AUDITOR)).sight.is_logged


def test_the_time_of_the_owners_adds_up_to_the_whole(town: Town) -> None:
    number, _ = handled(town)
    case = Case.objects.get(number=number)
    events = stream_of(f"case:{case.pk}")
    until = clock.now() + timedelta(days=3)
    found = spans(events, until=until)
    assert [(span.holder, span.agency) for span in found] == [
        ("coordinator", None),
        ("agency", town.lamps.pk),
        ("coordinator", None),
        ("agency", town.roads.pk),
    ]
    assert [span.was_sent_back for span in found] == [False, True, False, False]
    total = sum((span.end - span.begin for span in found), timedelta())
    assert total == until - events[0].occurred_at
    held = queries.case_page(number, by=town.coordinator).holdings
    assert [(h.holder, h.name) for h in held] == [("coordinator", ""), ("agency", "Lamps"), ("agency", "Roads")]


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_costs_the_same_however_much_is_on_it(town: Town, size: int, django_assert_max_num_queries: Any) -> None:
    number, reporter = handled(town)
    for n in range(2, size + 1):
        actions.merge(told(n)[0], into=number, by=town.coordinator)
        actions.reply(number, text="Belum beres.", by=reporter)
        actions.follow_up(number, text="Kami datang lagi.", by=town.roads_officer)
        actions.answer(number, text="Beres sekarang.", by=town.roads_officer)
    assert CaseParty.objects.count() == 3
    reads: list[Callable[[], object]] = [
        lambda: queries.case_page(number, by=town.coordinator),
        lambda: queries.case_page(number, by=town.roads_officer),
        lambda: queries.reporter_page(reporter),
        lambda: queries.public_case(pk_of(number)),
        lambda: queries.public_list(),
        lambda: queries.track(number),
    ]
    for read in reads:
        read()
        with django_assert_max_num_queries(13):  # eleven, and two where clock and editions are read anew
            read()
