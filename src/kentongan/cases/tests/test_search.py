"""Words find cases newest first, codes find their case, and nothing typed is taken for a query language."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.cases import search
from kentongan.cases.queries import Filters, find, inbox
from kentongan.cases.tests.conftest import Town, actor
from kentongan.cases.tests.factories import index, new_case, new_report
from kentongan.core.actor import PUBLIC, Actor, Role


def found(typed: str, by: Actor, **more: Any) -> list[str | None]:
    return [row.title for row in find(typed, by=by, **more).rows]


# -- terms and questions, pure -----------------------------------------------------------------------------------------


def test_a_term_carries_the_bucket_of_its_case() -> None:
    assert search.terms_of(10, "Lampu padam", "Gang gelap", [7]) == [
        "0:@a7",
        "0:@open",
        "0:lampu",
        "0:padam",
        "0:gang",
        "0:gelap",
    ]
    assert search.bucket_of(search.BUCKET * 37) == "11"


def test_scopes_follow_what_is_true_of_the_case() -> None:
    terms = search.terms_of(1, "", "", place="Jl. Dahlia", area="35.71.01.1001", category="pju", is_open=False)
    assert terms == ["0:@w35.71.01.1001", "0:@kpju", "0:jl", "0:dahlia"]
    assert "0:@public" in search.terms_of(1, "", "", is_public=True)


def test_a_question_is_asked_bucket_by_bucket_from_the_newest() -> None:
    asked = search.questions(search.understood("jalan rus"), newest=search.BUCKET * 2, scopes=["@open"])
    assert asked == [f"'{bucket}:@open' & '{bucket}:jalan' & '{bucket}:rus':*" for bucket in "210"]


@pytest.mark.parametrize(
    ("typed", "words", "prefix"),
    [
        ("Jalan RUSAK", ("jalan",), "rusak"),
        ("jalan ", ("jalan",), ""),
        ("jl", ("jl",), ""),
        ("", (), ""),
        ("  --- ", (), ""),
        ("kafé", (), "kafe"),
        ("jalan jalan", (), "jalan"),
    ],
)
def test_the_last_word_may_go_on_and_the_others_must_be_there(typed: str, words: tuple[str, ...], prefix: str) -> None:
    wanted = search.understood(typed)
    assert (wanted.words, wanted.prefix) == (words, prefix)


def test_codes_are_known_in_any_writing_and_numbers_of_other_systems_too() -> None:
    assert search.understood(" ktg 9f3k tw6e").code == "KTG-9F3K-TW6E"
    assert search.understood("#0000392").outside_id == "0000392"
    assert search.understood("lampu 12").outside_id is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_makes_a_valid_question(db_for_questions: None, typed: str) -> None:
    wanted = search.understood(typed)
    if wanted.has_words:
        asked = search.questions(wanted, newest=0, scopes=["@a1"])
        with connection.cursor() as cursor:
            cursor.execute("select numnode(q) from unnest(%s::tsquery[]) as t(q)", [asked])
            assert cursor.fetchone()[0] >= 1


@pytest.fixture(scope="module")
def db_for_questions(django_db_setup: None, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield


# -- finding -----------------------------------------------------------------------------------------------------------


def test_all_words_must_be_there_and_the_newest_case_comes_first(town: Town) -> None:
    new_case(title="Lampu padam", text="Gang gelap dekat musala.")
    new_case(title="Lampu redup", text="Gang terang.")
    new_case(title="Lampu mati", text="Jalan gelap.")
    assert found("lampu gelap", town.coordinator) == ["Lampu mati", "Lampu padam"]
    assert found("lampu gel", town.coordinator) == ["Lampu mati", "Lampu padam"]
    assert found("lampu gel ", town.coordinator) == []


def test_a_street_finds_the_cases_at_that_place(town: Town) -> None:
    new_case(title="Saluran mampet", place_text="Jl. Dahlia")
    assert found("dahlia", town.coordinator) == ["Saluran mampet"]


def test_words_reach_over_the_edges_of_buckets(town: Town) -> None:
    old = new_case(title="Pohon miring", pk=search.BUCKET - 1)
    new = new_case(title="Pohon tumbang", pk=search.BUCKET)
    far = new_case(title="Pohon besar", pk=search.BUCKET * 40)
    assert found("pohon", town.coordinator) == [far.title, new.title, old.title]


def test_pages_of_a_search_follow_each_other_without_a_gap(town: Town) -> None:
    titles = [new_case(title=f"Sampah {n}").title for n in range(7)]
    seen: list[str | None] = []
    after = None
    while True:
        page = find("sampah", by=town.coordinator, after=after, limit=3)
        seen += [row.title for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == titles[::-1]


def test_a_code_finds_its_case_alone_also_after_a_merge(town: Town) -> None:
    case = new_case(title="Jalan berlubang")
    merged = new_report(case)
    new_case(title="Lain")
    for typed in (case.number, merged.code, merged.code.lower().replace("-", " ")):
        assert found(typed, town.coordinator) == ["Jalan berlubang"]


def test_a_number_of_the_national_application_finds_its_case(town: Town) -> None:
    new_case(title="Dari LAPOR", report={"client": "lapor", "external_id": "0000392"})
    new_case(title="Dari berkas LAPOR", report={"client": "import:lapor", "external_id": "0000393"})
    assert found("0000392", town.coordinator) == ["Dari LAPOR"]
    assert found("0000393", town.coordinator) == ["Dari berkas LAPOR"]


def test_a_long_word_that_looks_like_a_code_is_still_a_word(town: Town) -> None:
    new_case(title="Terganggu", text="Sangat mengganggu pekerjaannya.")
    assert search.understood("pekerjaannya").code is not None
    assert found("pekerjaannya", town.coordinator) == ["Terganggu"]


def test_a_case_merged_away_is_not_found_beside_the_one_it_went_to(town: Town) -> None:
    target = new_case(title="Pipa bocor")
    new_case(title="Pipa bocor juga", merged_into=target)
    assert found("pipa", town.coordinator) == ["Pipa bocor"]


def test_words_lead_only_where_they_may_be_read(town: Town) -> None:
    roads = town.roads.pk
    new_case(title="Pungli di loket", lead=roads, is_confidential=True)
    new_case(title="Pungli kedua", lead=town.water.pk, support=[roads], is_confidential=True)
    new_case(title="Pungli ketiga", lead=town.water.pk, is_confidential=True)
    new_case(title="Pungli keempat", is_verified=False)
    assert found("pungli", town.coordinator) == ["Pungli keempat", "Pungli ketiga", "Pungli kedua", "Pungli di loket"]
    assert found("pungli", town.roads_officer) == ["Pungli di loket"]
    assert found("pungli", actor(Role.FIELD_OFFICER, town.roads)) == ["Pungli di loket"]
    assert found("pungli", town.lamps_officer) == []
    assert found("pungli", actor(Role.LEADER)) == ["Pungli keempat"]
    assert found("pungli", actor(Role.ADMINISTRATOR)) == []
    assert found("pungli", PUBLIC) == []


def test_a_code_leads_nobody_past_the_rule(town: Town) -> None:
    hidden = new_case(lead=town.roads.pk, is_confidential=True)
    assert find(hidden.number, by=town.lamps_officer).rows == ()
    assert find(hidden.number, by=town.roads_officer).rows != ()


def test_a_stale_scope_shows_nobody_what_he_may_not_see(town: Town) -> None:
    """Scopes are there for speed: where the terms lag behind, access still decides."""
    case = new_case(title="Rahasia kantor", lead=town.roads.pk, is_confidential=True)
    index(case, "Rahasia kantor", [town.lamps.pk])
    assert found("rahasia", town.lamps_officer) == []


def test_exercises_are_found_by_their_own_players_only(town: Town) -> None:
    new_case(title="Banjir latihan", exercise=4)
    player = Actor(label="user:1", roles=frozenset({Role.COORDINATOR}), user=1, exercise=4)
    assert found("banjir", town.coordinator) == []
    assert found("banjir", player) == ["Banjir latihan"]


def test_a_queue_is_searched_together_with_its_filters(town: Town) -> None:
    new_case(title="Lampu satu", state="closed", channel="sms")
    new_case(title="Lampu dua", state="received", channel="sms", area_id="35.71.01.1001", category=town.category)
    new_case(title="Lampu tiga", state="received", channel="web")

    def titles(queue: str, **filters: Any) -> list[str | None]:
        page = inbox(queue, by=town.coordinator, filters=Filters(text="lampu", **filters))
        return [row.title for row in page.rows]

    assert titles("verify") == ["Lampu tiga", "Lampu dua"]
    assert titles("verify", channel="sms") == ["Lampu dua"]
    assert titles("all", channel="sms") == ["Lampu dua", "Lampu satu"]
    assert titles("all", area="35.71.01.1001", category=town.category.code) == ["Lampu dua"]
    assert titles("closed") == ["Lampu satu"]


@pytest.mark.parametrize("size", [1, 3])
def test_a_search_costs_the_same_whatever_it_finds(town: Town, size: int, django_assert_max_num_queries: Any) -> None:
    for n in range(size):
        new_case(title=f"Sampah {n}", lead=town.roads.pk)
    found("sampah", town.coordinator)
    with django_assert_max_num_queries(6):
        found("sampah", town.coordinator)
