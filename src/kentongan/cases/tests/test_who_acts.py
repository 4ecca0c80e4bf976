"""Who may take which act: the field's table typed in by hand, each act tried by every role and every part in a case."""

import pytest
from django.db import transaction

from kentongan.cases import actions, queries, workflow
from kentongan.cases.models import Case
from kentongan.cases.tests.conftest import Town, actor
from kentongan.cases.tests.driving import consulted, dispute, doing, in_state, requesting, submitted
from kentongan.cases.workflow import Act, State
from kentongan.core import actor as actors
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound, Refused

S = State
COORDINATOR, OFFICER, REPORTER, SYSTEM = Role.COORDINATOR, Role.OFFICER, Role.REPORTER, Role.SYSTEM
# typed in from the table of the field, not from the code: who may take the act, and a state it starts from
WHO: dict[Act, tuple[set[Role], State]] = {
    Act.VERIFY: ({COORDINATOR}, S.RECEIVED),
    Act.EDIT: ({COORDINATOR}, S.ROUTED),
    Act.ROUTE: ({COORDINATOR}, S.RECEIVED),
    Act.SEND_BACK: ({OFFICER}, S.ROUTED),
    Act.DECIDE: ({Role.SUPERVISOR}, S.RECEIVED),
    Act.LEAVE: ({Role.SUPERVISOR}, S.RECEIVED),
    Act.FOLLOW_UP: ({OFFICER}, S.ROUTED),
    Act.ASK: ({OFFICER, COORDINATOR}, S.IN_PROGRESS),
    Act.SHARE: ({OFFICER, COORDINATOR}, S.IN_PROGRESS),
    Act.GIVE_TASK: ({OFFICER, COORDINATOR}, S.IN_PROGRESS),
    Act.ADVISE: ({OFFICER}, S.IN_PROGRESS),
    Act.EXTEND: ({OFFICER, COORDINATOR}, S.IN_PROGRESS),
    Act.POSTPONE: ({COORDINATOR}, S.RECEIVED),
    Act.COMPLETE: ({REPORTER}, S.POSTPONED),
    Act.EXPIRE: ({SYSTEM}, S.POSTPONED),
    Act.ANSWER: ({OFFICER, COORDINATOR}, S.IN_PROGRESS),
    Act.REPLY: ({REPORTER}, S.ANSWERED),
    Act.CLOSE: ({COORDINATOR, REPORTER}, S.ANSWERED),
    Act.CLOSE_BY_SYSTEM: ({SYSTEM}, S.ANSWERED),
    Act.RATE: ({REPORTER}, S.CLOSED),
    Act.ARCHIVE: ({COORDINATOR}, S.RECEIVED),
    Act.RESTORE: ({Role.SUPERVISOR}, S.ARCHIVED),
    Act.REFER: ({COORDINATOR}, S.RECEIVED),
    Act.REFERRAL_ANSWERED: ({COORDINATOR}, S.REFERRED),
    Act.TAKE_BACK: ({COORDINATOR}, S.REFERRED),
    Act.MERGE: ({COORDINATOR}, S.ROUTED),
    Act.UNMERGE: ({COORDINATOR}, S.ROUTED),
    Act.TRANSFER: ({COORDINATOR, Role.CALL_TAKER}, S.ROUTED),
}
# what the officers of an agency may do, by the part it has in the case
OF_PART: dict[str, set[Act]] = {
    "lead": {Act.SEND_BACK, Act.FOLLOW_UP, Act.ASK, Act.SHARE, Act.ANSWER, Act.GIVE_TASK, Act.EXTEND},
    "support": {Act.FOLLOW_UP, Act.ASK},
    "consulted": {Act.ADVISE},
    "former": set(),
    "none": set(),
}


class Undone(Exception):
    """Takes back what was tried."""


