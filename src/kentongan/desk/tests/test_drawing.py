"""What is drawn by numbers: the small map and the bar of owners."""

from kentongan.cases.queries.shapes import Holding
from kentongan.desk import bars, outline
from kentongan.places.outlines import Map

CITY = Map(
    1000.0,
    800.0,
    {"a": "M0 0L400 0L400 800L0 800Z", "b": "M400 0L1000 0L1000 800L400 800Z", "far": "M900 700L950 700L950 750Z"},
    {"a": (200.0, 400.0), "b": (430.0, 400.0), "far": (925.0, 720.0)},
    west=112.0,
    north=-7.8,
    x_scale=1000.0,
    y_scale=1000.0,
)
NAMES = {"a": "Bandar Lor", "b": "Mojoroto", "far": "Jauh"}


def test_the_map_shows_what_lies_around_the_pin() -> None:
    drawn = outline.around(CITY, NAMES, area="a", lat=-8.2, lon=112.38)
    assert drawn is not None
    assert [shape.is_here for shape in drawn.shapes] == [True, False]
    assert drawn.pin == "380.0 400.0"


def test_without_a_pin_the_map_shows_the_middle_of_the_area() -> None:
    drawn = outline.around(CITY, NAMES, area="b", lat=None, lon=None)
    assert drawn is not None
    assert drawn.pin == ""
    assert drawn.view.startswith("280.0 ")


def test_nothing_is_drawn_where_nothing_is_known_or_it_lies_outside() -> None:
    assert outline.around(CITY, NAMES, area=None, lat=None, lon=None) is None
    assert outline.around(CITY, NAMES, area=None, lat=-6.2, lon=106.8) is None


def test_names_neither_overlap_nor_hide_under_the_pin() -> None:
    drawn = outline.around(CITY, NAMES, area="b", lat=-8.2, lon=112.43)
    assert drawn is not None
    assert [label.name for label in drawn.labels] == []


def held(holder: str, name: str, seconds: float, *, back: bool = False) -> Holding:
    return Holding(holder, name, seconds, working_days=int(seconds), was_sent_back=back)


def test_the_bar_is_whole_and_in_order() -> None:
    parts = bars.parts([held("coordinator", "", 1), held("agency", "Perkim", 3, back=True), held("agency", "DPUPR", 8)])
    assert [part.tone for part in parts] == ["o0", "back", "o1"]
    assert abs(sum(float(part.width) for part in parts) - 100) < 0.1
    assert float(parts[2].x) > float(parts[1].x) > float(parts[0].x) == 0


def test_the_hours_add_up_to_the_whole() -> None:
    parts = bars.parts([held("coordinator", "", 5000), held("agency", "DPUPR", 5000), held("outside", "", 5000)])
    assert [part.hours for part in parts] == [1, 1, 2]
    assert sum(part.hours for part in parts) == 15_000 // 3600


def test_a_short_time_is_still_seen_and_none_is_not_drawn() -> None:
    parts = bars.parts([held("coordinator", "", 0), held("agency", "DPUPR", 1), held("reporter", "", 100_000)])
    assert len(parts) == 2
    assert float(parts[0].width) > 1
