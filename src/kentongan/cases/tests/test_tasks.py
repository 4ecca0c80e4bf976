"""Tasks: given by the lead within the reporter's limit, settled by their agency, ended with its part."""

from datetime import date, timedelta

import pytest

from kentongan.cases import actions, queries
from kentongan.cases.models import Case, Deadline, Task
from kentongan.cases.queries.tasks import task_list
from kentongan.cases.tests.conftest import Town, actor
from kentongan.cases.tests.driving import REFERRAL, in_state
from kentongan.cases.tests.factories import pk_of
from kentongan.cases.workflow import Act, State
from kentongan.core import clock
from kentongan.core.actor import PUBLIC, Actor, Role
from kentongan.core.errors import NotFound, Refused
from kentongan.history.queries import stream_of

S = State
WORK = "Pindahkan tiang lampu nomor 7."


def given(town: Town, number: str, *, agency: int = 0, due_on: date | None = None, by: Actor | None = None) -> Task:
    actions.give_task(
        number,
        agency=agency or town.lamps.pk,
        text=WORK,
        due_on=due_on or clock.today(),
        by=by or town.roads_officer,
    )
    return Task.objects.latest("id")


def last(number: str) -> tuple[str, dict[str, object]]:
    event = stream_of(f"case:{pk_of(number)}")[-1]
    return event.kind, dict(event.body)


def test_the_lead_gives_a_task_and_both_sides_see_what_becomes_of_it(town: Town) -> None:
    number, reporter = in_state(town, S.IN_PROGRESS)
    task = given(town, number)
    kind, body = last(number)
    assert (kind, body["task"], body["for"], body["on"]) == (
        "cases.task_given",
        task.pk,
        town.lamps.pk,
        clock.today().isoformat(),
    )
    assert WORK not in str(body)
    assert [row.task.text for row in task_list(is_open=True, by=town.lamps_officer).rows] == [WORK]

    actions.settle_task(number, task.pk, is_done=True, text="Tiang sudah dipindah.", by=town.lamps_officer)

    assert last(number)[0] == "cases.task_done"
    for by in (town.roads_officer, town.lamps_officer, town.coordinator):
        (seen,) = queries.case_page(number, by=by).tasks
        assert (seen.state, seen.settled_text, seen.name) == ("done", "Tiang sudah dipindah.", "Lamps")
    assert task_list(is_open=True, by=town.lamps_officer).rows == ()
    assert len(task_list(is_open=False, by=town.lamps_officer).rows) == 1
    page = queries.reporter_page(reporter)
    assert page.agency == "Roads"  # one owner, as before
    assert not [step for step in page.timeline if step.kind.startswith("task")]


def test_a_task_is_declined_only_with_a_reason_and_settled_once(town: Town) -> None:
    number, _ = in_state(town, S.ROUTED)
    task = given(town, number)
    with pytest.raises(Refused):
        actions.settle_task(number, task.pk, is_done=False, text=" ", by=town.lamps_officer)
    actions.settle_task(number, task.pk, is_done=False, text="Tiang milik PLN.", by=town.lamps_officer)
    before = Case.objects.get(number=number).head_seq
    actions.settle_task(number, task.pk, is_done=False, text="Tiang milik PLN.", by=town.lamps_officer)
    assert Case.objects.get(number=number).head_seq == before  # said twice is once
    with pytest.raises(Refused, match="tidak terbuka"):
        actions.settle_task(number, task.pk, is_done=True, text="Ternyata bisa.", by=town.lamps_officer)
    task.refresh_from_db()
    assert task.state == "returned"


def test_a_task_lies_within_the_reporters_limit(town: Town) -> None:
    number, _ = in_state(town, S.IN_PROGRESS)
    promised = Deadline.objects.get(case__number=number, stage="resolve", dropped_at=None)
    ends = clock.local(promised.due_at).date()
    for day in (clock.today() - timedelta(days=1), ends + timedelta(days=1)):
        with pytest.raises(Refused) as refusal:
            given(town, number, due_on=day)
        assert refusal.value.field == "due_on"
    given(town, number, due_on=ends)
    promised.refresh_from_db()
    assert clock.local(promised.due_at).date() == ends


def test_only_who_has_a_part_is_given_a_task_and_only_the_lead_gives_it(town: Town) -> None:
    number, _ = in_state(town, S.IN_PROGRESS)
    actions.share(number, agency=town.water.pk, passage="Pipa bocor?", by=town.roads_officer)
    with pytest.raises(Refused) as refusal:
        given(town, number, agency=town.water.pk)  # asked for advice, not to work
    assert refusal.value.field == "agency"
    for by in (town.lamps_officer, town.water_officer):
        with pytest.raises(Refused):
            given(town, number, by=by)
    with pytest.raises((Refused, NotFound)):
        given(town, number, by=actor(Role.OFFICER))
    given(town, number, agency=town.roads.pk)  # itself
    given(town, number, by=town.coordinator)


