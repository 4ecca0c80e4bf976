"""Referral outside: to whom, who said so, its number, the day an answer is expected; late ones stand on a list."""

from datetime import timedelta

import pytest

from kentongan.cases import actions, queries
from kentongan.cases.actions import Referral
from kentongan.cases.models import Case
from kentongan.cases.queries.membership import queues_holding
from kentongan.cases.queries.rows import rows_for
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.driving import in_state
from kentongan.cases.workflow import State
from kentongan.core import clock
from kentongan.core.errors import Refused
from kentongan.history.queries import stream_of

SAID_BY = "Dinas PUPR"


def referral(days: int | None) -> Referral:
    day = None if days is None else clock.today() + timedelta(days=days)
    return Referral("PLN ULP Kediri", "0354-000123", "Kami teruskan ke PLN.", SAID_BY, "600/12/2026", day)


def referred(town: Town, days: int | None = 5) -> tuple[str, Case]:
    number, _ = in_state(town, State.ROUTED)
    actions.refer(number, referral(days), by=town.coordinator)
    return number, Case.objects.get(number=number)


def late(town: Town) -> list[str]:
    return [row.number for row in queries.inbox("referral_late", by=town.coordinator).rows]


def test_the_reporter_is_told_who_then_and_who_said_so(town: Town) -> None:
    number, reporter = in_state(town, State.ROUTED)
    actions.refer(number, referral(5), by=town.coordinator)
    step = queries.reporter_page(reporter).timeline[0]
    assert (step.details["outside"], step.text) == ("PLN ULP Kediri", "Kami teruskan ke PLN.\nMenurut: Dinas PUPR")
    inside = queries.case_page(number, by=town.coordinator).timeline[0].details
    assert (inside["contact"], inside["reference"], inside["said_by"]) == ("0354-000123", "600/12/2026", SAID_BY)
    body = stream_of(f"case:{Case.objects.get(number=number).pk}")[-1].body
    assert body["on"] == (clock.today() + timedelta(days=5)).isoformat()
    assert not [word for word in (SAID_BY, "600/12", "PLN") if word in str(body)]


def test_what_is_awaited_too_long_stands_on_a_list_until_it_is_answered_or_taken_back(town: Town) -> None:
    number, case = referred(town, 5)
    without, _ = referred(town, None)
    assert late(town) == []
    clock.move(timedelta(days=6))
    try:
        assert late(town) == [number]
        row = rows_for([case.pk], by=town.coordinator)[case.pk]
        assert "referral_late" in queues_holding(row, by=town.coordinator)
        assert queries.counters(town.coordinator)["referral_late"] == 1
        actions.take_back(number, reason="Milik kota.", by=town.coordinator)
        assert late(town) == []
        actions.referral_answered(without, text="Sudah.", by=town.coordinator)
    finally:
        clock.move(timedelta(0))
    assert set(Case.objects.values_list("expected_on", flat=True)) == {None}


def test_a_day_that_has_passed_is_refused_beside_its_field(town: Town) -> None:
    number, _ = in_state(town, State.ROUTED)
    with pytest.raises(Refused) as refusal:
        actions.refer(number, referral(-1), by=town.coordinator)
    assert refusal.value.field == "expected_on"
    assert Case.objects.get(number=number).state == State.ROUTED
