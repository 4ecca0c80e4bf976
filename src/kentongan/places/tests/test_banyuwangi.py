"""Kabupaten Banyuwangi from its profile: a second city is data and nothing else."""

import h3.api.basic_int as h3
import pytest
import shapely

from kentongan.places import queries
from kentongan.places.models import Area, AreaCell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("banyuwangi")]


def test_the_regency_has_25_kecamatan_and_217_desa_and_kelurahan() -> None:
    villages = queries.villages()
    assert len(queries.districts()) == 25
    assert len(villages) == 217
    assert sum(v.is_desa for v in villages) == 189


@pytest.mark.parametrize("code", ["35.10.16.1005", "35.10.16.1010", "35.10.16.1011"])
def test_the_smallest_kelurahan_are_found_though_no_cell_of_usual_size_is_theirs(code: str) -> None:
    cells = AreaCell.objects.filter(area=code).values_list("cell", flat=True)
    assert {h3.get_resolution(cell) for cell in cells} == {9}
    assert [queries.locate(*h3.cell_to_latlng(cell)).area for cell in cells] == [code] * len(cells)
    assert Area.objects.get(code=code).outline


def test_cells_of_two_sizes_give_outlines_that_meet() -> None:
    villages = [shapely.from_geojson(a.outline) for a in Area.objects.filter(level="village")]
    assert shapely.coverage_is_valid(villages)


def test_the_landmarks_stand_in_their_areas() -> None:
    assert [m.name for m in queries.landmarks() if queries.locate(m.lat, m.lon).area != m.area] == []


def test_the_sea_is_outside() -> None:
    assert queries.locate(-8.30, 114.50).is_outside
