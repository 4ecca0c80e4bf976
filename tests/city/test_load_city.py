"""A city is loaded by one command: all parts of its profile agree, and its numbers are right."""

import json
import shutil
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from kentongan.agencies import queries as agencies
from kentongan.agencies.actions import delete_agency
from kentongan.agencies.models import Agency, Route
from kentongan.cases.models import Category, DeadlineRule
from kentongan.cases.queries.categories import category_facts
from kentongan.core.actor import system
from kentongan.core.errors import NotFound, Refused
from kentongan.core.tables import BadRows
from kentongan.history.queries import stream_of
from kentongan.places import queries as places
from kentongan.places.models import Area, City
from kentongan.places.profile import SHIPPED

pytestmark = pytest.mark.django_db

ICONS = """road lamp trash tree drop heart card dots school shield phone siren bus house money store leaf people lock
globe"""
SENSITIVE = {"kdrt", "kekerasan-anak", "perilaku-aparatur", "pungli", "pungutan-sekolah"}


def run(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue().strip().splitlines()[-1]


@pytest.mark.parametrize(("name", "districts", "villages"), [("kediri", 3, 46), ("banyuwangi", 25, 217)])
def test_a_city_is_loaded_from_data_alone(name: str, districts: int, villages: int) -> None:
    assert "added" in run("load_city", name)
    assert (len(places.districts()), len(places.villages())) == (districts, villages)
    assert [event.kind for event in stream_of("city:1")] == [
        "places.profile_loaded",
        "agencies.profile_loaded",
        "cases.profile_loaded",
    ]


@pytest.mark.parametrize("name", ["kediri", "banyuwangi"])
def test_every_subject_that_is_routed_is_a_category_and_every_category_is_routed(name: str) -> None:
    run("load_city", name)
    assert set(Route.objects.values_list("subject", flat=True)) == set(Category.objects.values_list("code", flat=True))
    assert [code for code in category_facts() if agencies.route_for(code) is None] == []


def test_categories_have_two_levels_two_languages_and_an_icon() -> None:
    run("load_city", "kediri")
    facts = category_facts().values()
    assert {category_facts()[f.parent].parent for f in facts if f.parent} == {None}
    assert [f.code for f in facts if not (f.name and f.name_en and f.classification)] == []
    assert {f.icon for f in facts} <= set(ICONS.split())
    assert {f.code for f in facts if f.is_sensitive} == SENSITIVE
    assert category_facts()["pungli"].classification == "supervised"
    assert category_facts()["informasi-publik"].classification == "information"


def test_the_deadlines_are_those_of_the_field() -> None:
    run("load_city", "kediri")
    rules = DeadlineRule.objects.values_list("stage", "classification", "agency__code", "amount", "unit")
    assert set(rules) == {
        ("verify", "", None, 3, "working_days"),
        ("follow_up", "", None, 5, "working_days"),
        ("resolve", "information", None, 5, "working_days"),
        ("resolve", "unsupervised", None, 14, "working_days"),
        ("resolve", "supervised", None, 60, "working_days"),
        ("resolve", "aspiration", None, 14, "working_days"),
        ("close", "", None, 10, "working_days"),
        ("complete", "", None, 30, "calendar_days"),
        ("ombudsman", "", None, 60, "calendar_days"),
        ("follow_up", "unsupervised", "satpolpp", 3, "hours"),
    }


def test_a_second_load_adds_nothing() -> None:
    run("load_city", "kediri")
    before = (len(stream_of("city:1")), Agency.objects.count(), Category.objects.count())
    line = run("load_city", "kediri")
    assert {int(word) for word in line.replace(",", "").split() if word.isdigit()} == {0}
    assert (len(stream_of("city:1")), Agency.objects.count(), Category.objects.count()) == before


def test_without_a_name_a_loaded_city_costs_one_look_and_changes_nothing() -> None:
    run("load_city", "kediri")
    City.objects.update(name="Kota Kediri Baru")
    places.city()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert run("load_city") == "Kota Kediri is loaded already."
    assert len(seen) <= 2


def test_without_a_name_an_empty_database_becomes_the_city_of_the_settings(settings: Settings) -> None:
    settings.KENTONGAN_CITY = "banyuwangi"
    run("load_city")
    assert places.city().code == "35.10"


def test_a_profile_with_a_mistake_leaves_nothing_behind(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "kediri", tmp_path / "kota")
    routes = json.loads((tmp_path / "kota" / "routes.json").read_text())
    routes[3]["lead"] = "dinas-gaib"
    (tmp_path / "kota" / "routes.json").write_text(json.dumps(routes))
    with pytest.raises(Refused, match="dinas-gaib"):
        run("load_city", str(tmp_path / "kota"))
    assert not City.objects.exists()
    assert not Area.objects.exists()
    with pytest.raises(NotFound):
        places.city()


def test_a_city_of_another_time_zone_is_not_loaded_by_mistake(tmp_path: Path, settings: Settings) -> None:
    shutil.copytree(SHIPPED / "kediri", tmp_path / "kota")
    city = json.loads((tmp_path / "kota" / "city.json").read_text())
    (tmp_path / "kota" / "city.json").write_text(json.dumps({**city, "time_zone": "Asia/Jayapura"}))
    with pytest.raises(CommandError, match="Asia/Jayapura"):
        run("load_city", str(tmp_path / "kota"))
    settings.KENTONGAN_TIME_ZONE = "Asia/Jayapura"
    run("load_city", str(tmp_path / "kota"))
    assert places.city().time_zone == "Asia/Jayapura"


def test_a_calendar_and_landmarks_are_imported_by_command(tmp_path: Path) -> None:
    run("load_city", "kediri")
    days = tmp_path / "days.csv"
    days.write_text("day,name,kind\n2026-07-27,Hari Jadi Kota Kediri,local\n2026-12-24,,working\n")
    assert run("import_calendar", str(days), note="SKB") == "Version 2 of the calendar is published: 2 days changed."
    marks = tmp_path / "marks.csv"
    marks.write_text("name,lat,lon\nTaman Baru,-7.8032,112.0016\n")
    assert run("import_landmarks", str(marks)) == "landmarks: 1 added, 0 changed, 0 as they were."


def test_a_bad_file_is_refused_by_command_with_its_rows(tmp_path: Path) -> None:
    run("load_city", "kediri")
    areas = tmp_path / "areas.geojson"
    areas.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "x"}}]}')
    with pytest.raises(BadRows, match="1"):
        run("import_areas", str(areas))
    with pytest.raises(CommandError, match="No such file"):
        run("import_areas", str(tmp_path / "none"))
    (tmp_path / "latin").write_bytes(b"\xe9")
    with pytest.raises(CommandError, match="UTF-8"):
        run("import_areas", str(tmp_path / "latin"))


def test_an_agency_that_only_a_deadline_rule_refers_to_is_not_deleted_either() -> None:
    run("load_city", "kediri")
    archive = agencies.agency("disarpus").id  # no route of the profile names it
    DeadlineRule.objects.create(
        agency_id=archive, stage="follow_up", amount=1, unit="hours", valid_from=date(2026, 1, 1)
    )
    with pytest.raises(Refused, match="Disarpus"):
        delete_agency(archive, by=system("tests"))
    assert len(stream_of(f"agency:{archive}")) == 0
    DeadlineRule.objects.filter(agency_id=archive).delete()
    delete_agency(archive, by=system("tests"))
    assert not Agency.objects.filter(pk=archive).exists()
