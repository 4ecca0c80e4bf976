"""One case on one screen, the reporter's page and the public one: what each reader finds there, and never finds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kentongan.cases import actions, queries, storage
from kentongan.cases.actions import Referral, Told, Verification
from kentongan.cases.models import Attachment, Case, CaseParty, Report
from kentongan.cases.privacy import Identity
from kentongan.cases.queries.holding import spans
from kentongan.cases.tests.conftest import Town, actor
from kentongan.cases.tests.factories import EMAIL, NAME, PHONE, new_case, new_entry, new_report
from kentongan.cases.workflow import Act
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.actor import PUBLIC, Actor, Role
from kentongan.core.errors import NotFound
from kentongan.history.queries import stream_of
from kentongan.people.identity import Told as Teller
from kentongan.places.geometry import Located

HERE = Located("35.71.01.1001", "35.71.01", None, is_outside=False, neighbour="")
TEXT = "Jalan depan sekolah berlubang dalam, anak saya jatuh dari sepeda."
PASSAGE = "Mohon saran teknis untuk pipa di bawah jalan."


def told(n: int = 1, *, text: str = TEXT, **flags: Any) -> tuple[str, Actor]:
    """A report with a name and a number, by the door of the public."""
    teller = Teller(name=NAME, phone=PHONE, email=EMAIL)
    receipt = actions.submit(
        Told(
            client="web",
            external_id=str(n),
            channel="web",
            title=f"Jalan berlubang {n}",
            text=text,
            received_at=clock.now(),
            place=HERE,
            place_text="Jl. Kenanga",
            lat=-7.812345,
            lon=112.012345,
            teller=teller,
            **flags,
        ),
        by=PUBLIC,
    )
    return receipt.code, actors.reporter(receipt.report)


def verified(town: Town, number: str, *, anonymous: bool = False, confidential: bool = False) -> None:
    answers = Verification("unsupervised", town.category.code, is_anonymous=anonymous, is_confidential=confidential)
    actions.verify(number, answers, by=town.coordinator)


def handled(town: Town, *, n: int = 1, anonymous: bool = False, confidential: bool = False) -> tuple[str, Actor]:
    """Verified, sent back by one agency, routed to another with support and advice, followed up and answered."""
    number, reporter = told(n)
    verified(town, number, anonymous=anonymous, confidential=confidential)
    actions.route(number, lead=town.lamps.pk, by=town.coordinator)
    actions.send_back(number, reason="Bukan lampu, ini jalan.", suggested=town.roads.pk, by=town.lamps_officer)
    actions.route(number, lead=town.roads.pk, support=[town.water.pk], by=town.coordinator)
    actions.follow_up(number, text="Sudah kami survei tadi pagi.", by=town.roads_officer)
    actions.answer(number, text="Lubang sudah ditambal.", by=town.roads_officer)
    return number, reporter


def kinds(page: Any) -> list[str]:
    return [step.kind for step in reversed(page.timeline)]


def texts(page: Any) -> list[str]:
    return [step.text for step in reversed(page.timeline) if step.text]


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
    assert queries.public_case(other).row.number == number


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
FLAGS = {
    "biasa": {},
    "anonim": {"anonymous": True},
    "rahasia": {"confidential": True},
    "both": {"anonymous": True, "confidential": True},
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


# -- the reporter ------------------------------------------------------------------------------------------------------


def test_the_bare_code_shows_the_state_and_nothing_else(town: Town) -> None:
    number, _ = handled(town)
    status = queries.track(number.lower().replace("-", " "))
    assert status is not None
    assert (status.code, status.state) == (number, "answered")
    for hidden in ("Jalan", NAME, "Kenanga", "Roads", "Petugas"):
        assert hidden not in repr(status)
    assert queries.track("KTG-2222-2222") is None
    assert queries.track("no code") is None


@pytest.mark.parametrize("kind", FLAGS)
def test_the_reporter_reads_his_own_words_and_the_answers_and_no_staff_name(town: Town, kind: str) -> None:
    number, reporter = handled(town, **FLAGS[kind])
    page = queries.reporter_page(reporter)
    assert (page.code, page.text, page.place, page.agency) == (number, TEXT, "Jl. Kenanga", "Roads")
    assert texts(page) == ["Sudah kami survei tadi pagi.", "Lubang sudah ditambal."]
    assert "Petugas" not in repr(page)
    assert "Bukan lampu" not in repr(page)
    assert page.limit is not None
    assert page.limit_words is not None
    assert page.limit_words.stage == "resolve"
    assert page.name is None
    assert queries.reporter_page(reporter, with_name=True).name == NAME


def test_the_receipt_names_the_first_mark_of_the_history(town: Town) -> None:
    number, reporter = told()
    first = stream_of(f"case:{Case.objects.get(number=number).pk}")[0]
    assert queries.reporter_page(reporter).first_hash == first.hash.hex()


def test_a_reporter_of_a_merged_report_reads_his_own_words_and_nobody_elses(town: Town) -> None:
    number, first = told(1, text="Laporan pertama, rumah saya nomor satu di gang ini.")
    other, second = told(2, text="Laporan kedua, rumah saya nomor dua di gang itu.")
    origin = Case.objects.get(number=other)
    verified(town, number)
    actions.merge(other, into=number, by=town.coordinator)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    actions.follow_up(number, text="Sudah kami survei tadi pagi.", by=town.roads_officer)
    actions.answer(number, text="Sudah ditambal.", by=town.roads_officer)
    actions.reply(number, text="Punya saya belum beres.", by=first)
    page = queries.reporter_page(second)
    assert (page.code, page.number, page.others) == (other, number, 1)
    assert page.text == "Laporan kedua, rumah saya nomor dua di gang itu."
    assert kinds(page) == ["submitted", "verified", "merged", "routed", "followed_up", "answered"]
    assert "pertama" not in repr(page)
    assert "belum beres" not in repr(page)
    assert "belum beres" in repr(queries.reporter_page(first))
    assert page.first_hash == stream_of(f"case:{origin.pk}")[0].hash.hex()


def test_the_reporter_is_offered_what_the_moment_allows(town: Town) -> None:
    number, reporter = handled(town)
    assert set(queries.reporter_page(reporter).acts) == {Act.REPLY, Act.CLOSE}
    actions.close(number, by=reporter)
    page = queries.reporter_page(reporter)
    assert (page.can_reply, page.can_rate) == (True, True)
    actions.rate(number, stars=3, text="Lumayan", by=reporter)
    clock.move(timedelta(days=60))
    try:
        page = queries.reporter_page(reporter)
        assert (page.can_reply, page.can_rate, page.stars, page.rating_text) == (False, False, 3, "Lumayan")
    finally:
        clock.move(timedelta(0))


def test_what_is_missing_is_asked_of_the_reporter(town: Town) -> None:
    number, reporter = told()
    assert queries.reporter_page(reporter).question is None
    actions.postpone(number, reason="incomplete", missing="Di depan rumah siapa?", by=town.coordinator)
    page = queries.reporter_page(reporter)
    assert (page.question, page.can_complete) == ("Di depan rumah siapa?", True)


def test_a_case_outside_the_city_names_its_owner(town: Town) -> None:
    number, reporter = told()
    verified(town, number)
    actions.refer(number, Referral("PLN Kediri", "123", "Kami teruskan ke PLN."), by=town.coordinator)
    assert queries.reporter_page(reporter).agency == "PLN Kediri"


def test_an_erased_report_says_so(town: Town) -> None:
    number, reporter = told()
    Report.objects.filter(code=number).update(text=None, title=None, place=None, salt=None)
    page = queries.reporter_page(reporter)
    assert (page.is_erased, page.text, page.title) == (True, None, None)


def test_nobody_but_a_reporter_has_a_reporters_page(town: Town) -> None:
    for by in (PUBLIC, town.coordinator, actors.reporter(10**9)):
        with pytest.raises(NotFound):
            queries.reporter_page(by)


# -- everyone ----------------------------------------------------------------------------------------------------------


def test_nothing_is_public_before_it_is_verified_nor_when_it_is_confidential(town: Town) -> None:
    number, _ = told(1)
    assert queries.public_list().rows == ()
    assert queries.public_points() == []
    with pytest.raises(NotFound):
        queries.public_case(number)
    verified(town, number)
    assert [row.number for row in queries.public_list().rows] == [number]
    assert queries.public_case(number).text == TEXT
    actions.edit(number, {"is_confidential": actions.Wanted(shown=False, wanted=True)}, by=town.coordinator)
    assert queries.public_list().rows == ()
    assert queries.public_list(text="berlubang").rows == ()
    assert queries.public_points() == []
    assert queries.public_counts(since=clock.now() - timedelta(days=1)) == {}
    with pytest.raises(NotFound):
        queries.public_case(number)


def test_a_public_page_holds_answers_and_no_word_from_inside(town: Town) -> None:
    number, _ = handled(town)
    page = queries.public_case(number)
    assert texts(page) == ["Lubang sudah ditambal."]
    for hidden in (NAME, PHONE, EMAIL, "Petugas", "Bukan lampu"):
        assert hidden not in repr(page)
    assert page.row.agency == "Roads"


def test_the_place_of_an_anonymous_report_is_shown_coarsely(town: Town) -> None:
    open_one, _ = told(1)
    verified(town, open_one)
    hidden, _ = told(2)
    verified(town, hidden, anonymous=True)
    assert (queries.public_case(open_one).lat, queries.public_case(open_one).lon) == (-7.8123, 112.0123)
    assert (queries.public_case(hidden).lat, queries.public_case(hidden).lon) == (-7.812, 112.012)
    assert {(point.lat, point.lon) for point in queries.public_points()} == {(-7.8123, 112.0123), (-7.812, 112.012)}


def test_the_public_list_is_filtered_searched_and_paged(town: Town) -> None:
    for n in range(5):
        verified(town, told(n)[0])
    first = queries.public_list(limit=2)
    second = queries.public_list(limit=2, after=first.after)
    third = queries.public_list(limit=2, after=second.after)
    seen = [row.title for page in (first, second, third) for row in page.rows]
    assert seen == [f"Jalan berlubang {n}" for n in (4, 3, 2, 1, 0)]
    assert third.after is None
    assert len(queries.public_list(text="berlubang 3").rows) == 1
    assert len(queries.public_list(category=town.category.code, area="35.71.01.1001", state="received").rows) == 5
    assert queries.public_list(state="closed").rows == ()
    assert queries.public_counts(since=clock.now() - timedelta(days=1)) == {"35.71.01.1001": 5}


def test_a_sensitive_category_is_in_no_public_count(town: Town) -> None:
    verified(town, told()[0])
    town.category.is_sensitive = True
    town.category.save()
    from kentongan.core import cached

    cached.forget_all()
    assert queries.public_counts(since=clock.now() - timedelta(days=1)) == {}


# -- files -------------------------------------------------------------------------------------------------------------


def test_a_file_is_opened_by_those_the_matrix_names(town: Town) -> None:
    case = new_case(lead=town.roads.pk, is_anonymous=True)
    report = case.reports.get()
    answer = new_entry(case, "answer", "Selesai", agency_id=town.roads.pk)
    stranger = new_report(new_case())
    keys = {
        "told": _attached(case, report=report),
        "released": _attached(case, report=report, is_released=True),
        "evidence": _attached(case, entry=answer),
    }
    expected = {
        "coordinator": {"told", "released", "evidence"},
        "lead": {"released", "evidence"},
        "other agency": {"released"},
        "reporter": {"told", "released", "evidence"},
        "another reporter": {"released"},
        "public": {"released"},
    }
    readers = {
        "coordinator": town.coordinator,
        "lead": town.roads_officer,
        "other agency": town.lamps_officer,
        "reporter": actors.reporter(report.pk),
        "another reporter": actors.reporter(stranger.pk),
        "public": PUBLIC,
    }
    opened = {name: {what for what, key in keys.items() if _opens(key, by)} for name, by in readers.items()}
    assert opened == expected


def _attached(case: Case, **columns: Any) -> str:
    key = storage.store(b"picture", "image/webp")
    details = {"media_type": "image/webp", "size": 7, "digest": b"", "created_at": clock.now()}
    Attachment.objects.create(case=case, key=key, **details, **columns)
    return key


def _opens(key: str, by: Actor) -> bool:
    try:
        return queries.file(key, by=by) == ("image/webp", b"picture")
    except NotFound:
        return False


# -- cost --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_costs_at_most_ten_queries_however_much_is_on_it(
    town: Town, size: int, django_assert_max_num_queries: Any
) -> None:
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
        lambda: queries.public_case(number),
        lambda: queries.public_list(),
        lambda: queries.track(number),
    ]
    for read in reads:
        read()
        with django_assert_max_num_queries(10):
            read()
