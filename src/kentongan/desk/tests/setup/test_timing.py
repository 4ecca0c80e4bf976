"""The rules of time on the administrator's pages."""

import json
from typing import Any

import pytest
from django.test import Client

from kentongan.cases.actions import change_time_rules
from kentongan.cases.queries.timing import time_rules
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted
from kentongan.desk.tests.setup.conftest import text_of
from kentongan.desk.tests.setup.test_users import carried

AT = "/desk/setup/timing/"


def sent(admin: Client, shown: dict[str, Any], **fields: Any) -> Any:
    return admin.post(f"{AT}edit/", {**shown, **fields, "shown": json.dumps(shown)})


def test_hours_and_pauses_are_changed_and_the_change_is_told_with_before_and_after(admin: Client) -> None:
    page = text_of(admin.get(AT))
    assert "07.00" in page
    shown = carried(text_of(admin.get(f"{AT}edit/")))
    assert sent(admin, shown, opens_at="08:00", list_at="08:15", pausing=["postponed"]).status_code == 302
    now = time_rules()
    assert (now.opens_at.hour, now.pausing) == (8, ("postponed",))
    page = text_of(admin.get(AT))
    assert "<s>07:00:00</s>" in page
    assert "08.00" in page


@pytest.mark.parametrize(
    ("field", "value"), [("closes_at", "06:00"), ("list_at", "23:00"), ("supervisor_after", "0"), ("opens_at", "")]
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(admin: Client, field: str, value: str) -> None:
    shown = carried(text_of(admin.get(f"{AT}edit/")))
    answer = sent(admin, shown, **{field: value}, before_days="3")
    assert answer.status_code == 422
    page = text_of(answer)
    assert f'id="id_{field}_error' in page or "bad" in page
    assert 'value="3"' in page


def test_a_field_that_moved_meanwhile_is_told_with_both_values(admin: Client, by_admin: Actor) -> None:
    shown = carried(text_of(admin.get(f"{AT}edit/")))
    change_time_rules({"before_days": Wanted(1, 2)}, by=by_admin)
    assert sent(admin, shown, before_days="4").status_code == 409
    assert time_rules().before_days == 2
