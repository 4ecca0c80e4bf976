"""Every code has its word, every act its form, every key its one act."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from kentongan.cases.actions.base import kind_of
from kentongan.cases.models import CaseParty, Classification, DeadlineRule
from kentongan.cases.queries import queues as known
from kentongan.cases.queries.shapes import Step
from kentongan.cases.workflow import TRANSITIONS, Act, State
from kentongan.core import cached
from kentongan.core.actor import Actor, Role
from kentongan.core.roles import NOT_STAFF
from kentongan.desk import queues, telling, words
from kentongan.desk.moves import BY_ACT, MOVES
from kentongan.notifications import texts
from kentongan.notifications.models import Message
from kentongan.people import reasons as requests

ELSEWHERE = {Act.VERIFY, Act.EDIT, Act.TRANSFER}  # forms of their own; transfer is the 112 room's


def test_every_act_of_those_who_work_here_has_a_move() -> None:
    of_staff = {line.act for line in TRANSITIONS if line.roles - NOT_STAFF}
    assert of_staff == set(BY_ACT) | ELSEWHERE


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SUPERVISOR, Role.OFFICER])
def test_no_key_means_two_acts_at_once(state: State, role: Role) -> None:
    open_now = [line.act for line in TRANSITIONS if state in line.sources and role in line.roles]
    keys = Counter(BY_ACT[act].key for act in open_now if act in BY_ACT and BY_ACT[act].key)
    assert not [key for key, count in keys.items() if count > 1]
    assert not {"j", "k", "n", "o", "v", "e", "f", "i", "u", "/", "?"} & set(keys)


@pytest.mark.parametrize("act", list(Act))
def test_every_step_of_the_history_is_told_in_words(act: Act) -> None:
    kind = kind_of(act).removeprefix("cases.")
    with translation.override("id"):
        said = telling.told(Step(seq=1, kind=kind, at=datetime(2026, 11, 24, tzinfo=UTC), who="coordinator"))
    assert said.icon != "dots"
    assert "_" not in said.title


def test_codes_of_other_parts_have_words() -> None:
    assert set(words.CLASSIFICATIONS) == set(Classification.values)
    assert set(words.PARTY_ROLES) == set(CaseParty.Role.values)
    assert set(words.MESSAGE_STATES) == set(Message.State.values)
    assert set(words.ROLES) == {role.value for role in Role if role not in NOT_STAFF}
    assert set(words.MESSAGES) >= set(texts.NAMES)
    assert set(words.REQUESTS) == set(requests.KINDS)
    assert set(words.REQUEST_DECISIONS) == set(requests.DECISIONS)
    assert set(words.REQUEST_GROUNDS) == set(requests.GROUNDS)
    assert set(words.CHANNELS) >= set(requests.CHANNELS)


def test_every_tone_of_a_badge_has_its_colour_in_the_look() -> None:
    look = (Path(__file__).parents[4] / "frontend/css/components.css").read_text()
    pages = (Path(__file__).parents[1] / "templates").rglob("*.html")
    written = {tone for page in pages for tone in re.findall(r'data-tone="(\w+)"', page.read_text())}
    tones = written | {mark.tone for mark in words.MESSAGE_STATES.values()}
    assert {tone for tone in tones if f".badge[data-tone={tone}]" not in look} == set()


def test_every_queue_stands_in_one_group() -> None:
    everyone = Actor("user:1", frozenset({Role.SUPERVISOR}))
    names = {*known.OF_COORDINATOR, *known.OF_AGENCY, *known.OF_ENTERED}
    shown = [line.name for group in queues.groups(names, everyone) for line in group.lines]
    assert sorted(shown) == sorted(names)


def test_moves_are_open_to_the_roles_of_the_table() -> None:
    assert set(MOVES["restore"].roles) == {Role.SUPERVISOR}
    assert Role.OFFICER in MOVES["send-back"].roles


def test_what_follows_from_an_act_is_told_with_the_citys_own_limits(kediri: None, db: None) -> None:
    DeadlineRule.objects.filter(stage="close").update(amount=7)
    cached.forget_all()
    with translation.override("id"):
        assert MOVES["answer"].told.endswith("Pelapor dapat membalas selama 7 hari kerja.")
        assert MOVES["postpone"].told.endswith("Setelah 30 hari diarsipkan oleh sistem.")
