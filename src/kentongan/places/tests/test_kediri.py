"""Kota Kediri as its profile makes it: where points lie, what stands where, what maps draw."""

import json
import math
import os
import random
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from kentongan.core.actor import system
from kentongan.core.errors import NotFound, Refused
from kentongan.history.queries import stream_of
from kentongan.places import queries
from kentongan.places.actions import load_profile
from kentongan.places.geometry import NOWHERE, Located
from kentongan.places.models import Area, AreaCell, City, Landmark
from kentongan.places.profile import open_profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kediri")]

SHARED = Path(os.environ.get("KENTONGAN_SHARED") or Path(__file__).resolve().parents[5] / "shared")
SIMPANG_LIMA_GUMUL = (-7.8163, 112.0622)  # the landmark of Kabupaten Kediri, five kilometres from the city's middle


def test_the_city_has_3_kecamatan_and_46_kelurahan() -> None:
    assert len(queries.districts()) == 3
    assert len(queries.villages()) == 46
    assert [len(queries.villages(d.code)) for d in queries.districts()] == [14, 17, 15]


def test_a_point_is_found_with_its_kelurahan_and_kecamatan() -> None:
    found = queries.locate(-7.8032, 112.0016)
    assert (found.area, found.district, found.is_outside, found.neighbour) == ("35.71.01.1011", "35.71.01", False, "")


def test_a_point_in_kabupaten_kediri_is_outside_and_names_the_neighbour() -> None:
    found = queries.locate(*SIMPANG_LIMA_GUMUL)
    assert (found.area, found.district, found.is_outside, found.neighbour) == (None, None, True, "Kabupaten Kediri")
    assert "Kabupaten Kediri" in queries.city().neighbour_contact


def test_a_point_far_away_is_outside_and_names_no_neighbour() -> None:
    found = queries.locate(-6.1754, 106.8272)
    assert (found.is_outside, found.neighbour) == (True, "")


def test_the_point_of_no_position_is_nowhere_and_not_outside() -> None:
    assert queries.locate(0.0, 0.0) == NOWHERE
    assert queries.locate(-0.0, 0.0).cell is None


@pytest.mark.parametrize(
    ("lat", "lon"), [(math.nan, 112.0), (-7.8, math.nan), (math.inf, 0.0), (91.0, 112.0), (-7.8, 181.0), (112.0, -7.8)]
)
def test_numbers_that_are_no_position_are_refused(lat: float, lon: float) -> None:
    with pytest.raises(Refused):
        queries.locate(lat, lon)


@pytest.mark.parametrize("text", ["Pesantren", "pesantren", "Kota", "Mojoroto", "Kec. Pesantren", ""])
def test_a_place_name_is_no_location(text: str) -> None:
    found = queries.located_area(text)
    assert (found.area, found.district, found.cell) == (None, None, None)


def test_a_code_is_a_location_without_a_cell() -> None:
    assert queries.located_area("35.71.03.1013").district == "35.71.03"
    assert queries.located_area("35.71.03") == Located(None, "35.71.03", None, is_outside=False, neighbour="")
    assert not queries.located_area("35.71").is_outside


def test_a_code_of_the_neighbour_is_outside_and_named_another_region_is_only_outside() -> None:
    assert queries.located_area("35.06.01.2001").neighbour == "Kabupaten Kediri"
    elsewhere = queries.located_area("35.78.01.1001")
    assert (elsewhere.is_outside, elsewhere.neighbour) == (True, "")


def test_a_code_that_should_be_ours_and_is_none_is_refused() -> None:
    with pytest.raises(Refused) as error:
        queries.located_area("35.71.04")
    assert error.value.field == "area"


def test_60_landmarks_stand_in_their_kelurahan() -> None:
    marks = queries.landmarks()
    assert len(marks) == 60
    assert [m.name for m in marks if queries.locate(m.lat, m.lon).area != m.area] == []


def test_loading_again_changes_nothing_and_tells_nothing() -> None:
    before = (City.objects.get(), stream_of("city:1"))
    assert set(load_profile(open_profile("kediri"), by=system("tests")).values()) == {0}
    assert (City.objects.get().head_seq, stream_of("city:1")) == (before[0].head_seq, before[1])


def test_loading_again_leaves_what_the_administrator_changed() -> None:
    Landmark.objects.filter(name="Pasar Bandar").update(name="Pasar Bandar Lama")
    Area.objects.filter(code="35.71.01.1001").update(name="Bandarlor", is_active=False)
    load_profile(open_profile("kediri"), by=system("tests"))
    assert Landmark.objects.filter(name="Pasar Bandar Lama").exists()
    assert Area.objects.get(code="35.71.01.1001").name == "Bandarlor"


def test_another_city_is_refused_where_one_is() -> None:
    with pytest.raises(Refused, match="Banyuwangi"):
        load_profile(open_profile("banyuwangi"), by=system("tests"))


def test_every_area_has_an_outline_and_those_of_neighbours_meet() -> None:
    villages = [shapely.from_geojson(a.outline) for a in Area.objects.filter(level="village").order_by("code")]
    assert all(v.is_valid for v in villages)
    assert shapely.coverage_is_valid(villages)
    for level, count in (("city", 1), ("district", 3), ("village", 46)):
        collection = json.loads(queries.outlines_geojson(level))
        assert len(collection["features"]) == count
        assert len(queries.outline_svg_paths(level).paths) == count
    assert collection["features"][0]["properties"] == {
        "code": "35.71.01.1001",
        "name": "Bandar Lor",
        "parent": "35.71.01",
    }


def test_a_label_stands_inside_its_outline() -> None:
    drawn = queries.outline_svg_paths("village")
    assert set(drawn.labels) == set(drawn.paths)
    for x, y in drawn.labels.values():
        assert 0 <= x <= drawn.width
        assert 0 <= y <= drawn.height


def test_there_are_no_outlines_of_an_unknown_level() -> None:
    with pytest.raises(NotFound):
        queries.outlines_geojson("province")


def test_the_cells_agree_with_the_exact_boundaries_for_nine_points_in_ten() -> None:
    file = SHARED / "data" / "kediri.geojson"
    if not file.exists():
        pytest.skip(f"no boundaries to compare with: {file.name} is not beside the project")
    features = json.loads(file.read_text())["features"]
    exact = {f["properties"]["code"]: shape(f["geometry"]) for f in features if len(f["properties"]["code"]) == 13}
    west, south, east, north = shapely.total_bounds(list(exact.values()))
    dice, agreed, asked = random.Random(112), 0, 0
    while asked < 1500:
        lat, lon = dice.uniform(south, north), dice.uniform(west, east)
        area = next((code for code, one in exact.items() if one.covers(shapely.Point(lon, lat))), None)
        if area is not None:
            asked += 1
            agreed += queries.locate(lat, lon).area == area
    assert agreed / asked >= 0.9


def test_no_cell_has_an_area_that_is_not_a_kelurahan() -> None:
    assert AreaCell.objects.exclude(area__level="village").count() == 0
    assert AreaCell.objects.values("area").distinct().count() == 46
