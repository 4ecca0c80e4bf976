"""Days are cut at the city's midnight, whichever of Indonesia's three zones it lives by."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import Settings

from kentongan.core import clock


@pytest.mark.parametrize(
    ("zone", "last_of_the_year"),
    [
        ("Asia/Jakarta", datetime(2022, 12, 31, 16, 59, 59, tzinfo=UTC)),
        ("Asia/Makassar", datetime(2022, 12, 31, 15, 59, 59, tzinfo=UTC)),
        ("Asia/Jayapura", datetime(2022, 12, 31, 14, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_year_ends_at_local_midnight(zone: str, last_of_the_year: datetime, settings: Settings) -> None:
    settings.KENTONGAN_TIME_ZONE = zone
    assert clock.local(last_of_the_year).date() == date(2022, 12, 31)
    assert clock.local(last_of_the_year.replace(minute=0, second=0, hour=last_of_the_year.hour + 1)).date() == date(
        2023, 1, 1
    )
