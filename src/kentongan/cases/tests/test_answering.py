"""Before an answer goes out: four questions, marks of what could be personal, and where wanted the coordinator."""

from datetime import timedelta
from typing import Any

import pytest

from kentongan.cases import actions, queries
from kentongan.cases.actions import Upload
from kentongan.cases.checklist import Checks, marks, parts
from kentongan.cases.models import Attachment, Case, Deadline, Entry
from kentongan.cases.queries.checking import handed_in, names_for
from kentongan.cases.queries.holding import spans
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.factories import NAME
from kentongan.cases.tests.telling import told, verified
from kentongan.cases.tests.test_publication import picture
from kentongan.core import cached, clock
from kentongan.core.actor import PUBLIC, Actor, Role
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.history.queries import stream_of
from kentongan.places.actions import check_answers

GOOD = Checks(is_answering=True, personal="none", evidence="not_needed", is_plain=True)
ANSWER = "Lubang di depan sekolah sudah ditambal."
ADMIN = Actor(label="system:test", roles=frozenset({Role.ADMINISTRATOR}))


def under_way(town: Town, **flags: Any) -> tuple[str, Actor]:
    number, reporter = told(1)
    verified(town, number, **flags)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    actions.follow_up(number, text="Sudah kami survei tadi pagi.", by=town.roads_officer)
    return number, reporter


def case_of(number: str) -> Case:
    return Case.objects.get(number=number)


def last(number: str) -> Any:
    return stream_of(f"case:{case_of(number).pk}")[-1]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("NIK 3571012345678901 tercatat", ["nik"]),
        ("Hubungi 0812-3456-7890 atau (0354) 682955", ["phone", "phone"]),
        ("Surel ke wulan@example.id", ["email"]),
        ("Mobil AG 1234 BC parkir", ["plate"]),
        ("Terima kasih Bu Wulan", ["name"]),
        ("Pekerjaan 3 hari, 2026-11-24, Rp 1.500.000, RT 03 RW 12", []),
    ],
)
def test_what_could_be_personal_is_marked_and_nothing_else(text: str, kinds: list[str]) -> None:
    found = marks(text, ["Ibu Wulan Sekarjati"])
    assert [mark.kind for mark in found] == kinds
    assert "".join(part for part, _kind in parts(text, found)) == text


@pytest.mark.parametrize(
    ("checks", "field"),
    [
        (Checks(False, "none", "not_needed", True), "is_answering"),
        (Checks(True, "", "not_needed", True), "personal"),
        (Checks(True, "none", "", True), "evidence"),
        (Checks(True, "none", "attached", True), "evidence"),
        (Checks(True, "none", "not_needed", False), "is_plain"),
    ],
)
def test_an_open_question_holds_the_answer_back(town: Town, checks: Checks, field: str) -> None:
    number, _reporter = under_way(town)
    with pytest.raises(Refused) as refusal:
        actions.answer(number, text=ANSWER, checks=checks, by=town.roads_officer)
    assert refusal.value.field == field
    assert case_of(number).state == "in_progress"


def test_what_looks_personal_goes_out_only_where_it_is_said_to_be_needed_and_the_event_holds_no_word_of_it(
    town: Town,
) -> None:
    number, _reporter = under_way(town)
    text = f"{ANSWER} Hubungi petugas di 0812-3456-7890."
    with pytest.raises(Refused) as refusal:
        actions.answer(number, text=text, checks=GOOD, by=town.roads_officer)
    assert refusal.value.field == "personal"
    actions.answer(number, text=text, checks=Checks(True, "needed", "earlier", True), by=town.roads_officer)
    assert last(number).body["checks"] == {"personal": "needed", "marked": ["phone"], "evidence": "earlier"}
    assert "3456" not in str(last(number).body)


def test_a_name_is_compared_only_for_those_who_may_read_it_anyway(town: Town) -> None:
    number, _reporter = under_way(town)
    assert names_for(case_of(number), town.roads_officer) == [NAME]
    hidden, _reporter = told(2)
    verified(town, hidden, anonymous=True)
    actions.route(hidden, lead=town.roads.pk, by=town.coordinator)
    assert names_for(case_of(hidden), town.roads_officer) == []
    assert names_for(case_of(hidden), town.coordinator) == []


@pytest.fixture
def checking(town: Town) -> Town:
    check_answers(is_wanted=True, by=ADMIN)
    cached.forget_all()
    return town


def test_only_an_administrator_decides_that_answers_are_checked_and_the_history_says_so(town: Town) -> None:
    with pytest.raises(Refused):
        check_answers(is_wanted=True, by=town.coordinator)
    check_answers(is_wanted=True, by=ADMIN)
    check_answers(is_wanted=True, by=ADMIN)
    assert [event.kind for event in stream_of("city:1")] == ["places.city_changed"]


def seen_outside(number: str, reporter: Actor) -> str:
    return repr((queries.reporter_page(reporter), queries.public_case(case_of(number).pk)))


