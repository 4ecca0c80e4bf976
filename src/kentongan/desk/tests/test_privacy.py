"""The register of requests: its 72 hours, its decisions, the erasure that is shown before it is done, the letter."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kentongan.agencies.models import User
from kentongan.agencies.queries import actor_for
from kentongan.cases.models import Case
from kentongan.core.errors import Refused
from kentongan.desk.tests.conftest import NAME, PHONE, Desk, new_user, signed_in
from kentongan.desk.words import ERASED
from kentongan.history.queries import stream_of
from kentongan.people import queries
from kentongan.people.actions import requests as acts
from kentongan.people.models import DataRequest, Person
from kentongan.people.registry import personal_columns

REGISTER = "/desk/privacy/"
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # 16.00 WIB
ASKED = {"kind": "erasure", "channel": "counter", "name": NAME, "contact": "Jl. Kenanga 4", "text": "Hapus data saya."}


@pytest.fixture(autouse=True)
def _register_of_erasures(tmp_path: Path, settings: Any) -> None:
    settings.KENTONGAN_DATA = tmp_path


@pytest.fixture
def officer_of_privacy(desk: Desk) -> Client:
    return signed_in(new_user("pdp", "privacy_officer"))


def taken_in(browser: Client, **more: str) -> int:
    answer = browser.post(f"{REGISTER}new/", {**ASKED, **more})
    assert answer.status_code == 302
    return DataRequest.objects.latest("id").pk


def granted(browser: Client, desk: Desk) -> int:
    desk.received("1", name=NAME, phone=PHONE)
    pk = taken_in(browser)
    person = Person.objects.get().pk
    assert browser.post(f"{REGISTER}{pk}/persons/", {"persons": [person]}).status_code == 302
    browser.post(f"{REGISTER}{pk}/decide/", {"decision": "granted", "answer": "Data Anda dihapus."})
    return pk


def test_an_empty_register_says_so(officer_of_privacy: Client) -> None:
    assert "Tidak ada permintaan" in officer_of_privacy.get(REGISTER).content.decode()


def test_what_comes_on_friday_at_four_is_due_on_monday_at_four(officer_of_privacy: Client) -> None:
    pk = taken_in(officer_of_privacy, received_at="2026-11-20T16:00")
    request = DataRequest.objects.get(pk=pk)
    assert (request.received_at, request.due_at) == (FRIDAY, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


def test_what_is_missing_or_impossible_is_told_beside_its_field(officer_of_privacy: Client) -> None:
    assert officer_of_privacy.post(f"{REGISTER}new/", {**ASKED, "name": ""}).status_code == 422
    later = officer_of_privacy.post(f"{REGISTER}new/", {**ASKED, "received_at": "2999-01-01T00:00"})
    assert later.status_code == 422
    assert not DataRequest.objects.exists()


def test_the_list_shows_open_ones_by_their_limit_and_filters(officer_of_privacy: Client) -> None:
    second, first = taken_in(officer_of_privacy), taken_in(officer_of_privacy, received_at="2026-11-20T16:00")
    officer_of_privacy.post(
        f"{REGISTER}{second}/decide/", {"decision": "refused", "ground": "identity", "answer": "Tunjukkan KTP."}
    )
    both = officer_of_privacy.get(REGISTER).content.decode()
    assert both.index(f"PDP-{first:05}") < both.index(f"PDP-{second:05}")
    assert f"PDP-{second:05}" not in officer_of_privacy.get(f"{REGISTER}?state=open").content.decode()
    assert f"PDP-{first:05}" not in officer_of_privacy.get(f"{REGISTER}?state=decided").content.decode()
    assert "PDP-0" not in officer_of_privacy.get(f"{REGISTER}?kind=access").content.decode()


def test_a_refusal_needs_a_ground_and_a_decision_is_taken_once(officer_of_privacy: Client) -> None:
    pk = taken_in(officer_of_privacy)
    address = f"{REGISTER}{pk}/decide/"
    assert officer_of_privacy.post(address, {"decision": "refused", "answer": "Tidak."}).status_code == 422
    told = {"decision": "refused", "ground": "others", "answer": "Data orang lain ikut terbuka."}
    assert officer_of_privacy.post(address, told).status_code == 302
    assert officer_of_privacy.post(address, told).status_code == 422
    assert officer_of_privacy.post(f"{REGISTER}{pk}/erase/").status_code == 422


def test_persons_are_found_by_a_number_and_nobody_by_another(desk: Desk, officer_of_privacy: Client) -> None:
    desk.received("1", name=NAME, phone=PHONE)
    pk = taken_in(officer_of_privacy, name="Seseorang")
    assert NAME in officer_of_privacy.post(f"{REGISTER}{pk}/persons/", {"contact": PHONE}).content.decode()
    nobody = officer_of_privacy.post(f"{REGISTER}{pk}/persons/", {"contact": "+628110000999"}).content.decode()
    assert "Tidak ada yang memberi" in nobody
    assert officer_of_privacy.post(f"{REGISTER}{pk}/persons/", {"persons": ["999999"]}).status_code == 404
    assert officer_of_privacy.post(f"{REGISTER}{pk}/persons/", {"persons": ["²"]}).status_code == 404


def test_the_rehearsal_counts_what_goes_and_takes_nothing(desk: Desk, officer_of_privacy: Client) -> None:
    pk = granted(officer_of_privacy, desk)
    before = len(stream_of(f"request:{pk}"))
    page = officer_of_privacy.post(f"{REGISTER}{pk}/erase/").content.decode()
    for line in ("Nama dan tanda orang: 1", "Laporan sebagaimana disampaikan: 1", "Isi permintaan data: 1"):
        assert line in page
    assert queries.identity_of(Person.objects.get().pk).name == NAME
    assert len(stream_of(f"request:{pk}")) == before


def test_all_that_can_go_has_a_word() -> None:
    assert {columns.label for columns in personal_columns()} <= set(ERASED)


def test_the_erasure_takes_what_was_shown_and_the_requests_own_words_and_no_case(
    desk: Desk, officer_of_privacy: Client
) -> None:
    pk = granted(officer_of_privacy, desk)
    by = actor_for(new_user("pdp2", "privacy_officer"))
    cases, shown = Case.objects.count(), acts.rehearse_erasure(pk, by=by)
    assert officer_of_privacy.post(f"{REGISTER}{pk}/erase/", {"sure": "yes"}).status_code == 302
    event = stream_of(f"request:{pk}")[-1]
    assert (event.kind, event.body) == ("people.request_carried_out", {"rows": dict(shown)})
    assert queries.identity_of(Person.objects.get().pk).is_erased
    request = DataRequest.objects.get(pk=pk)
    assert (request.name, request.contact, request.text, request.answer) == (None, None, None, None)
    assert request.decision == "granted"
    assert Case.objects.count() == cases
    with pytest.raises(Refused):
        acts.carry_out_erasure(pk, by=by)


def test_events_hold_no_word_of_the_asker(officer_of_privacy: Client) -> None:
    pk = taken_in(officer_of_privacy)
    officer_of_privacy.post(f"{REGISTER}{pk}/decide/", {"decision": "granted", "answer": "Baik."})
    said = str([event.body for event in stream_of(f"request:{pk}")])
    assert [e.kind for e in stream_of(f"request:{pk}")] == ["people.request_received", "people.request_decided"]
    assert not any(word in said for word in (NAME, "Kenanga", "Hapus", "Baik"))


def test_the_letter_tells_decision_ground_and_answer_and_is_not_there_before(officer_of_privacy: Client) -> None:
    pk = taken_in(officer_of_privacy, kind="access")
    assert officer_of_privacy.get(f"{REGISTER}{pk}/letter/").status_code == 422
    told = {"decision": "partly", "ground": "others", "answer": "Salinan terlampir."}
    officer_of_privacy.post(f"{REGISTER}{pk}/decide/", told)
    page = officer_of_privacy.get(f"{REGISTER}{pk}/letter/").content.decode()
    for word in (NAME, "Dikabulkan sebagian", "data pribadi orang lain", "Salinan terlampir.", "Undang-Undang"):
        assert word in page


def test_nobody_else_opens_the_register(desk: Desk, coordinator: Client) -> None:
    assert coordinator.get(REGISTER).status_code == 403
    with pytest.raises(Refused):
        acts.take_in_request(acts.Asked("access", "counter", NAME), by=desk.by)
    assert queries.requests(by=desk.by) == []


def test_nobody_else_reads_whom_a_request_is_about(desk: Desk, officer_of_privacy: Client) -> None:
    pk = granted(officer_of_privacy, desk)
    assert queries.subjects_of(pk, by=actor_for(User.objects.get(roles=["privacy_officer"])))
    assert queries.subjects_of(pk, by=desk.by) == []
