"""Tasks and advice at the desk: given on the case, found in one's own list, settled, asked about."""

from datetime import timedelta

from django.test import Client

from kentongan.agencies.queries import agency
from kentongan.cases import actions
from kentongan.cases.models import Task
from kentongan.core import clock
from kentongan.desk.tests.conftest import CHECKED, WORK, Desk, cost_of, state_of
from kentongan.desk.tests.test_acts import act, seq_of

PART = "Pindahkan tiang lampu nomor 7."


def shared(desk: Desk) -> str:
    """A case the roads lead and the lamps support, in progress."""
    number = desk.verified()
    actions.route(number, lead=desk.roads.agency_id or 0, support=[agency("dishub").id], by=desk.by)
    actions.follow_up(number, text=WORK, by=desk.by_roads)
    return number


def give(client: Client, number: str, **changed: str) -> int:
    form = {"agency": str(agency("dishub").id), "text": PART, "due_on": clock.today().isoformat(), **changed}
    status: int = act(client, number, "give-task", form).status_code
    return status


def test_a_task_goes_its_way(desk: Desk, officer: Client, stranger: Client, coordinator: Client) -> None:
    number = shared(desk)
    dialog = officer.get(f"/desk/cases/{number}/give-task/").content.decode()
    assert "Dishub" in dialog
    assert "Dinsos" not in dialog  # only those with a part
    assert give(officer, number) == 302

    mine = stranger.get("/desk/tasks/").content.decode()
    assert PART in mine
    task = Task.objects.get()
    address = f"/desk/cases/{number}/tasks/{task.pk}/"
    assert PART in stranger.get(address).content.decode()
    empty = stranger.post(address, {"act": "return", "text": ""})
    assert empty.status_code == 422
    assert stranger.post(address, {"act": "done", "text": "Tiang sudah dipindah."}).status_code == 302
    for client in (officer, stranger, coordinator):
        page = client.get(f"/desk/cases/{number}/").content.decode()
        assert "Tugas selesai" in page
        assert "Tiang sudah dipindah." in page
    assert "Tidak ada tugas terbuka" in stranger.get("/desk/tasks/").content.decode()
    assert "Tiang sudah dipindah." in stranger.get("/desk/tasks/?show=settled").content.decode()


def test_what_is_wrong_with_a_task_is_said_beside_its_field_and_nothing_is_lost(desk: Desk, officer: Client) -> None:
    number = shared(desk)
    late = (clock.today() + timedelta(days=300)).isoformat()
    form = {"agency": str(agency("dishub").id), "text": PART, "due_on": late}
    response = act(officer, number, "give-task", form)
    page = response.content.decode()
    assert response.status_code == 422
    assert "saat itu tenggat pelapor berakhir" in page
    assert PART in page
    assert give(officer, number, due_on="") == 422
    assert give(officer, number, agency=str(agency("dinsos").id)) == 422
    assert Task.objects.count() == 0


def test_the_lead_takes_a_task_back_and_a_stranger_finds_none(desk: Desk, officer: Client, stranger: Client) -> None:
    number = shared(desk)
    give(officer, number)
    address = f"/desk/cases/{number}/tasks/{Task.objects.get().pk}/"
    refused = stranger.post(address, {"act": "withdraw", "text": "Tidak mau."})
    assert refused.status_code == 422
    assert officer.post(address, {"act": "nothing", "text": "?"}).status_code == 422
    assert officer.post(address, {"act": "withdraw", "text": "Tidak perlu lagi."}).status_code == 302
    assert "Tidak perlu lagi." in stranger.get(f"/desk/cases/{number}/").content.decode()
    for key in ("0", "tidak-ada"):
        assert officer.get(f"/desk/cases/{number}/tasks/{key}/").status_code == 404


def test_the_answer_asks_about_open_tasks(desk: Desk, officer: Client) -> None:
    number = shared(desk)
    give(officer, number)
    assert "Tetap menanggapi walau tugas belum selesai" in officer.get(f"/desk/cases/{number}/").content.decode()
    form = {"kind": "answer", "text": "Jalan sudah ditambal.", "seq": seq_of(number), **CHECKED}
    refused = act(officer, number, "write", form)
    assert (refused.status_code, state_of(number)) == (422, "in_progress")
    assert "1 tugas belum selesai" in refused.content.decode()
    assert act(officer, number, "write", {**form, "despite_tasks": "on"}).status_code == 302
    assert state_of(number) == "answered"


def test_advice_is_asked_with_a_day_and_given(desk: Desk, officer: Client, stranger: Client) -> None:
    number = desk.verified(confidential=True)
    actions.route(number, lead=desk.roads.agency_id or 0, by=desk.by)
    day = clock.today() + timedelta(days=3)
    form = {"agency": agency("dishub").id, "passage": "Bolehkah lampu dipindah?", "answer_on": day.isoformat()}
    assert act(officer, number, "share", form).status_code == 302
    mine = stranger.get("/desk/tasks/").content.decode()
    assert "Bolehkah lampu dipindah?" in mine
    assert "anak jatuh" not in mine
    assert "Beri saran" in stranger.get(f"/desk/cases/{number}/").content.decode()
    assert act(stranger, number, "advise", {"text": "Boleh, paling jauh dua meter."}).status_code == 302
    page = officer.get(f"/desk/cases/{number}/").content.decode()
    assert "Boleh, paling jauh dua meter." in page
    assert "Saran diberikan" in page


def test_the_list_costs_the_same_at_one_and_at_three(desk: Desk, officer: Client, stranger: Client) -> None:
    number = shared(desk)
    give(officer, number)
    stranger.get("/desk/tasks/")
    one = cost_of(stranger, "/desk/tasks/")
    give(officer, number)
    give(officer, number)
    assert cost_of(stranger, "/desk/tasks/") == one
