"""Banyuwangi's agencies: what moved between them is data with dates."""

from datetime import date

import pytest

from kentongan.agencies import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("banyuwangi")]


def lead(subject: str, on: date) -> str:
    found = queries.route_for(subject, area="35.10.16.1002", on=on)
    assert found is not None
    return queries.agency_names()[found.lead]


@pytest.mark.parametrize(
    ("on", "agency"),
    [
        (date(2020, 6, 1), "Dishub"),
        (date(2020, 12, 31), "Dishub"),
        (date(2021, 2, 1), "DPUCKPP"),
        (date(2026, 1, 1), "DPUCKPP"),
    ],
)
def test_street_lights_moved_from_dishub_to_dpuckpp_in_2021(on: date, agency: str) -> None:
    assert lead("pju", on) == agency


def test_the_fire_brigade_became_its_own_agency_on_3_january_2022() -> None:
    assert lead("kebakaran", date(2022, 1, 2)) == "Damkar (hingga 2022)"
    assert lead("kebakaran", date(2022, 1, 3)) == "Damkarmat"
    assert "Damkarmat" not in {a.short_name for a in queries.agencies_now(date(2021, 12, 31))}


def test_every_kecamatan_kelurahan_and_desa_has_its_office() -> None:
    kinds = [a.kind for a in queries.agencies_now()]
    assert (kinds.count("district"), kinds.count("village")) == (25, 217)
    assert queries.agency("des-35.10.05.2002").short_name == "Desa Kedungrejo"
