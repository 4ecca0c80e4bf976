"""Forms shown before a colleague's act: both values are said, and nobody's work is overwritten unseen."""

from typing import Any

import pytest
from django.test import Client

from kentongan.agencies.queries import agency
from kentongan.cases import actions
from kentongan.cases.actions import Verification
from kentongan.cases.models import Case, Category
from kentongan.desk.tests.conftest import Desk, new_user, signed_in, state_of
from kentongan.desk.tests.test_acts import act, edit_form

HX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?queue=verify"}


@pytest.fixture
def colleague(desk: Desk) -> Client:
    return signed_in(new_user("rekan", "coordinator"))


def hidden_of(client: Client, address: str) -> dict[str, Any]:
    """What the form carries besides the answers."""
    response = client.get(address)
    shown = {f"shown_{name}": value for name, value in response.context["shown"].items()}
    return shown | {"seq": response.context["page"].head_seq}


def answers(**changes: Any) -> dict[str, Any]:
    base = {"classification": "unsupervised", "category": "jalan", "lead": agency("dpupr").id, "note": ""}
    return base | {"is_anonymous": "no", "is_confidential": "no"} | changes


@pytest.mark.parametrize("headers", [{}, HX])
def test_a_colleagues_answers_are_not_overwritten_unseen(
    desk: Desk, coordinator: Client, colleague: Client, headers: dict[str, str]
) -> None:
    number = desk.received()
    form = hidden_of(coordinator, f"/desk/cases/{number}/preview/")
    act(colleague, number, "verify", answers(is_confidential="yes", only="1"))

    response = act(coordinator, number, "verify", form | answers(only="1"), headers=headers)

    assert response.status_code == 409
    page = response.content.decode()
    assert "Ada yang lebih dahulu" in page
    row = page.split("Ada yang lebih dahulu")[1].split("</table>")[0]
    assert "Rahasia" in row
    assert "Terbuka" in row
    assert Case.objects.get(number=number).is_confidential
    again = {f"shown_{name}": value for name, value in response.context["shown"].items()}
    assert act(coordinator, number, "verify", answers(only="1") | again | {"seq": ""}).status_code == 302
    assert not Case.objects.get(number=number).is_confidential


@pytest.mark.parametrize("headers", [{}, HX])
def test_a_case_a_colleague_has_passed_on_stays_where_it_is(
    desk: Desk, coordinator: Client, colleague: Client, headers: dict[str, str]
) -> None:
    number = desk.received()
    form = hidden_of(coordinator, f"/desk/cases/{number}/preview/")
    act(colleague, number, "verify", answers(lead=agency("perkim").id))

    response = act(coordinator, number, "verify", form | answers(), headers=headers)

    assert response.status_code == 409
    row = response.content.decode().split("Ada yang lebih dahulu")[1].split("</table>")[0]
    assert "Perkim" in row
    assert "DPUPR" in row
    assert Case.objects.get(number=number).lead_id == agency("perkim").id


def test_the_dialog_of_passing_on_says_who_has_it_by_now(desk: Desk, coordinator: Client, colleague: Client) -> None:
    number = desk.routed()
    form = hidden_of(coordinator, f"/desk/cases/{number}/route/")
    act(colleague, number, "route", {"lead": agency("perkim").id, "support": [agency("dishub").id]})

    mine = {"lead": agency("tirta-dhaha").id}
    response = act(coordinator, number, "route", form | mine)

    assert response.status_code == 409
    row = response.content.decode().split("Ada yang lebih dahulu")[1].split("</table>")[0]
    assert "Perkim" in row
    assert "Dishub" in row
    assert Case.objects.get(number=number).lead_id == agency("perkim").id
    again = {f"shown_{name}": value for name, value in response.context["shown"].items()}
    assert act(coordinator, number, "route", again | mine).status_code == 302
    assert Case.objects.get(number=number).lead_id == agency("tirta-dhaha").id