@pytest.mark.parametrize("who", ["lead", "coordinator", "stranger", "field officer"])
def test_nobody_settles_the_task_of_another(town: Town, who: str) -> None:
    number, _ = in_state(town, S.IN_PROGRESS)
    task = given(town, number)
    by = {
        "lead": town.roads_officer,
        "coordinator": town.coordinator,
        "stranger": town.water_officer,
        "field officer": actor(Role.FIELD_OFFICER, town.lamps),
    }[who]
    with pytest.raises((Refused, NotFound)):
        actions.settle_task(number, task.pk, is_done=True, text="Beres.", by=by)
    task.refresh_from_db()
    assert task.state == "open"


def test_the_lead_and_the_coordinator_take_a_task_back_and_its_agency_does_not(town: Town) -> None:
    number, _ = in_state(town, S.IN_PROGRESS)
    for by in (town.roads_officer, town.coordinator):
        task = given(town, number)
        with pytest.raises(Refused):
            actions.withdraw_task(number, task.pk, text="Tidak perlu.", by=town.lamps_officer)
        actions.withdraw_task(number, task.pk, text="Tidak perlu.", by=by)
        task.refresh_from_db()
        assert (task.state, last(number)[0]) == ("withdrawn", "cases.task_withdrawn")


def test_the_lead_answers_past_open_tasks_only_where_he_says_so(town: Town) -> None:
    number, _ = in_state(town, S.IN_PROGRESS)
    given(town, number)
    with pytest.raises(Refused, match="belum selesai") as refusal:
        actions.answer(number, text="Jalan sudah ditambal.", by=town.roads_officer)
    assert refusal.value.field == "despite_tasks"
    actions.answer(number, text="Jalan sudah ditambal.", despite_tasks=True, by=town.roads_officer)
    assert last(number)[1]["open_tasks"] == 1


@pytest.mark.parametrize("way", ["send_back", "refer", "other_lead", "without_support", "close"])
def test_a_task_ends_with_the_part_of_its_agency(town: Town, way: str) -> None:
    number, reporter = in_state(town, S.ROUTED)
    task = given(town, number)
    if way == "send_back":
        actions.send_back(number, reason="Bukan jalan kota.", by=town.roads_officer)
    elif way == "refer":
        actions.refer(number, REFERRAL, by=town.coordinator)
    elif way == "other_lead":
        actions.route(number, lead=town.water.pk, support=[town.lamps.pk], by=town.coordinator)
    elif way == "without_support":
        actions.route(number, lead=town.roads.pk, by=town.coordinator)
    else:
        actions.follow_up(number, text="Sudah disurvei tadi pagi.", by=town.roads_officer)
        actions.answer(number, text="Selesai dikerjakan.", despite_tasks=True, by=town.roads_officer)
        actions.close(number, by=reporter)
    task.refresh_from_db()
    assert task.state == "withdrawn"
    assert last(number)[1]["tasks"] == [task.pk]


def test_routed_again_with_the_same_lead_a_task_stays(town: Town) -> None:
    number, _ = in_state(town, S.ROUTED)
    task = given(town, number)
    actions.route(number, lead=town.roads.pk, support=[town.lamps.pk, town.water.pk], by=town.coordinator)
    task.refresh_from_db()
    assert task.state == "open"


def test_of_a_confidential_case_a_supporter_sees_its_own_task_and_no_other(town: Town) -> None:
    number, _ = in_state(town, S.ROUTED)
    actions.route(number, lead=town.roads.pk, support=[town.lamps.pk, town.water.pk], by=town.coordinator)
    given(town, number)
    given(town, number, agency=town.water.pk)
    Case.objects.filter(number=number).update(is_confidential=True)
    page = queries.case_page(number, by=town.lamps_officer)
    assert [task.agency for task in page.tasks] == [town.lamps.pk]
    assert [step.to for step in page.timeline if step.kind == "task_given"] == [("Lamps",)]
    assert Act.GIVE_TASK not in page.acts
    (row,) = task_list(is_open=True, by=town.lamps_officer).rows
    assert (row.title, row.task.text) == (None, WORK)


def test_the_public_sees_no_task(town: Town) -> None:
    number, _ = in_state(town, S.IN_PROGRESS)
    given(town, number)
    assert WORK not in repr(queries.public_case(pk_of(number)))
    assert queries.case_page(number, by=PUBLIC).tasks == ()
    assert task_list(is_open=True, by=town.coordinator).rows == ()


def test_the_list_pages_and_costs_the_same_at_any_length(town: Town) -> None:
    number, _ = in_state(town, S.IN_PROGRESS)
    for _n in range(5):
        given(town, number)
    seen, after = [], None
    while True:
        page = task_list(is_open=True, by=town.lamps_officer, after=after, limit=2)
        seen += [row.task.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == sorted(seen)
    assert len(seen) == 5
