"""One rule in two forms: the queryset and the predicate say the same of every reader and every case."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kentongan.agencies.models import User
from kentongan.cases import access
from kentongan.cases.models import Case, Note
from kentongan.cases.privacy import NoteFacts, may_read_note
from kentongan.cases.tests.conftest import Town, actor
from kentongan.cases.tests.factories import new_case, new_report
from kentongan.core import clock
from kentongan.core.actor import PUBLIC, Actor, Role, partner, reporter, system
from kentongan.core.errors import NotFound

EXERCISE = 4
FLAGS = list(itertools.product((False, True), repeat=3))  # verified, anonymous, confidential


def parts_of(town: Town) -> list[dict[str, Any]]:
    """Every part the roads agency can have, beside the lamps agency's."""
    roads, lamps = town.roads.pk, town.lamps.pk
    return [
        {},
        {"lead": roads},
        {"lead": lamps},
        {"lead": lamps, "support": [roads]},
        {"lead": lamps, "consulted": [roads]},
        {"lead": lamps, "former": [roads]},
        {"lead": roads, "former": [roads]},
    ]


def tellings(call_taker: User) -> Iterator[dict[str, Any]]:
    """Who sent it, who entered it, when; and a letter of two days ago entered now."""
    yield {}
    yield {"client": "client:9"}
    yield {"entered_by": call_taker}
    yield {"entered_by": call_taker, "recorded_at": clock.now() - timedelta(hours=13)}
    yield {"entered_by": call_taker, "received_at": clock.now() - timedelta(days=2)}


@pytest.fixture
def cases(town: Town) -> list[Case]:
    """All flags x all parts, and all tellings, each real and in an exercise."""
    call_taker = User.objects.create(username="operator", name="Operator", roles=["call_taker"])
    made = []
    for verified, anonymous, confidential in FLAGS:
        flags: dict[str, Any] = {"is_verified": verified, "is_anonymous": anonymous, "is_confidential": confidential}
        made += [new_case(**flags, **part, exercise=None) for part in parts_of(town)]
        made += [new_case(**flags, **part, state="archived") for part in parts_of(town)]
        made += [new_case(**flags, report=told) for told in tellings(call_taker)]
        made += [new_case(**flags, lead=town.roads.pk, report={"entered_by": call_taker}, exercise=EXERCISE)]
    return made


def readers(town: Town, cases: list[Case]) -> list[Actor]:
    """Every role, in the agency, in another, in none, real and in the exercise; and those outside."""
    call_taker = User.objects.get(username="operator").pk
    found = [PUBLIC, system("timers"), partner(9), partner(8), reporter(10**9)]
    found += [reporter(report.pk, exercise=case.exercise) for case in cases[:9] for report in case.reports.all()]
    for role in Role:
        for agency in (None, town.roads.pk, town.lamps.pk, town.water.pk):
            for exercise in (None, EXERCISE):
                found.append(
                    Actor(
                        label=f"user:{call_taker}",
                        roles=frozenset({role}),
                        user=call_taker,
                        agency=agency,
                        exercise=exercise,
                    )
                )
    both = frozenset({Role.OFFICER, Role.LEADER})
    return [*found, Actor(label="user:1", roles=both, user=1, agency=town.roads.pk)]


def test_the_queryset_and_the_predicate_agree(town: Town, cases: list[Case]) -> None:
    facts = access.facts_of_all(cases)
    for by in readers(town, cases):
        seen = set(access.visible_to(by).values_list("pk", flat=True))
        assert seen == {pk for pk, known in facts.items() if access.may_see(known, by)}, by
        read = set(access.readable_to(by).values_list("pk", flat=True))
        assert read == {pk for pk, known in facts.items() if access.may_find(known, by)}, by
        assert read <= seen, by


def test_the_two_forms_of_the_rule_of_notes_agree(town: Town, cases: list[Case]) -> None:
    facts, now = access.facts_of_all(cases), clock.now()
    author = town.roads_officer.user or 0
    notes = [
        Note(case=case, author_id=author, agency_id=agency, audience=audience, salt=b"", text="x", created_at=now)
        for case in cases
        for agency in (None, town.roads.pk, town.lamps.pk)
        for audience in Note.Audience.values
    ]
    Note.objects.bulk_create(notes)
    for by in [*readers(town, cases), town.roads_officer]:
        read = set(access.notes_to(by).values_list("pk", flat=True))
        rule = {
            note.pk
            for note in notes
            if may_read_note(facts[note.case_id], NoteFacts(author, note.agency_id, note.audience == "agency"), by)
        }
        assert read == rule, by


def test_the_rule_judges_by_what_concerns_the_reader_alone(town: Town, cases: list[Case]) -> None:
    """Lists load the reports of those only to whom they can matter; the judgement is the same."""
    for by in readers(town, cases):
        reports = access.reports_of((case.pk for case in cases), by=by)
        for case in cases:
            known = access.facts_with(case, list(case.parties.all()), reports[case.pk])
            assert access.may_see(known, by) == access.may_see(access.facts_of(case), by)


def test_ours_the_colleagues_and_a_strangers_officer(town: Town) -> None:
    case = new_case(lead=town.roads.pk, is_confidential=True)
    colleague = actor(Role.FIELD_OFFICER, town.roads)
    for by in (town.roads_officer, colleague, town.coordinator, town.supervisor):
        assert access.one(case.number, by) == case
    for by in (town.lamps_officer, actor(Role.LEADER), actor(Role.ADMINISTRATOR), actor(Role.TRAINER), PUBLIC):
        with pytest.raises(NotFound):
            access.one(case.number, by)


def test_what_one_may_not_see_is_not_found_for_an_act_either(town: Town) -> None:
    case = new_case(lead=town.roads.pk, is_confidential=True)
    assert access.locked(case.number, town.roads_officer) == case
    with pytest.raises(NotFound):
        access.locked(case.number, town.lamps_officer)
    with pytest.raises(NotFound):
        access.locked("KTG-2222-2222", town.coordinator)


def test_several_cases_are_locked_together_or_not_at_all(town: Town) -> None:
    first, second = new_case(), new_case()
    found = access.locked_all([second.number, first.number], town.coordinator)
    assert found == {first.number: first, second.number: second}
    with pytest.raises(NotFound):
        access.locked_all([first.number, "KTG-2222-2222"], town.coordinator)


def test_who_entered_a_report_sees_it_until_his_shift_is_over(town: Town) -> None:
    entering = actor(Role.VILLAGE_STAFF)
    fresh = new_case(is_verified=False, report={"entered_by_id": entering.user})
    old = clock.now() - access.SHIFT - timedelta(minutes=1)
    stale = new_case(is_verified=False, report={"entered_by_id": entering.user, "recorded_at": old})
    other = new_case(is_verified=False)
    new_report(other, entered_by_id=town.coordinator.user)
    assert list(access.visible_to(entering)) == [fresh]
    assert not access.may_see(access.facts_of(stale), entering)


@pytest.mark.parametrize("size", [1, 3])
def test_facts_cost_two_queries_whatever_the_number(town: Town, size: int, django_assert_num_queries: Any) -> None:
    made = [new_case(lead=town.roads.pk) for _ in range(size)]
    with django_assert_num_queries(2):
        access.facts_of_all(made)
