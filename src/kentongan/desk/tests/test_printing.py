"""On paper: without identity and notes, with its address, by whom and when; recorded where reading is."""

from django.test import Client

from kentongan.cases import actions
from kentongan.desk.tests.conftest import NAME, PHONE, Desk, new_user, photo, signed_in
from kentongan.history.queries import stream_of


def kinds(user: int) -> list[str]:
    return [event.kind for event in stream_of(f"user:{user}")]


def test_a_case_is_printed_without_identity_and_notes(desk: Desk, coordinator: Client) -> None:
    number = desk.answered(name=NAME, phone=PHONE, files=(photo(),))
    actions.write_note(number, text="Kata kantor saja.", by=desk.by)
    paper = coordinator.get(f"/desk/cases/{number}/print/").content.decode()
    for part in (number, "Jalan sudah ditambal.", "Dicetak oleh Petugas Koordinator", "<svg", "<img", "Jl. Kenanga"):
        assert part in paper
    for part in (NAME, "0811-0000-047", "Kata kantor saja."):
        assert part not in paper
    assert f"http://testserver/desk/cases/{number}/" in paper


def test_printing_a_confidential_case_is_recorded_and_stands_in_its_access_trail(
    desk: Desk, coordinator: Client
) -> None:
    number, plain = desk.routed("1", confidential=True), desk.routed("2")
    coordinator.get(f"/desk/cases/{plain}/print/")
    assert "cases.printed" not in kinds(desk.coordinator.pk)
    coordinator.get(f"/desk/cases/{number}/print/")
    assert "cases.printed" in kinds(desk.coordinator.pk)
    assert "mencetak aduan rahasia" in coordinator.get(f"/desk/cases/{number}/?tab=access").content.decode()


def test_what_one_may_not_see_is_not_printed(desk: Desk, stranger: Client) -> None:
    number = desk.routed(confidential=True)
    assert stranger.get(f"/desk/cases/{number}/print/").status_code == 404
    leader = signed_in(new_user("wali", "leader"))
    assert leader.get(f"/desk/cases/{number}/print/").status_code == 404
    assert number not in stranger.get("/desk/print/?queue=all").content.decode()


def test_a_list_is_printed_as_it_is_filtered_and_that_is_recorded(desk: Desk, coordinator: Client) -> None:
    fresh, other = desk.received("1"), desk.routed("2")
    paper = coordinator.get("/desk/print/?queue=verify").content.decode()
    assert (fresh in paper, other in paper) == (True, False)
    (event,) = [e for e in stream_of(f"user:{desk.coordinator.pk}") if e.kind == "cases.list_printed"]
    assert event.body == {"queue": "verify", "rows": 1}
    assert coordinator.get("/desk/print/?queue=new").status_code == 422
