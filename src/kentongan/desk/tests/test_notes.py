"""Internal notes: for those who read the case, with mentions that are counted, told once, and never leave the house."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kentongan.agencies.queries import actor_for
from kentongan.cases import actions
from kentongan.cases.models import Case, Mention, Note
from kentongan.cases.queries.notes import unseen_mentions
from kentongan.core import clock
from kentongan.core.errors import NotFound, Refused
from kentongan.desk.tests.conftest import WORK, Desk, cost_of, new_user, signed_in
from kentongan.history.queries import stream_of
from kentongan.intake.colleagues import tell_colleagues
from kentongan.notifications.models import Message

SAID = "Sudah dicek ke lokasi, @koordinator tolong dibaca."


def noting(client: Client, number: str, text: str = SAID, **told: str) -> int:
    return client.post(f"/desk/cases/{number}/note/", {"text": text, **told}).status_code


def counted(client: Client) -> str:
    page = client.get("/desk/?queue=all").content.decode()
    found = re.search(r'data-counter="mentions">([^<]*)<', page)
    assert found
    return found[1]


def test_a_note_stands_in_the_history_of_the_case_and_moves_nothing(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    before = Case.objects.values("head_seq", "state", "due_at").get(number=number)
    assert noting(officer, number) == 302
    page = officer.get(f"/desk/cases/{number}/").content.decode()
    assert "Sudah dicek ke lokasi" in page
    assert '<b class="at">@Petugas Koordinator</b>' in page
    assert Case.objects.values("head_seq", "state", "due_at").get(number=number) == before


def test_pressed_twice_it_is_one_note(desk: Desk, officer: Client) -> None:
    number = desk.routed()
    assert [noting(officer, number), noting(officer, number)] == [302, 302]
    assert Note.objects.count() == 1
    assert noting(officer, number, "Kata lain.") == 302
    assert Note.objects.count() == 2


def test_who_is_mentioned_finds_it_counted_until_he_opens_the_case(
    desk: Desk, officer: Client, coordinator: Client
) -> None:
    number = desk.routed()
    assert counted(coordinator) == "0"
    noting(officer, number)
    assert (counted(coordinator), counted(officer)) == ("1", "0")
    assert coordinator.get("/desk/pulse/?queue=all").json()["counters"]["mentions"] == "1"
    assert "baru" in coordinator.get("/desk/mentions/").content.decode()
    assert counted(coordinator) == "1"
    coordinator.get(f"/desk/cases/{number}/")
    assert counted(coordinator) == "0"
    assert "Sudah dicek" in coordinator.get("/desk/mentions/").content.decode()


def test_all_mentions_can_be_said_to_be_read(desk: Desk, officer: Client, coordinator: Client) -> None:
    for key in ("1", "2"):
        noting(officer, desk.routed(key))
    assert counted(coordinator) == "2"
    assert coordinator.post("/desk/mentions/").status_code == 302
    assert counted(coordinator) == "0"


def test_one_who_may_not_read_it_cannot_be_mentioned(desk: Desk, officer: Client) -> None:
    number = desk.routed()
    for name in ("lampu", "tidakada"):
        response = officer.post(f"/desk/cases/{number}/note/", {"text": f"@{name} tolong dibantu"})
        assert response.status_code == 422
        said = response.content.decode()
        assert f"@{name}: tidak ada orang dengan nama ini yang boleh membaca catatan ini." in said
        assert f"@{name} tolong dibantu" in said
    assert not Note.objects.exists()


def test_a_note_for_the_own_office_is_read_and_can_mention_there_alone(
    desk: Desk, officer: Client, coordinator: Client
) -> None:
    number = desk.routed()
    colleague = new_user("rekanjalan", "field_officer", "dpupr")
    assert noting(officer, number, audience="agency") == 422
    assert noting(officer, number, "Internal kita dulu, @rekanjalan.", audience="agency") == 302
    assert "Internal kita" in signed_in(colleague).get(f"/desk/cases/{number}/").content.decode()
    assert "Internal kita" not in coordinator.get(f"/desk/cases/{number}/").content.decode()
    key = Note.objects.get().pk
    assert coordinator.post(f"/desk/cases/{number}/note/{key}/", {"text": "Lain."}).status_code == 404


def test_a_mention_of_a_case_one_may_not_read_any_more_is_not_counted(desk: Desk, officer: Client) -> None:
    number = desk.routed(confidential=True)
    colleague = new_user("rekanjalan", "officer", "dpupr")
    noting(officer, number, "@rekanjalan tolong lanjutkan.")
    assert counted(signed_in(colleague)) == "1"
    actions.send_back(number, reason="Bukan jalan kota.", by=desk.by_roads)
    client = signed_in(colleague)
    assert counted(client) == "0"
    assert "tolong lanjutkan" not in client.get("/desk/mentions/").content.decode()
    assert "tolong lanjutkan" not in client.get(f"/desk/cases/{number}/").content.decode()


def test_numbers_and_addresses_of_people_are_refused(desk: Desk, officer: Client) -> None:
    response = officer.post(f"/desk/cases/{desk.routed()}/note/", {"text": "Telepon pelapor 0811-0000-047."})
    assert response.status_code == 422
    assert "tidak memuat nomor" in response.content.decode()


def test_only_those_who_read_the_whole_case_write(desk: Desk, stranger: Client) -> None:
    number, hidden = desk.routed("1"), desk.routed("2", confidential=True)
    assert noting(stranger, number, "Coba.") == 422
    assert noting(stranger, hidden, "Coba.") == 404
    auditor = new_user("auditor", "auditor")
    assert noting(signed_in(auditor), number, "Coba.") == 403
    with pytest.raises(Refused):
        actions.write_note(number, text="Coba.", by=actor_for(auditor))
    assert noting(signed_in(new_user("wali", "leader")), number, "Coba.") == 403


def test_its_author_changes_it_for_ten_minutes_and_history_keeps_the_mark(desk: Desk, officer: Client) -> None:
    number = desk.routed()
    noting(officer, number)
    key = Note.objects.get().pk
    form = officer.get(f"/desk/cases/{number}/note/{key}/")
    assert "Sudah dicek ke lokasi" in form.content.decode()
    assert officer.post(f"/desk/cases/{number}/note/{key}/", {"text": "Sudah beres."}).status_code == 302
    page = officer.get(f"/desk/cases/{number}/").content.decode()
    assert ("Sudah beres." in page, "Sudah dicek" in page, "diubah" in page) == (True, False, True)
    assert not Mention.objects.exists()
    noted, edited = stream_of(f"note:{key}")
    assert (noted.kind, edited.kind) == ("cases.noted", "cases.note_edited")
    assert len({*noted.body["texts"].values(), *edited.body["texts"].values()}) == 2
    with pytest.raises(Refused):
        actions.edit_note(str(key), text="Punya orang.", by=desk.by)
    clock.move(timedelta(minutes=11))
    try:
        assert officer.post(f"/desk/cases/{number}/note/{key}/", {"text": "Terlambat."}).status_code == 422
    finally:
        clock.move(timedelta(0))
    assert Note.objects.get().text == "Sudah beres."


def test_a_note_written_meanwhile_leaves_an_open_form_good(desk: Desk, officer: Client, coordinator: Client) -> None:
    number = desk.routed()
    seq = Case.objects.get(number=number).head_seq
    noting(coordinator, number, "Mohon cepat, @jalan.")
    told = {"text": WORK, "seq": str(seq)}
    assert officer.post(f"/desk/cases/{number}/follow-up/", told).status_code == 302


def test_each_mention_goes_out_by_mail_once_a_note_and_says_nothing_of_it(desk: Desk, officer: Client) -> None:
    number = desk.routed()
    noting(officer, number)
    key = Note.objects.get().pk
    actions.edit_note(str(key), text="Lain, @koordinator dan @koordinator.", by=desk.by_roads)
    for _ in range(2):
        tell_colleagues(stream_of(f"note:{key}"))
    message = Message.objects.get(text_name="mentioned")
    assert number in str(message.title)
    assert "lokasi" not in str(message.body)


def test_letters_offer_those_who_may_read_it(desk: Desk, officer: Client, stranger: Client) -> None:
    number = desk.routed()
    address = f"/desk/cases/{number}/people/"
    found = officer.get(address, {"q": "petugas"}).json()["people"]
    assert [one["username"] for one in found] == ["koordinator"]
    assert officer.get(address, {"q": "petugas", "audience": "agency"}).json()["people"] == []
    assert stranger.get(address, {"q": "petugas"}).json()["people"] == []
    assert "@koordinator" in officer.get(f"/desk/cases/{number}/note/").content.decode()


def test_the_pages_cost_the_same_with_one_note_and_with_five(desk: Desk, officer: Client, coordinator: Client) -> None:
    number = desk.routed()
    pages = ("/desk/mentions/", f"/desk/cases/{number}/", "/desk/?queue=all")
    noting(officer, number)
    coordinator.get(pages[1])
    before = [cost_of(coordinator, address) for address in pages]
    for n in range(4):
        noting(officer, number, f"{SAID} {n}")
    coordinator.get(pages[1])
    assert [cost_of(coordinator, address) for address in pages] == before
    assert before[0] <= 9


def test_a_list_of_mentions_has_pages(desk: Desk, coordinator: Client) -> None:
    number = desk.routed()
    for n in range(45):
        actions.write_note(number, text=f"Ke-{n} @koordinator", by=desk.by_roads)
    assert unseen_mentions(desk.by) == 45
    first = coordinator.get("/desk/mentions/").content.decode()
    after = re.search(r'href="\?after=(\d+)"', first)
    assert after
    rest = coordinator.get("/desk/mentions/", {"after": after[1]}).content.decode()
    assert (first.count("noted"), rest.count("noted")) == (40, 5)


def test_a_note_is_found_by_its_readers_alone(desk: Desk) -> None:
    number = desk.routed(confidential=True)
    key = actions.write_note(number, text="Rahasia kantor.", by=desk.by_roads)
    with pytest.raises(NotFound):
        actions.edit_note(str(key), text="x", by=actor_for(desk.lamps))
