"""What a reporter sees by the bare code, and what he sees once he proved that the report is his."""

from datetime import timedelta

import pytest

from kentongan.cases import actions, queries
from kentongan.cases.actions import Referral
from kentongan.cases.models import Case, Report
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.factories import NAME
from kentongan.cases.tests.telling import FLAGS, TEXT, handled, kinds, texts, told, verified
from kentongan.cases.workflow import Act
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.actor import PUBLIC
from kentongan.core.errors import NotFound
from kentongan.history.queries import stream_of


def test_the_bare_code_shows_the_state_and_nothing_else(town: Town) -> None:
    number, _ = handled(town)
    status = queries.track(number.lower().replace("-", " "))
    assert status is not None
    assert (status.code, status.state) == (number, "answered")
    for hidden in ("Jalan", NAME, "Kenanga", "Roads", "Petugas"):
        assert hidden not in repr(status)
    assert queries.track("KTG-2222-2222") is None
    assert queries.track("no code") is None


@pytest.mark.parametrize("kind", FLAGS)
def test_the_reporter_reads_his_own_words_and_the_answers_and_no_staff_name(town: Town, kind: str) -> None:
    number, reporter = handled(town, **FLAGS[kind])
    page = queries.reporter_page(reporter)
    assert (page.code, page.text, page.place, page.agency) == (number, TEXT, "Jl. Kenanga", "Roads")
    assert texts(page) == ["Sudah kami survei tadi pagi.", "Lubang sudah ditambal."]
    assert "Petugas" not in repr(page)
    assert "Bukan lampu" not in repr(page)
    assert page.limit is not None
    assert page.limit_words is not None
    assert page.limit_words.stage == "resolve"
    assert page.name is None
    assert queries.reporter_page(reporter, with_name=True).name == NAME


def test_the_receipt_names_the_first_mark_of_the_history(town: Town) -> None:
    number, reporter = told()
    first = stream_of(f"case:{Case.objects.get(number=number).pk}")[0]
    assert queries.reporter_page(reporter).first_hash == first.hash.hex()


def test_a_reporter_of_a_merged_report_reads_his_own_words_and_nobody_elses(town: Town) -> None:
    number, first = told(1, text="Laporan pertama, rumah saya nomor satu di gang ini.")
    other, second = told(2, text="Laporan kedua, rumah saya nomor dua di gang itu.")
    origin = Case.objects.get(number=other)
    verified(town, number)
    actions.merge(other, into=number, by=town.coordinator)
    actions.route(number, lead=town.roads.pk, by=town.coordinator)
    actions.follow_up(number, text="Sudah kami survei tadi pagi.", by=town.roads_officer)
    actions.answer(number, text="Sudah ditambal.", by=town.roads_officer)
    actions.reply(number, text="Punya saya belum beres.", by=first)
    page = queries.reporter_page(second)
    assert (page.code, page.number, page.others) == (other, number, 1)
    assert page.text == "Laporan kedua, rumah saya nomor dua di gang itu."
    assert kinds(page) == ["submitted", "verified", "merged", "routed", "followed_up", "answered"]
    assert "pertama" not in repr(page)
    assert "belum beres" not in repr(page)
    assert "belum beres" in repr(queries.reporter_page(first))
    assert page.first_hash == stream_of(f"case:{origin.pk}")[0].hash.hex()


def test_the_reporter_is_offered_what_the_moment_allows(town: Town) -> None:
    number, reporter = handled(town)
    assert set(queries.reporter_page(reporter).acts) == {Act.REPLY, Act.CLOSE}
    actions.close(number, by=reporter)
    page = queries.reporter_page(reporter)
    assert (page.can_reply, page.can_rate) == (True, True)
    actions.rate(number, stars=3, text="Lumayan", by=reporter)
    clock.move(timedelta(days=60))
    try:
        page = queries.reporter_page(reporter)
        assert (page.can_reply, page.can_rate, page.stars, page.rating_text) == (False, False, 3, "Lumayan")
    finally:
        clock.move(timedelta(0))


def test_what_is_missing_is_asked_of_the_reporter(town: Town) -> None:
    number, reporter = told()
    assert queries.reporter_page(reporter).question is None
    actions.postpone(number, reason="incomplete", missing="Di depan rumah siapa?", by=town.coordinator)
    page = queries.reporter_page(reporter)
    assert (page.question, page.can_complete) == ("Di depan rumah siapa?", True)


def test_a_case_outside_the_city_names_its_owner(town: Town) -> None:
    number, reporter = told()
    verified(town, number)
    actions.refer(number, Referral("PLN Kediri", "123", "Kami teruskan ke PLN."), by=town.coordinator)
    assert queries.reporter_page(reporter).agency == "PLN Kediri"


def test_an_erased_report_says_so(town: Town) -> None:
    number, reporter = told()
    Report.objects.filter(code=number).update(text=None, title=None, place=None, salt=None)
    page = queries.reporter_page(reporter)
    assert (page.is_erased, page.text, page.title) == (True, None, None)


def test_nobody_but_a_reporter_has_a_reporters_page(town: Town) -> None:
    for by in (PUBLIC, town.coordinator, actors.reporter(10**9)):
        with pytest.raises(NotFound):
            queries.reporter_page(by)