def is_possible(town: Town, act: Act, number: str, reporter: Actor, by: Actor) -> bool:
    """Whether the act goes through and is written; what was tried is undone. One refused leaves the case as it was."""
    before = Case.objects.get(number=number).head_seq
    try:
        with transaction.atomic():
            try:
                doing(town, act, number, reporter, by=by)()
            except (Refused, NotFound):
                assert Case.objects.get(number=number).head_seq == before
                return False
            assert Case.objects.get(number=number).head_seq > before
            raise Undone
    except Undone:
        return True


def someone(role: Role, town: Town, reporter: Actor, act: Act) -> Actor:
    """One who has this role alone; of the reporters the case's own, of the agencies the leading one."""
    if role is REPORTER:
        return reporter
    if role is SYSTEM:
        return actors.system("timers")
    if role is Role.PARTNER:
        return actors.partner(7)
    if role is OFFICER and act is Act.ADVISE:
        return town.water_officer
    return actor(role, town.roads if role in {OFFICER, Role.FIELD_OFFICER} else None)


def test_every_act_has_its_line_here() -> None:
    assert set(WHO) == set(Act) - {Act.SUBMIT}
    assert {t.act: set(t.roles) for t in workflow.TRANSITIONS} == {act: roles for act, (roles, _s) in WHO.items()}


@pytest.mark.parametrize("act", list(WHO))
def test_an_act_is_taken_by_its_roles_and_refused_to_every_other(town: Town, act: Act) -> None:
    roles, state = WHO[act]
    number, reporter = in_state(town, state)
    if act is Act.UNMERGE:
        actions.merge(submitted("joined")[0], into=number, by=town.coordinator)
    if act in {Act.DECIDE, Act.LEAVE}:
        dispute(number)
    if act is Act.ADVISE:
        consulted(town, number)
    if act is Act.EXTEND:
        requesting(number)

    able = {role for role in Role if is_possible(town, act, number, reporter, someone(role, town, reporter, act))}

    assert able == roles
    assert not is_possible(town, act, number, reporter, actors.PUBLIC)


@pytest.mark.parametrize("act", list(WHO))
@pytest.mark.parametrize("part", list(OF_PART))
def test_an_officer_does_what_the_part_of_his_agency_allows(town: Town, part: str, act: Act) -> None:
    number, reporter, by = with_part(town, part, WHO[act][1])
    if act is Act.EXTEND:
        requesting(number)
    if act is Act.UNMERGE:
        actions.merge(submitted("joined")[0], into=number, by=town.coordinator)

    assert is_possible(town, act, number, reporter, by) == (act in OF_PART[part])


@pytest.mark.parametrize("part", list(OF_PART))
def test_the_buttons_of_an_officer_are_those_of_his_part(town: Town, part: str) -> None:
    number, _reporter, by = with_part(town, part, S.IN_PROGRESS)
    requesting(number)

    assert set(queries.case_page(number, by=by).acts) == OF_PART[part]


def with_part(town: Town, part: str, state: State) -> tuple[str, Actor, Actor]:
    """A case in this state, its reporter, and an officer whose agency has this part in it, where the state has any."""
    number, reporter = in_state(town, state)
    by = {"lead": town.roads_officer, "support": town.lamps_officer}.get(part, town.water_officer)
    is_with_agencies = state in {S.ROUTED, S.IN_PROGRESS}
    if part == "consulted" and is_with_agencies:
        actions.share(number, agency=town.water.pk, passage="Ada pipa?", by=town.roads_officer)
    if part == "former":
        number, reporter = sent_back_and_routed(town, state)
    return number, reporter, by


def sent_back_and_routed(town: Town, state: State) -> tuple[str, Actor]:
    """The water works had it first."""
    number, reporter = in_state(town, S.RECEIVED)
    actions.route(number, lead=town.water.pk, by=town.coordinator)
    actions.send_back(number, reason="Bukan pipa kami.", by=town.water_officer)
    if state in {S.ROUTED, S.IN_PROGRESS}:
        actions.route(number, lead=town.roads.pk, by=town.coordinator)
    if state is S.IN_PROGRESS:
        actions.follow_up(number, text="Sudah kami survei tadi.", by=town.roads_officer)
    return number, reporter
