"""A city's own areas and landmarks: taken whole or not at all."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kentongan.core.actor import Actor, Role, system
from kentongan.core.errors import Refused
from kentongan.core.tables import BadRows
from kentongan.history.queries import stream_of
from kentongan.places import queries
from kentongan.places.actions import Imported, import_areas, import_landmarks
from kentongan.places.models import Area, Landmark

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kediri")]

SHARED = Path(os.environ.get("KENTONGAN_SHARED") or Path(__file__).resolve().parents[5] / "shared")
BY = system("tests")
ADMINISTRATOR = Actor(label="user:1", roles=frozenset({Role.ADMINISTRATOR}), user=1)
COORDINATOR = Actor(label="user:2", roles=frozenset({Role.COORDINATOR}), user=2)
BOX = [[[112.0, -7.81], [112.01, -7.81], [112.01, -7.80], [112.0, -7.80], [112.0, -7.81]]]


def feature(code: str, name: str = "Mojoroto", ring: Any = BOX, kind: str = "Polygon") -> dict[str, Any]:
    properties = {"code": code, "name": name}
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": ring}}


def geojson(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def test_an_imported_boundary_decides_where_a_point_lies() -> None:
    assert queries.locate(-7.8005, 112.0095).area != "35.71.01.1001"
    done = import_areas(geojson(feature("3571011001", "Bandar Lor")), by=ADMINISTRATOR)
    assert done == Imported(new=0, changed=1, same=0)
    assert queries.locate(-7.8005, 112.0095).area == "35.71.01.1001"
    event = stream_of("city:1")[-1]
    assert (event.kind, event.body) == ("places.areas_imported", {"new": 0, "changed": 1})


def test_the_same_file_twice_changes_nothing_the_second_time() -> None:
    text = geojson(feature("35.71.01.1001", "Bandar Lor"))
    import_areas(text, by=BY)
    events = len(stream_of("city:1"))
    assert import_areas(text, by=BY) == Imported(new=0, changed=0, same=1)
    assert len(stream_of("city:1")) == events


def test_a_new_kelurahan_is_added_under_its_kecamatan() -> None:
    assert import_areas(geojson(feature("35.71.01.1015", "Kelurahan Baru")), by=BY).new == 1
    assert queries.areas()["35.71.01.1015"].parent == "35.71.01"
    assert "Kelurahan Baru" in queries.outlines_geojson("village")


def test_wrong_rows_are_named_with_their_numbers_and_nothing_is_taken() -> None:
    bow_tie = [[[112.0, -7.81], [112.01, -7.80], [112.01, -7.81], [112.0, -7.80], [112.0, -7.81]]]
    before = list(Area.objects.order_by("code").values())
    with pytest.raises(BadRows) as error:
        import_areas(
            geojson(
                feature("35.71.01.1001", "Bandar Lor"),
                feature("35.78.01.1001"),
                feature("Mojoroto"),
                feature("35.71.01.1002", ring=bow_tie),
                feature("35.71.01.1003", ring=[112.0, -7.8], kind="Point"),
                feature("35.71.01.1004", name="  "),
                feature("35.71.09.1001"),
                feature("35.71.01.1005", ring=[[[y, x] for x, y in BOX[0]]]),
                feature("35.71.01.1006", ring=[[[x * 1e5, y * 1e5] for x, y in BOX[0]]]),
                None,
                feature("35.71.01.1001", "Bandar Lor"),
            ),
            by=BY,
        )
    assert [row for row, _why in error.value.rows] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert list(Area.objects.order_by("code").values()) == before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"features": []}', "not json", '{"features": 3}'])
def test_a_file_that_is_no_geojson_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        import_areas(text, by=BY)


def test_only_an_administrator_imports() -> None:
    with pytest.raises(Refused):
        import_areas(geojson(feature("35.71.01.1001")), by=COORDINATOR)
    with pytest.raises(Refused):
        import_landmarks("name,lat,lon\nPasar,-7.8,112.0\n", by=COORDINATOR)


def test_the_boundaries_of_the_whole_city_are_taken() -> None:
    file = SHARED / "data" / "kediri.geojson"
    if not file.exists():
        pytest.skip(f"no boundaries to import: {file.name} is not beside the project")
    done = import_areas(file.read_text(), by=BY)
    assert (done.new, done.changed) == (0, 50)
    for mark in queries.landmarks():
        assert not queries.locate(mark.lat, mark.lon).is_outside
    assert len(queries.outlines_geojson("village")) < 200_000


def test_landmarks_are_added_and_changed_and_their_area_follows_from_the_position() -> None:
    known = Landmark.objects.get(name="Pasar Bandar")
    text = (
        "id,name,kind,lat,lon\n"
        f"{known.external_id},Pasar Bandar Baru,market,{known.lat},{known.lon}\n"
        "kediri-taman-baru,Taman Baru,park,-7.8032,112.0016\n"
        "gumul,Simpang Lima Gumul,heritage,-7.8163,112.0622\n"
    )
    assert import_landmarks("\ufeff" + text, by=ADMINISTRATOR) == Imported(new=2, changed=1, same=0)
    assert import_landmarks(text, by=ADMINISTRATOR) == Imported(new=0, changed=0, same=3)
    by_name = {mark.name: mark.area for mark in queries.landmarks()}
    assert by_name["Pasar Bandar Baru"] == known.area_id
    assert by_name["Taman Baru"] == "35.71.01.1011"
    assert by_name["Simpang Lima Gumul"] is None


def test_landmarks_come_as_geojson_points_too() -> None:
    point = {
        "type": "Feature",
        "properties": {"name": "Taman Baru"},
        "geometry": {"type": "Point", "coordinates": [112.0016, -7.8032]},
    }
    assert import_landmarks(geojson(point), by=BY).new == 1
    assert Landmark.objects.get(external_id="taman-baru").area_id == "35.71.01.1011"


def test_wrong_landmarks_are_named_and_none_is_taken() -> None:
    text = (
        "name,lat,lon\nPasar,-7.8,112.0\n,-7.8,112.0\nJembatan,x,112.0\nTaman,0,0\nPasar,-7.8,112.0\nGedung,nan,112\n"
    )
    count = Landmark.objects.count()
    with pytest.raises(BadRows) as error:
        import_landmarks(text, by=BY)
    assert [row for row, _why in error.value.rows] == [2, 3, 4, 5, 6]
    assert Landmark.objects.count() == count


def test_a_file_without_the_needed_columns_is_refused() -> None:
    with pytest.raises(Refused, match="lat"):
        import_landmarks("name,lon\nPasar,112.0\n", by=BY)
