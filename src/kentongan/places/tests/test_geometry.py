"""The locator: cells, boundaries, and which of them wins."""

import h3.api.basic_int as h3
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kentongan.places import outlines
from kentongan.places.geometry import Locator, Surroundings, distance_km, is_position

AROUND = Surroundings(lat=-7.8, lon=112.0, neighbour="Kabupaten Kediri", reach_km=35)
HERE = (-7.8, 112.0)
WEST_CELL = h3.latlng_to_cell(*HERE, 9)
EAST_CELL = h3.latlng_to_cell(-7.8, 112.01, 9)


def locator(cells: dict[int, str], boundaries: dict[str, shapely.Polygon] | None = None) -> Locator:
    return Locator(cells, {"west": "d", "east": "d", "fine": "d"}, boundaries or {}, 9, AROUND)


def square(west: float, east: float) -> shapely.Polygon:
    return shapely.box(west, -7.81, east, -7.79)


def test_a_finer_cell_wins_over_the_coarser_one_around_it() -> None:
    fine = h3.latlng_to_cell(*HERE, 11)
    both = locator({WEST_CELL: "west", fine: "fine"})
    assert both.locate(*HERE).area == "fine"
    beside = next(c for c in h3.cell_to_children(WEST_CELL, 11) if c != fine)
    assert both.locate(*h3.cell_to_latlng(beside)).area == "west"


def test_the_exact_boundary_beats_the_cell() -> None:
    split = locator({WEST_CELL: "west"}, {"west": square(111.9, 111.9995), "east": square(111.9995, 112.1)})
    assert split.locate(*HERE).area == "east"


def test_an_area_without_a_boundary_keeps_its_cells() -> None:
    mixed = locator({WEST_CELL: "west"}, {"east": square(112.005, 112.1)})
    assert mixed.locate(*HERE).area == "west"


def test_a_cell_says_nothing_where_the_boundary_of_its_area_says_otherwise() -> None:
    moved = locator(
        {WEST_CELL: "west", EAST_CELL: "east"}, {"west": square(112.05, 112.1), "east": square(112.2, 112.3)}
    )
    assert moved.locate(*HERE).is_outside


def test_a_gap_of_ten_metres_between_boundaries_belongs_to_the_nearer() -> None:
    gap = locator({}, {"west": square(111.9, 111.99996), "east": square(112.00006, 112.1)})
    assert gap.locate(*HERE).area == "west"


def test_the_neighbour_is_named_only_within_its_reach() -> None:
    nothing = locator({})
    assert nothing.locate(-7.9, 112.1).neighbour == "Kabupaten Kediri"
    assert nothing.locate(-8.5, 112.0).neighbour == ""


def test_a_degree_of_latitude_is_111_km() -> None:
    assert distance_km(0, 0, 1, 0) == pytest.approx(111.2, abs=0.1)


@given(lat=st.floats(), lon=st.floats())
def test_any_position_is_located_and_nothing_else_is_a_position(lat: float, lon: float) -> None:
    if is_position(lat, lon):
        found = locator({WEST_CELL: "west"}).locate(lat, lon)
        assert found.is_outside == (found.area is None)
        assert found.cell == h3.latlng_to_cell(lat, lon, 9)
    else:
        assert not (-90 <= lat <= 90 and -180 <= lon <= 180)


def test_the_outline_of_cells_holds_their_middles_and_nothing_of_the_neighbour() -> None:
    cells = dict.fromkeys(h3.grid_disk(WEST_CELL, 2), "west")
    cells |= {c: "east" for c in h3.grid_disk(EAST_CELL, 2) if c not in cells}
    shapes = outlines.from_cells(cells)
    for cell, code in cells.items():
        lat, lon = h3.cell_to_latlng(cell)
        assert shapes[code].covers(shapely.Point(lon, lat))
    assert shapely.coverage_is_valid(list(shapes.values()))


def test_no_cells_give_no_outlines_and_an_empty_map() -> None:
    assert outlines.from_cells({}) == {}
    assert outlines.as_map({}).paths == {}


def test_a_map_places_points_in_the_frame_its_paths_use() -> None:
    drawn = outlines.as_map({"a": square(112.0, 112.02)})
    assert drawn.point(112.0, -7.79) == (0.0, 0.0)
    assert drawn.point(112.02, -7.81) == (drawn.width, drawn.height)
    assert drawn.paths["a"].startswith("M")
    assert drawn.paths["a"].endswith("Z")
