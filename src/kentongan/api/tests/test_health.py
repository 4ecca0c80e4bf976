"""Health and figures: who gets them, and what makes them say that something is wrong."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from kentongan.api.views import health
from kentongan.core import clock, crypto
from kentongan.core.actor import system
from kentongan.history.actions import append, make_checkpoint, sequence_now
from kentongan.history.chain import Head
from kentongan.notifications.models import Message
from kentongan.people.actions import find_or_create
from kentongan.people.identity import Told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _looks_anew() -> Iterator[None]:
    """The look at the keys is remembered for a minute."""
    health._keys_open.cache_clear()
    yield
    health._keys_open.cache_clear()


def finding(client: Client, name: str) -> dict[str, object]:
    checks = client.get("/health/all").json()["checks"]
    found: dict[str, object] = next(check for check in checks if check["name"] == name)
    return found


def test_a_process_that_can_take_a_report_says_so_and_no_more(client: Client) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "failing": []}
    assert response["Cache-Control"] == "no-store"


def test_a_database_that_fails_is_told(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table history_log rename to history_gone")
    response = client.get("/health")
    assert (response.status_code, response.json()["failing"]) == (503, ["database"])


def test_keys_that_do_not_open_the_data_are_told(client: Client, tmp_path: Path) -> None:
    find_or_create(Told(name="Sri Wahyuni", phone="+62 811-0000-001"))
    with override_settings(KENTONGAN_KEYS=str(tmp_path)):
        crypto._held.forget()
        response = client.get("/health")
    crypto._held.forget()
    assert (response.status_code, response.json()["failing"]) == (503, ["keys"])


def test_everything_in_words(client: Client) -> None:
    body = client.get("/health/all").json()
    assert {check["name"] for check in body["checks"]} >= {
        "database",
        "keys",
        "sequencer",
        "outbox",
        "checkpoint",
        "disk",
    }
    assert all(check["said"] for check in body["checks"])


def test_an_event_that_waits_too_long_for_its_place_alarms(client: Client) -> None:
    assert finding(client, "sequencer")["is_well"]
    append("test:1", "tests.done", by=system("tests"), body={}, head=Head(0, b""))
    clock.move(timedelta(seconds=5))
    assert not finding(client, "sequencer")["is_well"]
    assert client.get("/health/all").status_code == 503
    assert client.get("/health").status_code == 200  # a report can still be taken


def test_many_messages_given_up_in_a_day_alarm_and_one_does_not(client: Client) -> None:
    for count, is_well in ((1, True), (health.UNDELIVERED_ALARM, False)):
        Message.objects.bulk_create(_given_up() for _ in range(count))
        assert finding(client, "undelivered")["is_well"] is is_well
    assert str(health.UNDELIVERED_ALARM + 1) in str(finding(client, "undelivered")["said"])
    clock.move(timedelta(hours=25))
    assert finding(client, "undelivered")["is_well"]


def _given_up() -> Message:
    uid, now = uuid.uuid4(), clock.now()
    return Message(uid=uid, channel="email", state="failed", next_at=now, reason_id=str(uid), created_at=now)


def test_a_history_without_a_fresh_checkpoint_alarms(client: Client) -> None:
    append("test:1", "tests.done", by=system("tests"), body={}, head=Head(0, b""))
    sequence_now()
    assert not finding(client, "checkpoint")["is_well"]
    make_checkpoint(system("tests"))
    assert finding(client, "checkpoint")["is_well"]
    clock.move(timedelta(hours=40))
    assert not finding(client, "checkpoint")["is_well"]


@pytest.mark.parametrize("path", ["/health/all", "/metrics"])
def test_only_operators_get_the_rest(client: Client, path: str) -> None:
    assert client.get(path, REMOTE_ADDR="127.0.0.1").status_code in {200, 503}
    assert client.get(path, REMOTE_ADDR="203.0.113.9").status_code == 404
    # A request of a proxy on this machine is not one of this machine.
    assert client.get(path, REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    with override_settings(KENTONGAN_METRICS_TOKEN="a-long-token"):
        right, wrong = {"Authorization": "Bearer a-long-token"}, {"Authorization": "Bearer another"}
        assert client.get(path, REMOTE_ADDR="203.0.113.9", headers=right).status_code in {200, 503}
        assert client.get(path, REMOTE_ADDR="203.0.113.9", headers=wrong).status_code == 404
    assert client.get(path, REMOTE_ADDR="203.0.113.9", headers={"Authorization": "Bearer "}).status_code == 404


def test_the_figures_count_requests_by_route_and_show_the_worker(client: Client) -> None:
    client.get("/health")
    text = client.get("/metrics").content.decode()
    assert re.search(r'kentongan_requests_total\{method="GET",route="health",status="200"\} \d', text)
    for name in ("sequencer_lag_seconds", "events_set_aside", "outbox_age_seconds", "history_position"):
        assert re.search(rf"^kentongan_{name} \d", text, re.MULTILINE), name
    assert 'kentongan_messages{state="queued"}' in text
    assert str(settings.KENTONGAN_DATA) not in text
