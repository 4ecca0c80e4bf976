"""City profiles are data: both shipped ones are whole, and a mistake in one is named."""

from pathlib import Path

import pytest

from kentongan.core.errors import NotFound, Refused
from kentongan.places import queries
from kentongan.places.profile import Profile, open_profile, shipped


def test_two_cities_are_shipped() -> None:
    assert shipped() == ["banyuwangi", "kediri"]


@pytest.mark.parametrize("name", ["banyuwangi", "kediri"])
def test_a_shipped_profile_is_whole(name: str) -> None:
    profile = open_profile(name)
    areas = profile.areas()
    codes = {area.code for area in areas}
    villages = {area.code for area in areas if area.kind in {"kelurahan", "desa"}}
    assert [area.code for area in areas if area.parent and area.parent not in codes] == []
    assert set(profile.cells().values()) == villages
    assert {mark.area for mark in profile.landmarks()} <= villages
    assert profile.city().sources


def test_a_city_may_bring_a_folder_of_its_own(tmp_path: Path) -> None:
    for file in open_profile("kediri").folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert open_profile(str(tmp_path)).city().name == "Kota Kediri"


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match="banyuwangi, kediri"):
        open_profile("atlantis")


def test_a_mistake_is_named_with_file_and_row(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(
        "code,name,kind,parent,area_km2,lat,lon\n35.71,Kota,kota,,67,-7.8,112\na,b,dukuh,,1,2,3\n"
    )
    with pytest.raises(Refused, match=r"areas\.csv.*2.*kind"):
        Profile(tmp_path).areas()
    (tmp_path / "cells.csv").write_text("cell,code\nxyz,35.71.01.1001\n")
    with pytest.raises(Refused, match=r"cells\.csv"):
        Profile(tmp_path).cells()
    with pytest.raises(Refused, match=r"city\.json"):
        Profile(tmp_path).city()
    (tmp_path / "city.json").write_text("{")
    with pytest.raises(Refused, match=r"city\.json"):
        Profile(tmp_path).city()


@pytest.mark.django_db
def test_without_a_city_there_is_none() -> None:
    with pytest.raises(NotFound):
        queries.city()
    assert queries.villages() == []
    assert queries.outline_svg_paths("village").paths == {}