def test_a_form_that_comes_back_for_a_missing_answer_still_says_what_it_showed(
    desk: Desk, coordinator: Client, colleague: Client
) -> None:
    number = desk.routed()
    form = hidden_of(coordinator, f"/desk/cases/{number}/route/")
    act(colleague, number, "route", {"lead": agency("perkim").id})

    response = act(coordinator, number, "route", form)

    assert response.status_code == 422
    assert response.context["shown"]["lead"] == form["shown_lead"]


def test_signs_that_are_no_figures_are_no_failure_of_the_server(desk: Desk, coordinator: Client) -> None:
    number = desk.routed()
    form = {"shown_lead": "²", "shown_support": "² ½", "seq": "²", "lead": agency("perkim").id}
    assert act(coordinator, number, "route", form).status_code == 409
    assert Case.objects.get(number=number).lead_id == desk.roads.agency_id


@pytest.mark.parametrize("flag", ["is_anonymous", "is_confidential"])
def test_what_a_reporter_asked_for_is_locked_in_the_edit(desk: Desk, coordinator: Client, flag: str) -> None:
    number = desk.received("1", **{flag: True})
    page = coordinator.get(f"/desk/cases/{number}/edit/").content.decode()
    assert f'id="id_{flag}" checked disabled' in page
    assert page.count("tidak dapat dicabut") == 1

    form = edit_form(coordinator, number)
    assert act(coordinator, number, "edit", form | {"title": "Judul saya"}).status_code == 302
    form = edit_form(coordinator, number)
    del form[flag]
    response = act(coordinator, number, "edit", form)

    assert response.status_code == 422
    assert "tidak dapat dicabut" in response.content.decode().split('role="alert"')[1]
    assert getattr(Case.objects.get(number=number), flag)


def test_a_sensitive_matter_is_refused_as_open_beside_its_field(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    Category.objects.filter(code="jalan").update(is_sensitive=True)

    response = act(coordinator, number, "verify", answers(seq=""))
    assert response.status_code == 422
    assert "kategori ini selalu rahasia" in response.content.decode()
    response = act(coordinator, number, "verify", answers(seq="", classification="supervised", category="pju"))
    assert "berkadar pengawasan selalu rahasia" in response.content.decode()

    assert state_of(number) == "received"


def test_tags_and_the_position_are_edited(desk: Desk, coordinator: Client) -> None:
    number = desk.received("1", lat=-7.8166, lon=112.0118)
    form = edit_form(coordinator, number)
    assert form["has_position"] == "on"
    assert act(coordinator, number, "edit", form | {"tags": " sekolah,  rawan ,sekolah"}).status_code == 302
    assert Case.objects.get(number=number).tags == ["sekolah", "rawan"]
    assert "penanda" in coordinator.get(f"/desk/cases/{number}/").content.decode()

    form = edit_form(coordinator, number)
    assert form["shown_tags"] == "sekolah, rawan"
    before = Case.objects.get(number=number).head_seq
    assert act(coordinator, number, "edit", form).status_code == 302
    assert Case.objects.get(number=number).head_seq == before  # nothing was touched
    del form["has_position"]
    assert act(coordinator, number, "edit", form).status_code == 302
    case = Case.objects.get(number=number)
    assert (case.lat, case.lon, case.cell) == (None, None, None)
    assert case.tags == ["sekolah", "rawan"]


def test_tags_two_changed_are_shown_with_both_values(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    form = edit_form(coordinator, number)
    actions.edit(number, {"tags": actions.Wanted((), ("rekan",))}, by=desk.by)

    response = act(coordinator, number, "edit", form | {"tags": "saya"})

    assert response.status_code == 409
    assert "rekan" in response.content.decode()
    chosen = form | {"tags": "saya", "shown_tags": "rekan", "choose_tags": "theirs"}
    assert act(coordinator, number, "edit", chosen).status_code == 302
    assert Case.objects.get(number=number).tags == ["rekan"]


def test_answers_as_they_stand_are_no_second_verification(desk: Desk, coordinator: Client) -> None:
    number = desk.received()
    actions.verify(number, Verification("unsupervised", "jalan", False, False), by=desk.by)
    before = Case.objects.get(number=number).head_seq

    assert act(coordinator, number, "verify", answers(seq="", only="1")).status_code == 302

    assert Case.objects.get(number=number).head_seq == before
