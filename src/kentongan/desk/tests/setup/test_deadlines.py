"""The table of limits on the administrator's pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.agencies.queries import agency
from kentongan.cases.models import DeadlineRule
from kentongan.core import clock
from kentongan.desk.tests.setup.conftest import text_of
from kentongan.history.queries import stream_of

AT = "/desk/setup/deadlines/"


def form(**fields: Any) -> dict[str, Any]:
    told = {"stage": "verify", "classification": "", "agency": "", "amount": "2", "unit": "working_days"}
    return {**told, "first_day": clock.today().isoformat(), "source": "Perwali 1/2026", **fields}


def test_a_new_version_ends_the_one_before_and_is_told_with_before_and_after(admin: Client) -> None:
    old = DeadlineRule.objects.get(stage="verify")
    first_day = clock.today() + timedelta(days=3)
    assert admin.post(f"{AT}new/", form(first_day=first_day.isoformat())).status_code == 302
    old.refresh_from_db()
    new = DeadlineRule.objects.get(stage="verify", valid_from=first_day)
    assert (old.valid_to, new.amount, new.version) == (first_day - timedelta(days=1), 2, old.version + 1)
    body = stream_of("time-rules:1")[-1].body
    assert (body["before"]["amount"], body["after"]["amount"]) == (3, 2)
    page = text_of(admin.get(AT))
    assert "Perwali 1/2026" in page
    assert "2 hari kerja" in page
    assert "Batas ditetapkan" in text_of(admin.get("/desk/setup/timing/"))


def test_two_versions_never_hold_on_one_day(admin: Client) -> None:
    later = (clock.today() + timedelta(days=9)).isoformat()
    assert admin.post(f"{AT}new/", form(first_day=later)).status_code == 302
    answer = admin.post(f"{AT}new/", form(amount="4"))
    assert answer.status_code == 422
    assert DeadlineRule.objects.filter(stage="verify").count() == 2


@pytest.mark.parametrize("wrong", [{"amount": "0"}, {"amount": "3"}, {"first_day": "2020-01-01"}, {"stage": ""}])
def test_what_cannot_be_is_refused_and_nothing_is_lost(admin: Client, wrong: dict[str, str]) -> None:
    answer = admin.post(f"{AT}new/", form(**wrong))
    assert answer.status_code == 422
    assert "Perwali 1/2026" in text_of(answer)
    assert DeadlineRule.objects.filter(stage="verify").count() == 1


def test_the_effect_is_shown_before_and_saves_nothing(admin: Client) -> None:
    answer = admin.post(f"{AT}new/", form(preview="yes"))
    assert "0 aduan terbuka" in text_of(answer)
    assert DeadlineRule.objects.filter(stage="verify").count() == 1


def test_a_line_of_an_agency_stands_beside_the_citys(admin: Client) -> None:
    one = agency("satpolpp").id
    assert admin.post(f"{AT}new/", form(agency=str(one), amount="4", unit="hours")).status_code == 302
    assert DeadlineRule.objects.filter(stage="verify", agency=one, unit="hours").exists()
    assert DeadlineRule.objects.get(stage="verify", agency=None).valid_to is None
