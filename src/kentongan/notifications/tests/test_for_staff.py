"""Words to those who work here."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kentongan.notifications.texts import Value, for_staff

AT = datetime(2026, 11, 24, 13, 5, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize("name", sorted(for_staff.TEXTS["id"]))
def test_both_languages_have_the_text(name: str) -> None:
    assert len(for_staff.TEXTS["id"][name][1]) == len(for_staff.TEXTS["en"][name][1])


def test_a_new_device_is_told_with_the_hour_and_without_what_is_not_known() -> None:
    values: dict[str, Value] = {"username": "rina", "at": AT, "device": "Firefox, Windows", "place": ""}
    written = for_staff.write("new_device", "id", values, city="Pemerintah Kota Kediri")
    assert "24 November 2026 pukul 13.05 WIB" in written.body
    assert "Alamat jaringan" not in written.body
    assert "Pemerintah Kota Kediri" in written.body


def test_an_unknown_language_is_answered_in_indonesian() -> None:
    values: dict[str, Value] = {"username": "rina", "at": AT, "device": "x", "place": "192.0.2.x"}
    assert "peranti baru" in for_staff.write("new_device", "jv", values, city="x").title