def handed(town: Town, **flags: Any) -> tuple[str, Actor, int]:
    number, reporter = under_way(town, **flags)
    files = [Upload("b.png", picture())]
    checks = Checks(True, "none", "attached", True)
    actions.answer(number, text=ANSWER, files=files, are_files_public=True, checks=checks, by=town.roads_officer)
    waiting = handed_in(number, by=town.coordinator)
    assert waiting is not None
    return number, reporter, waiting.id


def test_nobody_outside_sees_an_answer_before_it_is_approved(checking: Town) -> None:
    number, reporter, _waiting = handed(checking)
    file = Attachment.objects.get()
    assert (case_of(number).state, last(number).kind) == ("in_progress", "cases.handed_in")
    assert ANSWER not in seen_outside(number, reporter)
    assert file.key not in seen_outside(number, reporter)
    for by in (reporter, PUBLIC):
        with pytest.raises(NotFound):
            queries.file(file.key, by=by)
    with pytest.raises(Refused):
        actions.release_attachment(number, file.key, is_released=True, by=checking.roads_officer)
    assert ANSWER in repr(queries.case_page(number, by=checking.roads_officer))
    queue = queries.inbox("handed_in", by=checking.coordinator)
    assert [row.number for row in queue.rows] == [number]


def test_approved_it_goes_out_as_the_agencys_with_its_files_and_is_timed_by_the_handing_in(checking: Town) -> None:
    number, reporter, waiting = handed(checking)
    handed_at = case_of(number).handed_in_at
    clock.move(timedelta(days=2))
    actions.approve_answer(number, handed_in=waiting, by=checking.coordinator)
    case = case_of(number)
    assert (case.state, case.handed_in_at, last(number).kind) == ("answered", None, "cases.answered")
    assert last(number).body["checks"]["evidence"] == "attached"
    assert ANSWER in seen_outside(number, reporter)
    assert Attachment.objects.get().key in seen_outside(number, reporter)
    answer = Entry.objects.get(kind="answer")
    assert (answer.author_id, answer.agency_id) == (checking.roads_officer.user, checking.roads.pk)
    assert Deadline.objects.get(case=case, stage="resolve", dropped_at=None).met_at == handed_at
    close = Deadline.objects.get(case=case, stage="close", dropped_at=None)
    assert close.started_at == case.answered_at
    clock.move(timedelta(0))


def test_given_back_the_agencys_clock_has_never_stopped_and_it_reads_why(checking: Town) -> None:
    number, reporter, waiting = handed(checking)
    with pytest.raises(Refused):
        actions.give_back_answer(number, handed_in=waiting, note=" ", by=checking.coordinator)
    actions.give_back_answer(number, handed_in=waiting, note="Kapan selesainya?", by=checking.coordinator)
    case = case_of(number)
    assert (case.state, case.handed_in_at, last(number).kind) == ("in_progress", None, "cases.given_back")
    assert Deadline.objects.get(case=case, stage="resolve", dropped_at=None).met_at is None
    assert "Kapan selesainya?" in repr(queries.case_page(number, by=checking.roads_officer))
    assert "Kapan selesainya?" not in seen_outside(number, reporter)
    with pytest.raises(Refused):
        actions.approve_answer(number, handed_in=waiting, by=checking.coordinator)


def test_the_time_between_is_the_coordinators(checking: Town) -> None:
    number, _reporter, waiting = handed(checking)
    actions.give_back_answer(number, handed_in=waiting, note="Kapan?", by=checking.coordinator)
    holders = [span.holder for span in spans(stream_of(f"case:{case_of(number).pk}"), until=clock.now())]
    assert holders[-3:-1] == ["agency", "coordinator"] or holders[-2:] == ["agency", "coordinator"]


def test_a_newer_answer_takes_the_place_and_the_older_one_cannot_be_approved(checking: Town) -> None:
    number, _reporter, older = handed(checking)
    actions.answer(number, text="Selesai tanggal 24.", checks=GOOD, by=checking.roads_officer)
    with pytest.raises(Conflict) as clash:
        actions.approve_answer(number, handed_in=older, by=checking.coordinator)
    assert (clash.value.fields["answer"].shown, clash.value.fields["answer"].current) == (ANSWER, "Selesai tanggal 24.")
    assert case_of(number).state == "in_progress"


def test_an_officer_approves_nothing_and_a_coordinators_own_answer_goes_out_at_once(checking: Town) -> None:
    number, _reporter, waiting = handed(checking)
    with pytest.raises(Refused):
        actions.approve_answer(number, handed_in=waiting, by=checking.roads_officer)
    actions.answer(number, text="Kami jawab sendiri.", by=checking.coordinator)
    assert (case_of(number).state, case_of(number).handed_in_at) == ("answered", None)


def test_what_was_sent_back_waits_no_longer(checking: Town) -> None:
    number, _reporter, _waiting = handed(checking)
    actions.send_back(number, reason="Ternyata bukan jalan kota.", by=checking.roads_officer)
    assert case_of(number).handed_in_at is None
