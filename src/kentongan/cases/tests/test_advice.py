"""Consultation: one passage, a day of its own, a way to answer; read by the lead and the coordinator alone."""

from datetime import timedelta

import pytest

from kentongan.cases import actions, queries
from kentongan.cases.models import Case, CaseParty
from kentongan.cases.queries.tasks import questions
from kentongan.cases.tests.conftest import Town, actor
from kentongan.cases.tests.driving import in_state
from kentongan.cases.tests.factories import pk_of
from kentongan.cases.workflow import Act, State
from kentongan.core import clock
from kentongan.core.actor import PUBLIC, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.history.queries import stream_of

ADVICE = "Pipa di sana milik kami dan tidak bocor."


def asked(town: Town, *, is_confidential: bool = False) -> str:
    number, _ = in_state(town, State.IN_PROGRESS)
    Case.objects.filter(number=number).update(is_confidential=is_confidential)
    day = clock.today() + timedelta(days=2)
    actions.share(number, agency=town.water.pk, passage="Pipa bocor?", answer_on=day, by=town.roads_officer)
    return number


def party(number: str, town: Town) -> CaseParty:
    return CaseParty.objects.get(case__number=number, agency=town.water, until=None)


@pytest.mark.parametrize("is_confidential", [False, True])
def test_an_agency_answers_what_it_was_asked_and_gains_no_other_right(town: Town, is_confidential: bool) -> None:
    number = asked(town, is_confidential=is_confidential)
    (question,) = questions(town.water_officer)
    assert (question.number, question.passage, question.answer_on) == (
        number,
        "Pipa bocor?",
        clock.today() + timedelta(days=2),
    )
    actions.advise(number, text=ADVICE, by=town.water_officer)

    assert party(number, town).advised_at is not None
    assert questions(town.water_officer) == []
    event = stream_of(f"case:{pk_of(number)}")[-1]
    assert (event.kind, event.body["agency"]) == ("cases.advised", town.water.pk)
    assert ADVICE not in str(event.body)
    page = queries.case_page(number, by=town.water_officer)
    assert (page.acts, page.text, page.reports) == ((Act.ADVISE,), None, ())
    assert ADVICE in [step.text for step in page.timeline]


@pytest.mark.parametrize(
    ("reader", "reads"),
    [
        ("lead", True),
        ("coordinator", True),
        ("supervisor", True),
        ("support", False),
        ("leader", False),
        ("auditor", False),
    ],
)
def test_advice_is_read_by_the_lead_and_the_coordinator_alone(town: Town, reader: str, reads: bool) -> None:
    number = asked(town)
    actions.advise(number, text=ADVICE, by=town.water_officer)
    by = {
        "lead": town.roads_officer,
        "coordinator": town.coordinator,
        "supervisor": town.supervisor,
        "support": town.lamps_officer,
        "leader": actor(Role.LEADER),
        "auditor": actor(Role.AUDITOR),
    }[reader]
    page = queries.case_page(number, by=by)
    assert (ADVICE in repr(page)) is reads
    assert ("advised" in [step.kind for step in page.timeline]) is (reads or reader == "auditor")
    assert ADVICE not in repr(queries.public_case(pk_of(number)))
    assert ADVICE not in repr(queries.case_page(number, by=PUBLIC))


def test_nobody_else_advises(town: Town) -> None:
    number = asked(town)
    for by in (town.roads_officer, town.lamps_officer, town.coordinator, actor(Role.OFFICER)):
        with pytest.raises((Refused, NotFound)):
            actions.advise(number, text=ADVICE, by=by)


def test_a_day_that_has_passed_is_refused_and_asked_again_the_agency_reads_the_new_passage(town: Town) -> None:
    number = asked(town)
    with pytest.raises(Refused) as refusal:
        actions.share(
            number,
            agency=town.water.pk,
            passage="Dan hidran?",
            answer_on=clock.today() - timedelta(days=1),
            by=town.roads_officer,
        )
    assert refusal.value.field == "answer_on"
    actions.advise(number, text=ADVICE, by=town.water_officer)
    actions.share(number, agency=town.water.pk, passage="Dan hidran?", by=town.roads_officer)
    assert (party(number, town).passage, party(number, town).advised_at) == ("Dan hidran?", None)
    assert len(questions(town.water_officer)) == 1


def test_the_reporters_limit_is_not_moved_by_asking_advice(town: Town) -> None:
    number, _ = in_state(town, State.IN_PROGRESS)
    before = Case.objects.get(number=number).due_at
    actions.share(number, agency=town.water.pk, passage="Pipa?", by=town.roads_officer)
    actions.advise(number, text=ADVICE, by=town.water_officer)
    assert Case.objects.get(number=number).due_at == before
