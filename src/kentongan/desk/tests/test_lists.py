"""No list of the desk asks the database more often at a hundred rows than at one."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from kentongan.agencies.models import User
from kentongan.cases import actions
from kentongan.cases.models import Case, Mention, Note, Tag
from kentongan.cases.tests.factories import new_case
from kentongan.core import cached, clock
from kentongan.desk.tests.conftest import Desk, cost_of, new_user, signed_in
from kentongan.notifications.models import Message
from kentongan.workspace.models import AnswerTemplate, Bulk, BulkLine, SavedView, Watch

MANY = 100
Fill = Callable[[Desk, int], object]


def cases(desk: Desk, count: int) -> list[Case]:
    roads, lamps = desk.roads.agency_id or 0, desk.lamps.agency_id or 0
    made = [new_case(lead=roads, support=[lamps], state="in_progress", tags=["banjir"]) for _ in range(count)]
    Tag.objects.get_or_create(name="banjir")
    return made


def watches(desk: Desk, count: int) -> None:
    rows = (Watch(user=desk.coordinator.pk, subject=f"case:{case.number}", seen=-1) for case in cases(desk, count))
    Watch.objects.bulk_create(rows)


def mentions(desk: Desk, count: int) -> None:
    for case in cases(desk, count):
        told = {"case": case, "author": desk.roads, "text": "Lihat @koordinator", "salt": b"x"}
        note = Note.objects.create(created_at=clock.now(), **told)
        Mention.objects.create(note=note, user=desk.coordinator)


def views(desk: Desk, count: int) -> None:
    held = SavedView.objects.count()
    SavedView.objects.bulk_create(
        SavedView(owner=desk.roads.pk, name=f"v{held + n}", query="queue=all", audience="role") for n in range(count)
    )
    SavedView.objects.update(role="coordinator")


def bulk_acts(desk: Desk, count: int) -> None:
    for _ in range(count):
        bulk = Bulk.objects.create(
            owner=desk.coordinator.pk, act="tag", state="done", asked="", trail="", created_at=clock.now()
        )
        BulkLine.objects.create(bulk=bulk, subject="case:x", seq=1, state="done")


def templates(desk: Desk, count: int) -> None:
    AnswerTemplate.objects.bulk_create(
        AnswerTemplate(name=f"t{n}", purpose="answer", text="Terima kasih.") for n in range(count)
    )


def tags(desk: Desk, count: int) -> None:
    held = Tag.objects.count()
    Tag.objects.bulk_create(Tag(name=f"tag {held + n}") for n in range(count))


def messages(desk: Desk, count: int) -> None:
    held = Message.objects.count()
    Message.objects.bulk_create(
        Message(
            reason_id=f"m{held + n}",
            subject_ref="report:1",
            text_name="receipt",
            language="id",
            channel="email",
            state="failed",
            uid=uuid4(),
            created_at=clock.now(),
            next_at=clock.now(),
        )
        for n in range(count)
    )


def users(desk: Desk, count: int) -> None:
    held = User.objects.count()
    rows = (User(username=f"n{held + n}", name=f"Nama {held + n}", roles=["officer"]) for n in range(count))
    User.objects.bulk_create(rows)


LISTS: dict[str, tuple[str, str, Fill]] = {
    "inbox": ("coordinator", "/desk/?queue=all", cases),
    "inbox of an agency": ("officer", "/desk/?queue=in_progress", cases),
    "rows alone": ("coordinator", "/desk/?queue=in_progress&order=newest", cases),
    "search": ("coordinator", "/desk/?queue=all&q=lubang", cases),
    "by tag": ("coordinator", "/desk/?queue=all&tag=banjir", cases),
    "on paper": ("coordinator", "/desk/print/?queue=all", cases),
    "watched": ("coordinator", "/desk/watched/", watches),
    "mentions": ("coordinator", "/desk/mentions/", mentions),
    "views": ("coordinator", "/desk/views/", views),
    "bulk acts": ("coordinator", "/desk/bulk/", bulk_acts),
    "templates": ("coordinator", "/desk/templates/", templates),
    "tags": ("coordinator", "/desk/tags/", tags),
    "undelivered": ("coordinator", "/desk/messages/", messages),
    "users": ("administrator", "/desk/setup/users/", users),
}


@pytest.mark.parametrize("name", list(LISTS))
def test_a_list_asks_no_more_at_a_hundred_rows_than_at_one(desk: Desk, name: str) -> None:
    role, address, fill = LISTS[name]
    user = {"coordinator": desk.coordinator, "officer": desk.roads}.get(role) or new_user("admin", role)
    client = signed_in(user)
    costs = []
    for count in (1, MANY - 1):
        fill(desk, count)
        cached.forget_all()
        assert client.get(address).status_code == 200
        costs.append(cost_of(client, address))
    assert costs[1] <= costs[0]


def test_the_preview_of_a_bulk_act_asks_no_more_for_a_hundred_cases_than_for_one(desk: Desk) -> None:
    client = signed_in(desk.coordinator)
    numbers = [case.number for case in cases(desk, MANY)]
    costs = []
    for some in (numbers[:1], numbers):
        answer = client.post("/desk/bulk/?queue=all", {"act": "tag", "case": some})
        client.get(answer.headers["Location"])
        costs.append(cost_of(client, answer.headers["Location"]))
    assert costs[0] == costs[1]


def test_a_case_with_a_hundred_steps_and_notes_asks_no_more_than_one_with_few(desk: Desk) -> None:
    client, number = signed_in(desk.coordinator), desk.in_progress()
    actions.write_note(number, text="Satu.", by=desk.by)
    address = f"/desk/cases/{number}/"
    client.get(address)
    before = cost_of(client, address)
    for n in range(20):
        actions.write_note(number, text=f"Ke-{n}", by=desk.by_roads)
        actions.follow_up(number, text=f"Regu ke-{n} berangkat pagi ini.", by=desk.by_roads)
    client.get(address)
    assert cost_of(client, address) == before
