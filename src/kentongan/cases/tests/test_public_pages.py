"""What everyone may read, and who may open which file."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.cases import actions, queries, storage
from kentongan.cases.models import Attachment, Case
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.factories import EMAIL, NAME, PHONE, new_case, new_entry, new_report, pk_of
from kentongan.cases.tests.telling import TEXT, handled, texts, told, verified
from kentongan.core import actor as actors
from kentongan.core import cached, clock
from kentongan.core.actor import PUBLIC, Actor
from kentongan.core.errors import NotFound


def test_nothing_is_public_before_it_is_verified_nor_when_it_is_confidential(town: Town) -> None:
    number, _ = told(1)
    assert queries.public_list().rows == ()
    assert queries.public_points() == []
    with pytest.raises(NotFound):
        queries.public_case(pk_of(number))
    verified(town, number)
    assert [row.case for row in queries.public_list().rows] == [pk_of(number)]
    assert queries.public_case(pk_of(number)).text == TEXT
    actions.edit(number, {"is_confidential": actions.Wanted(shown=False, wanted=True)}, by=town.coordinator)
    assert queries.public_list().rows == ()
    assert queries.public_list(text="berlubang").rows == ()
    assert queries.public_points() == []
    assert queries.public_counts(since=clock.now() - timedelta(days=1)) == {}
    with pytest.raises(NotFound):
        queries.public_case(pk_of(number))


def test_what_was_archived_leaves_the_public_and_comes_back_when_restored(town: Town) -> None:
    number, _ = told(1)
    verified(town, number)
    actions.archive(number, reason="abusive", text="Kata kasar.", by=town.coordinator)
    assert queries.public_list().rows == ()
    assert queries.public_list(text="berlubang").rows == ()
    assert queries.public_list(text=number).rows == ()
    assert queries.public_list(state="archived").rows == ()
    assert queries.public_points() == []
    assert queries.public_counts(since=clock.now() - timedelta(days=1)) == {}
    with pytest.raises(NotFound):
        queries.public_case(pk_of(number))
    actions.restore(number, reason="Tertukar.", by=town.supervisor)
    assert [row.case for row in queries.public_list().rows] == [pk_of(number)]


def test_a_released_file_of_an_archived_case_is_closed_to_the_public(town: Town) -> None:
    case = new_case(state="archived")
    key = _attached(case, report=case.reports.get(), is_released=True)
    assert not _opens(key, PUBLIC)
    assert _opens(key, town.coordinator)


@pytest.mark.parametrize("read", [queries.public_list, queries.public_points])
def test_the_public_list_and_map_walk_the_index_of_the_public(town: Town, read: Callable[[], Any]) -> None:
    with CaptureQueriesContext(connection) as asked:
        read()
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local enable_sort = off")
        cursor.execute("explain " + asked[0]["sql"])
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "cases_case_public" in plan


def test_a_public_page_holds_answers_and_no_word_from_inside(town: Town) -> None:
    number, _ = handled(town)
    page = queries.public_case(pk_of(number))
    assert texts(page) == ["Lubang sudah ditambal."]
    for hidden in (NAME, PHONE, EMAIL, "Petugas", "Bukan lampu"):
        assert hidden not in repr(page)
    assert page.row.agency == "Roads"


def test_the_place_of_an_anonymous_report_is_shown_coarsely(town: Town) -> None:
    open_one, _ = told(1)
    verified(town, open_one)
    hidden, _ = told(2)
    verified(town, hidden, anonymous=True)
    assert (queries.public_case(pk_of(open_one)).lat, queries.public_case(pk_of(open_one)).lon) == (-7.8123, 112.0123)
    assert (queries.public_case(pk_of(hidden)).lat, queries.public_case(pk_of(hidden)).lon) == (-7.812, 112.012)
    assert {(point.lat, point.lon) for point in queries.public_points()} == {(-7.8123, 112.0123), (-7.812, 112.012)}


def test_the_public_list_is_filtered_searched_and_paged(town: Town) -> None:
    for n in range(5):
        verified(town, told(n)[0])
    first = queries.public_list(limit=2)
    second = queries.public_list(limit=2, after=first.after)
    third = queries.public_list(limit=2, after=second.after)
    seen = [row.title for page in (first, second, third) for row in page.rows]
    assert seen == [f"Jalan berlubang {n}" for n in (4, 3, 2, 1, 0)]
    assert third.after is None
    assert len(queries.public_list(text="berlubang 3").rows) == 1
    assert len(queries.public_list(category=town.category.code, area="35.71.01.1001", state="received").rows) == 5
    assert queries.public_list(state="closed").rows == ()
    assert queries.public_counts(since=clock.now() - timedelta(days=1)) == {"35.71.01.1001": 5}


def test_a_sensitive_category_is_in_no_public_count(town: Town) -> None:
    verified(town, told()[0])
    town.category.is_sensitive = True
    town.category.save()
    cached.forget_all()
    assert queries.public_counts(since=clock.now() - timedelta(days=1)) == {}


def test_a_file_is_opened_by_those_the_matrix_names(town: Town) -> None:
    case = new_case(lead=town.roads.pk, is_anonymous=True)
    report = case.reports.get()
    answer = new_entry(case, "answer", "Selesai", agency_id=town.roads.pk)
    stranger = new_report(new_case())
    keys = {
        "told": _attached(case, report=report),
        "released": _attached(case, report=report, is_released=True),
        "evidence": _attached(case, entry=answer),
    }
    expected = {
        "coordinator": {"told", "released", "evidence"},
        "lead": {"released", "evidence"},
        "other agency": {"released"},
        "reporter": {"told", "released", "evidence"},
        "another reporter": {"released"},
        "public": {"released"},
    }
    readers = {
        "coordinator": town.coordinator,
        "lead": town.roads_officer,
        "other agency": town.lamps_officer,
        "reporter": actors.reporter(report.pk),
        "another reporter": actors.reporter(stranger.pk),
        "public": PUBLIC,
    }
    opened = {name: {what for what, key in keys.items() if _opens(key, by)} for name, by in readers.items()}
    assert opened == expected


def _attached(case: Case, **columns: Any) -> str:
    key = storage.store(b"picture", "image/webp")
    details = {"media_type": "image/webp", "size": 7, "digest": b"", "created_at": clock.now()}
    if columns.get("is_released"):
        details |= {"copy_key": storage.store(b"copy", "image/webp"), "copy_type": "image/webp", "copy_size": 4}
    Attachment.objects.create(case=case, key=key, **details, **columns)
    return key


def _opens(key: str, by: Actor) -> bool:
    try:
        return queries.file(key, by=by) in {("image/webp", b"picture"), ("image/webp", b"copy")}
    except NotFound:
        return False
