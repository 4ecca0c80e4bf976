"""Editing what a case is about: tags, and a position that fits its kelurahan."""

from collections.abc import Iterator

import pytest

from kentongan.cases import actions
from kentongan.cases.actions import Wanted
from kentongan.cases.models import Case
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.telling import told
from kentongan.core import cached
from kentongan.core.errors import Conflict, Refused
from kentongan.history.queries import stream_of
from kentongan.places.models import Area

SQUARE = '{"type":"Polygon","coordinates":[[[%(w)s,-7.9],[%(e)s,-7.9],[%(e)s,-7.7],[%(w)s,-7.7],[%(w)s,-7.9]]]}'


@pytest.fixture
def two_villages(town: Town) -> Iterator[Town]:
    """The place of `told` lies in the first of two neighbours."""
    Area.objects.filter(code="35.71.01.1001").update(boundary=SQUARE % {"w": 112.0, "e": 112.02})
    Area.objects.create(
        code="35.71.01.1002",
        name="Bandar Kidul",
        level="village",
        parent_id="35.71.01",
        lat=-7.8,
        lon=112.03,
        boundary=SQUARE % {"w": 112.02, "e": 112.04},
    )
    cached.forget_all()
    yield town
    cached.forget_all()


def position_of(number: str) -> tuple[float | None, float | None, int | None]:
    case = Case.objects.get(number=number)
    return case.lat, case.lon, case.cell


def fields_of(number: str) -> object:
    return stream_of(f"case:{Case.objects.get(number=number).pk}")[-1].body["fields"]


def test_a_position_outside_the_new_kelurahan_goes_with_the_old_one(two_villages: Town) -> None:
    number, _ = told(1)

    actions.edit(number, {"area": Wanted("35.71.01.1001", "35.71.01.1002")}, by=two_villages.coordinator)

    assert position_of(number) == (None, None, None)
    assert fields_of(number) == ["area", "has_position"]


def test_a_position_inside_the_new_kelurahan_stays(two_villages: Town) -> None:
    number, _ = told(1)
    Case.objects.filter(number=number).update(area=None, district=None)

    actions.edit(number, {"area": Wanted("", "35.71.01.1001")}, by=two_villages.coordinator)

    assert position_of(number)[:2] == (-7.812345, 112.012345)
    assert fields_of(number) == ["area"]


def test_a_kelurahan_no_longer_known_takes_no_position_away(two_villages: Town) -> None:
    number, _ = told(1)

    actions.edit(number, {"area": Wanted("35.71.01.1001", "")}, by=two_villages.coordinator)

    assert position_of(number)[:2] == (-7.812345, 112.012345)


def test_a_position_can_be_removed_and_none_invented(town: Town) -> None:
    number, _ = told(1)

    actions.edit(number, {"has_position": Wanted(shown=True, wanted=False)}, by=town.coordinator)
    assert position_of(number) == (None, None, None)
    with pytest.raises(Refused):
        actions.edit(number, {"has_position": Wanted(shown=False, wanted=True)}, by=town.coordinator)


def test_tags_are_set_and_two_who_set_them_are_told(town: Town) -> None:
    number, _ = told(1)
    actions.edit(number, {"tags": Wanted((), ("sekolah", "rawan"))}, by=town.coordinator)
    assert Case.objects.get(number=number).tags == ["sekolah", "rawan"]

    with pytest.raises(Conflict):
        actions.edit(number, {"tags": Wanted((), ("jalan",))}, by=town.coordinator)
    actions.edit(number, {"tags": Wanted(("sekolah", "rawan"), ())}, by=town.coordinator)

    assert Case.objects.get(number=number).tags == []


@pytest.mark.parametrize("tags", [("x" * 41,), tuple(f"tag{n}" for n in range(11))])
def test_too_many_tags_or_too_long_ones_are_refused_at_their_field(town: Town, tags: tuple[str, ...]) -> None:
    number, _ = told(1)
    with pytest.raises(Refused) as refusal:
        actions.edit(number, {"tags": Wanted((), tags)}, by=town.coordinator)
    assert refusal.value.field == "tags"
