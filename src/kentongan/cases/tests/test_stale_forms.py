"""Two coordinators at one case: a form shown before the other's act says so, and nothing is lost without a word."""

import pytest

from kentongan.cases import actions
from kentongan.cases.actions import Standing, Verification
from kentongan.cases.models import Case, Category
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.telling import told, verified
from kentongan.core.errors import Conflict, Moved

UNANSWERED = Verification("", "", None, None)


def answers(town: Town, *, anonymous: bool = False, confidential: bool = False) -> Verification:
    return Verification("unsupervised", town.category.code, anonymous, confidential)


def test_answers_given_meanwhile_are_not_overwritten(town: Town) -> None:
    number, _ = told(1)
    actions.verify(number, answers(town, confidential=True), shown=UNANSWERED, by=town.coordinator)

    with pytest.raises(Conflict) as conflict:
        actions.verify(number, answers(town), shown=UNANSWERED, by=town.coordinator)

    assert conflict.value.fields == {"is_confidential": Moved(shown=None, current=True, wanted=False)}
    assert Case.objects.get(number=number).is_confidential


def test_an_answer_left_as_it_was_shown_is_an_answer_all_the_same(town: Town) -> None:
    number, _ = told(1)
    verified(town, number)
    pipes = Category.objects.create(code="pipa", name="Pipa", name_en="Pipes")
    shown = answers(town)
    actions.verify(number, Verification("unsupervised", pipes.code, False, False), shown=shown, by=town.coordinator)

    with pytest.raises(Conflict) as conflict:
        actions.verify(number, shown, shown=shown, by=town.coordinator)

    assert set(conflict.value.fields) == {"category"}


def test_the_same_answers_and_those_shown_as_they_stand_never_conflict(town: Town) -> None:
    number, _ = told(1)
    actions.verify(number, answers(town), shown=UNANSWERED, by=town.coordinator)

    actions.verify(number, answers(town), shown=UNANSWERED, by=town.coordinator)
    actions.verify(number, answers(town, anonymous=True), shown=answers(town), by=town.coordinator)

    assert Case.objects.get(number=number).is_anonymous


def test_a_case_passed_on_meanwhile_is_not_passed_on_again(town: Town) -> None:
    number, _ = told(1)
    verified(town, number)
    shown = Standing("received", None)
    actions.route(number, lead=town.water.pk, support=[town.lamps.pk], shown=shown, by=town.coordinator)

    with pytest.raises(Conflict) as conflict:
        actions.route(number, lead=town.roads.pk, shown=shown, by=town.coordinator)

    assert conflict.value.fields["state"] == Moved(shown="received", current="routed", wanted="routed")
    assert conflict.value.fields["lead"] == Moved(shown=None, current=town.water.pk, wanted=town.roads.pk)
    assert conflict.value.fields["support"].current == frozenset({town.lamps.pk})
    assert Case.objects.get(number=number).lead_id == town.water.pk


def test_one_who_saw_who_has_it_passes_it_on_to_another(town: Town) -> None:
    number, _ = told(1)
    verified(town, number)
    actions.route(number, lead=town.water.pk, support=[town.lamps.pk], by=town.coordinator)
    shown = Standing("routed", town.water.pk, frozenset({town.lamps.pk}))

    actions.share(number, agency=town.roads.pk, passage="Pipa siapa?", by=town.coordinator)  # advice moves no part
    actions.route(number, lead=town.roads.pk, shown=shown, by=town.coordinator)

    assert Case.objects.get(number=number).lead_id == town.roads.pk
