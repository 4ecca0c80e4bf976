"""Answer templates: kept by coordinators, offered filled in, and never with what a public answer must not hold."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.agencies.actions import end_agency
from kentongan.core import clock
from kentongan.core.actor import system
from kentongan.desk.tests.conftest import NAME, Desk, cost_of, new_user, signed_in
from kentongan.history.queries import stream_of
from kentongan.workspace.models import AnswerTemplate
from kentongan.workspace.variables import filled

TEXT = "Yth. {pelapor}, laporan {kode} ditangani {opd}."


def kept(client: Client, text: str = TEXT, **more: Any) -> Any:
    return client.post("/desk/templates/new/", {"name": "Salam", "purpose": "answer", "text": text, **more})


def offered(client: Client, number: str, place: str = "") -> list[str]:
    page = client.get(f"/desk/cases/{number}/{place}").content.decode()
    choice = re.search(r"<select[^>]*data-template>.*?</select>", page, re.DOTALL)
    return re.findall(r'<option value="([^"]+)"', choice[0]) if choice else []


def carried_by(page: str) -> str:
    """What a form says it showed."""
    found = re.search(r'name="shown" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def carried(client: Client, pk: int) -> str:
    return carried_by(client.get(f"/desk/templates/{pk}/").content.decode())


def test_a_template_is_offered_filled_in_for_the_case(desk: Desk, coordinator: Client, officer: Client) -> None:
    assert kept(coordinator).status_code == 302
    number = desk.in_progress(name=NAME)
    assert offered(officer, number) == [f"Yth. Bapak/Ibu, laporan {number} ditangani DPUPR."]
    assert offered(officer, number, "answer/") == offered(officer, number)
    assert offered(officer, number, "ask/") == []


def test_the_reporter_of_an_anonymous_case_is_left_out(desk: Desk, coordinator: Client, officer: Client) -> None:
    kept(coordinator)
    number = desk.routed(anonymous=True)
    assert offered(officer, number)[0].startswith("Yth., laporan")


def test_an_agencys_template_is_offered_to_its_officers_alone(desk: Desk, coordinator: Client, officer: Client) -> None:
    kept(coordinator, name="Milik lampu", agency=desk.lamps.agency_id)
    number = desk.routed()
    assert offered(officer, number) == []
    kept(coordinator, name="Milik jalan", agency=desk.roads.agency_id)
    assert len(offered(officer, number)) == 1


def test_archiving_has_its_own_templates(desk: Desk, coordinator: Client) -> None:
    kept(coordinator, purpose="archive", text="Laporan {kode} kami arsipkan.")
    number = desk.received()
    assert offered(coordinator, number, "archive/") == [f"Laporan {number} kami arsipkan."]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Halo {nama}, {kode}", "Tidak dikenal: {nama}"),
        ("Hubungi 0811 0000 047", "nomor atau alamat"),
        ("", "harus diisi"),
    ],
)
def test_what_a_template_must_not_hold_is_refused_when_saved(
    desk: Desk, coordinator: Client, text: str, says: str
) -> None:
    response = kept(coordinator, text)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not AnswerTemplate.objects.exists()


def test_only_coordinators_keep_templates(desk: Desk, officer: Client) -> None:
    assert kept(officer).status_code == 403
    assert officer.get("/desk/templates/").status_code == 403
    assert not AnswerTemplate.objects.exists()


def test_every_change_is_an_event_with_before_and_after(desk: Desk, coordinator: Client) -> None:
    kept(coordinator)
    pk = AnswerTemplate.objects.get().pk
    form = {"name": "Salam", "purpose": "answer", "text": "Laporan {kode}."}
    for _ in range(2):
        coordinator.post(f"/desk/templates/{pk}/", {**form, "shown": carried(coordinator, pk)})
    events = stream_of(f"template:{pk}")
    assert [event.kind for event in events] == ["workspace.template_created", "workspace.template_changed"]
    assert events[1].body == {"text": {"from": TEXT, "to": "Laporan {kode}."}}


def test_what_a_colleague_changed_meanwhile_is_told_with_both_and_not_lost(desk: Desk, coordinator: Client) -> None:
    kept(coordinator)
    pk = AnswerTemplate.objects.get().pk
    form, shown = {"name": "Salam", "purpose": "answer"}, carried(coordinator, pk)
    signed_in(new_user("rekan", "coordinator")).post(
        f"/desk/templates/{pk}/", {**form, "text": "Milik rekan.", "shown": shown}
    )
    response = coordinator.post(f"/desk/templates/{pk}/", {**form, "text": "Milik saya.", "shown": shown})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Milik rekan." in page
    assert "Milik saya." in page
    assert AnswerTemplate.objects.get().text == "Milik rekan."
    coordinator.post(f"/desk/templates/{pk}/", {**form, "text": "Milik saya.", "shown": carried_by(page)})
    assert AnswerTemplate.objects.get().text == "Milik saya."


def test_a_new_name_does_not_undo_a_colleagues_new_text(desk: Desk, coordinator: Client) -> None:
    kept(coordinator)
    pk = AnswerTemplate.objects.get().pk
    shown = carried(coordinator, pk)
    form = {"name": "Salam", "purpose": "answer", "text": "Milik rekan.", "shown": shown}
    signed_in(new_user("rekan", "coordinator")).post(f"/desk/templates/{pk}/", form)
    coordinator.post(f"/desk/templates/{pk}/", {**form, "name": "Salam pagi", "text": TEXT})
    template = AnswerTemplate.objects.get()
    assert (template.name, template.text) == ("Salam pagi", "Milik rekan.")


def test_a_template_of_an_agency_that_has_ended_stays_its_own(desk: Desk, coordinator: Client) -> None:
    agency = desk.lamps.agency
    assert agency is not None
    kept(coordinator, agency=agency.pk)
    pk = AnswerTemplate.objects.get().pk
    end_agency(agency.pk, last_day=clock.today() - timedelta(days=1), by=system("tests"))
    form = {"name": "Salam pagi", "purpose": "answer", "text": TEXT, "agency": agency.pk}
    assert coordinator.post(f"/desk/templates/{pk}/", {**form, "shown": carried(coordinator, pk)}).status_code == 302
    assert AnswerTemplate.objects.get().agency == agency.pk


def test_one_that_is_offered_no_longer_can_be_offered_again(desk: Desk, coordinator: Client, officer: Client) -> None:
    kept(coordinator)
    pk, number = AnswerTemplate.objects.get().pk, desk.routed()
    coordinator.post(f"/desk/templates/{pk}/use/", {"used": "no"})
    assert offered(officer, number) == []
    assert "tidak ditawarkan" in coordinator.get("/desk/templates/").content.decode()
    coordinator.post(f"/desk/templates/{pk}/use/", {"used": "yes"})
    assert len(offered(officer, number)) == 1


def test_a_city_without_templates_is_told_what_they_are_for(desk: Desk, coordinator: Client) -> None:
    assert "Belum ada templat" in coordinator.get("/desk/templates/").content.decode()


def test_templates_cost_a_case_page_nothing(desk: Desk, coordinator: Client, officer: Client) -> None:
    address = f"/desk/cases/{desk.routed()}/"
    officer.get(address)
    before = cost_of(officer, address)
    kept(coordinator)
    officer.get(address)
    assert cost_of(officer, address) == before


def test_what_has_no_value_leaves_no_gap() -> None:
    assert filled("Di {kelurahan} , selesai {tenggat}.", {}) == "Di, selesai."
