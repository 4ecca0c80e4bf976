"""The acts of the desk: dialogs and pages, refusals beside the field, never twice, conflicts with both values."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.agencies.queries import agency
from kentongan.cases import actions
from kentongan.cases.actions import Wanted
from kentongan.cases.models import Attachment, Case, CaseText, Entry
from kentongan.desk.tests.conftest import CHECKED, WORK, Desk, new_user, photo, signed_in, state_of

HX = {"HX-Request": "true"}


def act(client: Client, number: str, slug: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
    return client.post(f"/desk/cases/{number}/{slug}/", data or {}, **more)


def seq_of(number: str) -> int:
    return Case.objects.get(number=number).head_seq


@pytest.mark.parametrize(
    ("slug", "data", "state"),
    [
        ("postpone", {"reason": "unclear_place", "missing": "Di jalan apa?"}, "postponed"),
        ("archive", {"reason": "too_general", "text": "Mohon lapor lagi lebih rinci."}, "archived"),
        ("refer", {"body": "PLN ULP Kediri", "contact": "Surat 12/2026", "text": "Kami teruskan ke PLN."}, "referred"),
    ],
)
def test_what_is_not_passed_on_is_put_aside_with_a_reason(
    desk: Desk, coordinator: Client, slug: str, data: dict[str, str], state: str
) -> None:
    number = desk.received()
    assert act(coordinator, number, slug, data).status_code == 302
    assert state_of(number) == state
    page = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert list(data.values())[-1] in page


@pytest.mark.parametrize("slug", ["postpone", "archive", "refer", "route"])
def test_an_act_without_its_reason_is_refused_beside_the_field(desk: Desk, coordinator: Client, slug: str) -> None:
    number = desk.verified()
    response = act(coordinator, number, slug)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert state_of(number) == "received"


def test_an_act_opens_as_a_page_and_as_a_dialog(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    page = coordinator.get(f"/desk/cases/{number}/postpone/").content.decode()
    dialog = coordinator.get(f"/desk/cases/{number}/postpone/", headers=HX).content.decode()
    assert page.startswith("<!doctype html>")
    assert "Tunda laporan ini?" in page
    assert "<!doctype" not in dialog
    assert "Tunda laporan ini?" in dialog


def test_what_the_life_cycle_refuses_is_said_in_the_form(desk: Desk, coordinator: Client) -> None:
    number = desk.routed()
    response = act(coordinator, number, "archive", {"reason": "too_general", "text": "Terlalu umum."}, headers=HX)
    assert response.status_code == 422
    assert (
        "“arsipkan” tidak dapat dilakukan selagi aduan berstatus “belum ditindaklanjuti”" in response.content.decode()
    )


def test_the_road_of_an_agency(desk: Desk, coordinator: Client, officer: Client) -> None:
    number = desk.routed()
    act(officer, number, "write", {"kind": "follow-up", "text": WORK, "seq": seq_of(number)})
    assert state_of(number) == "in_progress"
    act(officer, number, "write", {"kind": "ask", "text": "Di sebelah mana persisnya?", "seq": seq_of(number)})
    act(officer, number, "write", {"kind": "answer", "text": "Sudah ditambal.", "seq": seq_of(number), **CHECKED})
    assert state_of(number) == "answered"
    act(coordinator, number, "close", {"seq": seq_of(number)})
    assert state_of(number) == "closed"


def test_a_word_that_is_refused_stands_in_the_box_again(desk: Desk, officer: Client) -> None:
    number = desk.routed()
    response = act(officer, number, "write", {"kind": "follow-up", "text": "singkat", "seq": seq_of(number)})
    page = response.content.decode()
    assert response.status_code == 422
    assert "sedikitnya satu kalimat" in page
    assert ">singkat</textarea>" in page
    assert 'value="follow-up"' in page


def test_a_double_click_is_one_follow_up(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    form = {"kind": "follow-up", "text": "Lubang kedua juga sudah ditambal.", "seq": seq_of(number)}
    assert act(officer, number, "write", form).status_code == 302
    assert act(officer, number, "write", form).status_code == 302
    assert Entry.objects.filter(case__number=number, kind="follow_up").count() == 2


def test_another_word_from_the_same_page_is_another_act(desk: Desk, officer: Client) -> None:
    number = desk.in_progress()
    shown = seq_of(number)
    act(officer, number, "write", {"kind": "follow-up", "text": "Lubang kedua juga sudah ditambal.", "seq": shown})
    act(officer, number, "write", {"kind": "follow-up", "text": "Rambu dipasang di kedua sisi.", "seq": shown})
    assert Entry.objects.filter(case__number=number, kind="follow_up").count() == 3


def test_a_double_click_on_closing_says_closed_twice(desk: Desk, coordinator: Client) -> None:
    number = desk.answered()
    form = {"seq": seq_of(number)}
    assert act(coordinator, number, "close", form).status_code == 302
    assert act(coordinator, number, "close", form).status_code == 302


def test_evidence_is_public_only_when_the_officer_says_so(desk: Desk, officer: Client) -> None:
    number = desk.routed()
    for text, is_public in (("Lubang pertama sudah ditambal.", ""), ("Lubang kedua sudah ditambal.", "on")):
        file = SimpleUploadedFile("foto.jpg", photo().data, "image/jpeg")
        form = {"kind": "follow-up", "text": text, "photos": file, "are_files_public": is_public, "seq": ""}
        assert act(officer, number, "write", form).status_code == 302
    assert sorted(Attachment.objects.values_list("is_released", flat=True)) == [False, True]


def test_a_file_that_is_none_is_refused_in_words_and_nothing_is_written(desk: Desk, officer: Client) -> None:
    number = desk.routed()
    form = {"kind": "follow-up", "text": WORK, "photos": SimpleUploadedFile("a.jpg", b"<html>"), "seq": ""}
    response = act(officer, number, "write", form)
    assert response.status_code == 422
    assert "tidak diterima" in response.content.decode()
    assert state_of(number) == "routed"


def test_the_second_return_is_counted_and_the_third_announced(desk: Desk, officer: Client) -> None:
    number = desk.routed()
    Case.objects.filter(number=number).update(returns=2)
    assert "Ini pengembalian ketiga" in officer.get(f"/desk/cases/{number}/send-back/").content.decode()


def test_advice_is_asked_with_one_passage(desk: Desk, officer: Client, stranger: Client) -> None:
    number = desk.routed("1", is_confidential=True, anonymous=False, confidential=True)
    assert stranger.get(f"/desk/cases/{number}/").status_code == 404
    form = {"agency": agency("dishub").id, "passage": "Bolehkah lampu dipindah dua meter?", "seq": seq_of(number)}
    assert act(officer, number, "share", form).status_code == 302
    page = stranger.get(f"/desk/cases/{number}/").content.decode()
    assert "Bolehkah lampu dipindah dua meter?" in page
    assert "anak jatuh" not in page


def test_a_referral_is_answered_or_taken_back(desk: Desk, coordinator: Client) -> None:
    for key, slug, data, state in (
        ("1", "referral-answered", {"text": "PLN: sudah diperbaiki."}, "answered"),
        ("2", "take-back", {"reason": "Ternyata tiang milik kota."}, "received"),
    ):
        number = desk.received(key)
        act(coordinator, number, "refer", {"body": "PLN", "contact": "loket", "text": "Kami teruskan ke PLN."})
        act(coordinator, number, slug, data)
        assert state_of(number) == state


def test_a_referral_offers_the_bodies_with_their_contacts_and_keeps_who_said_so(
    desk: Desk, coordinator: Client
) -> None:
    number = desk.received()
    form = coordinator.get(f"/desk/cases/{number}/refer/").content.decode()
    assert "PLN" in form.partition("<datalist")[2].partition("</datalist>")[0]
    data = {"body": "PLN", "contact": "loket", "text": "Kami teruskan.", "said_by": "Dinas PUPR", "reference": "600/12"}
    late = act(coordinator, number, "refer", {**data, "expected_on": "2020-01-02"})
    assert (late.status_code, state_of(number)) == (422, "received")
    assert act(coordinator, number, "refer", {**data, "expected_on": "2030-01-02"}).status_code == 302
    page = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert "menurut Dinas PUPR" in page
    assert "600/12" in page


def test_only_a_supervisor_restores(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    act(coordinator, number, "archive", {"reason": "test", "text": "Uji coba saja."})
    assert act(coordinator, number, "restore", {"reason": "Bukan uji coba."}).status_code == 403
    supervisor = signed_in(new_user("penyelia", "supervisor"))
    assert act(supervisor, number, "restore", {"reason": "Bukan uji coba."}).status_code == 302
    assert state_of(number) == "received"


def test_two_cases_become_one_matter_and_two_again(desk: Desk, coordinator: Client) -> None:
    one, other = desk.verified("1"), desk.verified("2")
    assert act(coordinator, one, "merge", {"into": other, "seq": ""}).status_code == 302
    assert coordinator.get(f"/desk/cases/{one}/").status_code == 200
    assert Case.objects.get(number=other).report_count == 2
    act(coordinator, other, "unmerge", {"code": one, "seq": ""})
    assert Case.objects.get(number=other).report_count == 1


def edit_form(client: Client, number: str) -> dict[str, Any]:
    """The form as a browser would send it back, untouched."""
    response = client.get(f"/desk/cases/{number}/edit/")
    form = {f"shown_{name}": value for name, value in response.context["hidden"]}
    for name, value in response.context["form"].initial.items():
        if value is not False:
            form[name] = "on" if value is True else value
    return form


def test_a_saved_edit_stands_beside_the_original(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    form = edit_form(coordinator, number) | {"text": "Lubang di depan SD, anak jatuh.\r\nMohon ditambal."}
    assert act(coordinator, number, "edit", form).status_code == 302
    page = coordinator.get(f"/desk/cases/{number}/?tab=reports").content.decode()
    assert "Mohon ditambal." in page
    assert "anak jatuh dari sepeda" in page


def test_an_untouched_edit_is_no_act(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    before = seq_of(number)
    assert act(coordinator, number, "edit", edit_form(coordinator, number)).status_code == 302
    assert seq_of(number) == before


def test_a_field_that_moved_shows_both_values_and_the_writer_chooses(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    form = edit_form(coordinator, number)
    title = Case.objects.get(number=number).title
    actions.edit(number, {"title": Wanted(title, "Judul rekan")}, by=desk.by)
    mine = form | {"title": "Judul saya", "place_text": "Jl. Melati"}
    response = act(coordinator, number, "edit", mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Judul rekan" in page
    assert "Judul saya" in page
    assert Case.objects.get(number=number).place_text == "Jl. Kenanga"  # nothing of it was saved
    again = mine | {"shown_title": "Judul rekan"}
    assert act(coordinator, number, "edit", again | {"choose_title": "theirs"}).status_code == 302
    case = Case.objects.get(number=number)
    assert (case.title, case.place_text) == ("Judul rekan", "Jl. Melati")
    third = again | {"choose_title": "mine", "shown_place_text": "Jl. Melati"}
    assert act(coordinator, number, "edit", third).status_code == 302
    assert Case.objects.get(number=number).title == "Judul saya"


def test_fields_nobody_else_touched_never_conflict(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    form = edit_form(coordinator, number)
    actions.edit(number, {"place_text": Wanted("Jl. Kenanga", "Jl. Melati")}, by=desk.by)
    assert act(coordinator, number, "edit", form | {"title": "Judul saya"}).status_code == 302
    case = Case.objects.get(number=number)
    assert (case.title, case.place_text) == ("Judul saya", "Jl. Melati")


def test_a_flag_set_later_withdraws_what_was_published(desk: Desk, coordinator: Client) -> None:
    number = desk.verified()
    address = f"/laporan/{Case.objects.get(number=number).pk}/"
    assert Client().get(address).status_code == 200
    form = edit_form(coordinator, number) | {"is_confidential": "on"}
    assert act(coordinator, number, "edit", form).status_code == 302
    assert Case.objects.get(number=number).is_confidential
    assert Client().get(address).status_code == 404
    assert "@public" not in str(CaseText.objects.get(case__number=number).terms)
