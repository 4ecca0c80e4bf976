"""Lines of the log: whole, and silent about people."""

import json
import logging
import sys

import pytest
from django.test import Client, override_settings

from config import logs


def line(record: logging.LogRecord) -> dict[str, object]:
    found: dict[str, object] = json.loads(logs.Json().format(record))
    return found


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("kentongan.test", logging.INFO, __file__, 1, message, args, None)
    made.__dict__.update(extra)
    return made


def test_a_line_says_what_happened_and_nothing_it_was_not_asked_for() -> None:
    found = line(record("%d rows", 3, status=200, route="lacak/<code>/", path="/lacak/KTG-AAAA-BBBB/", request="x"))
    assert found.pop("time")
    assert found == {
        "level": "INFO",
        "process": logs.process,
        "logger": "kentongan.test",
        "message": "3 rows",
        "route": "lacak/<code>/",
        "status": 200,
    }


def test_of_an_error_the_class_and_the_place_are_told_not_the_words() -> None:
    made = record("it failed")
    try:
        int("Budi, +62 811-0000-001")
    except ValueError:
        made.exc_info = sys.exc_info()
    for text in (logs.Json().format(made), logs.Text().format(made)):
        assert "ValueError at test_logs.py" in text
        assert "Budi" not in text


@pytest.mark.parametrize("name", ["django.request", "django.security", "axes"])
def test_messages_with_addresses_and_names_do_not_get_through(name: str) -> None:
    settings = logs.dictionary()
    loggers, handlers = settings["loggers"][name], settings["handlers"]
    assert loggers["propagate"] is False
    assert {tuple(handlers[h].get("filters", ["none"])) for h in loggers["handlers"]} <= {("discreet",), ("none",)}
    made = record("Not Found: %s", "/lacak/KTG-AAAA-BBBB/", status_code=404)
    logs.Discreet().filter(made)
    assert made.getMessage() == "kentongan.test 404"


def test_of_the_servers_own_tracebacks_only_the_places_are_told() -> None:
    assert logs.dictionary()["loggers"]["_granian"]["handlers"] == ["shortened"]
    made = record('It raised an exception\nTraceback:\n  File "/x/views.py", line 3, in page\nValueError: Budi')
    logs.Shortened().filter(made)
    assert made.getMessage() == "It raised an exception at views.py:3 in page"


@pytest.mark.django_db
def test_each_request_writes_one_line_with_its_route(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "kentongan.request"):
        response = client.get("/health?secret=1", headers={"X-Request-ID": "abcdef123456"})
    (made,) = [r for r in caplog.records if r.name == "kentongan.request"]
    found = line(made)
    assert (found["method"], found["route"], found["status"]) == ("GET", "health", 200)
    assert "secret" not in json.dumps(found)
    assert response["X-Request-ID"] != "abcdef123456"  # only a trusted proxy may name it


@pytest.mark.django_db
@override_settings(KENTONGAN_TRUSTED_PROXIES=["127.0.0.1"])
def test_a_trusted_proxy_names_the_request() -> None:
    response = Client().get("/health", headers={"X-Request-ID": "abcdef123456"})
    assert response["X-Request-ID"] == "abcdef123456"
