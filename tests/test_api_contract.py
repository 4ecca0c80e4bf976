"""The published description is true: whatever is sent, the answer is one of those it names, in the shape it names."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from kentongan.core.actor import system
from kentongan.partners import actions, queries
from kentongan.partners.scopes import Scope

EXAMPLES = 60
TRUE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture
def description(db: None) -> Iterator[Any]:
    call_command("load_city", verbosity=0)
    queries.forget()
    for signal in (request_started, request_finished):  # the application runs inside this test's transaction
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    queries.forget()


@pytest.fixture
def key(db: None) -> str:
    return actions.create_client("contract", list(Scope), 1_000_000, by=system("test"))


OPERATIONS = [
    ("POST", "/api/v1/reports"),
    ("GET", "/api/v1/reports/{code}"),
    ("GET", "/api/v1/categories"),
    ("GET", "/api/v1/areas"),
]


def test_every_operation_is_tried(description: Any) -> None:
    found = [(o.ok().method.upper(), o.ok().path) for o in description.get_all_operations()]
    assert found == OPERATIONS


HAVE_INPUT = OPERATIONS[:2]
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


@pytest.mark.parametrize(
    ("method", "path", "mode"), [(*o, POSITIVE) for o in OPERATIONS] + [(*o, NEGATIVE) for o in HAVE_INPUT]
)
def test_answers_are_as_described(description: Any, key: str, method: str, path: str, mode: GenerationMode) -> None:
    operation = description[path][method]

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        response = case.call(headers={"Authorization": f"Bearer {key}"})
        case.validate_response(response, checks=TRUE)

    holds()
