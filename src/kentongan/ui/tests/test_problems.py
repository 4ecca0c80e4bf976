"""Errors become responses in one place, in the form the asker reads, and leak nothing."""

import json
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from kentongan.core.errors import Conflict, KentonganError, Moved, NotFound, Refused, TooMany
from kentongan.ui import handlers
from kentongan.ui.middleware import Problems
from kentongan.ui.problems import TITLES, Problem, problem_of, respond

STATUSES = [400, 403, 404, 405, 409, 413, 422, 429, 500]


def answer(error: Exception, path: str = "/laporan/", **headers: str) -> HttpResponse | None:
    middleware = Problems(lambda request: HttpResponse())
    return middleware.process_exception(RequestFactory().get(path, headers=headers), error)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused("no"), 422),
        (NotFound(), 404),
        (TooMany("slowly", retry_after=30), 429),
        (Conflict({"category": Moved("a", "b")}), 409),
        (KentonganError(), 500),
    ],
)
def test_each_error_has_its_status(error: KentonganError, status: int) -> None:
    assert problem_of(error).status == status


def test_other_exceptions_are_not_taken_for_ours() -> None:
    assert answer(ValueError("secret")) is None


def test_a_refusal_says_its_reason() -> None:
    response = answer(Refused("Isi alasan pengembalian."))
    assert response is not None
    assert b"Isi alasan pengembalian." in response.content


def test_not_found_does_not_tell_what_was_looked_for() -> None:
    response = answer(NotFound("case 17 of agency 3"))
    assert response is not None
    assert b"agency 3" not in response.content


def test_a_reason_is_text_and_never_markup() -> None:
    response = answer(Refused("<script>alert(1)</script>"))
    assert response is not None
    assert b"<script>alert(1)" not in response.content


def test_too_many_says_when_to_come_back() -> None:
    response = answer(TooMany("slowly", retry_after=90))
    assert response is not None
    assert response["Retry-After"] == "90"


def test_a_fragment_gets_a_fragment_for_the_notices() -> None:
    response = answer(Refused("no"), **{"HX-Request": "true"})
    assert response is not None
    assert response["HX-Retarget"] == "#notices"
    assert b"<html" not in response.content


def test_a_machine_gets_a_problem_document() -> None:
    response = answer(Conflict({"category": Moved("Jalan", "Drainase")}), Accept="application/json")
    assert response is not None
    assert response["Content-Type"] == "application/problem+json"
    content = json.loads(response.content)
    assert (content["status"], content["fields"]["category"]) == (409, {"shown": "Jalan", "current": "Drainase"})


def test_a_conflict_shows_both_values() -> None:
    response = answer(Conflict({"category": Moved("Jalan", "Drainase", "Pohon")}))
    assert response is not None
    assert all(value in response.content.decode() for value in ("Jalan", "Drainase", "Pohon"))


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_status_has_a_page_in_both_languages(status: int, language: str) -> None:
    with translation.override(language):
        response = respond(RequestFactory().get("/"), Problem(status))
        title = str(TITLES[status])
    assert response.status_code == status
    assert title in response.content.decode()
    if language == "id":
        with translation.override("en"):
            assert title != str(TITLES[status])


def test_what_is_too_large_says_so_and_other_bad_requests_do_not() -> None:
    request = RequestFactory().post("/lapor/")
    assert handlers.bad_request(request, RequestDataTooBig()).status_code == 413
    assert handlers.bad_request(request, SuspiciousOperation("DisallowedHost")).status_code == 400


def test_the_public_page_keeps_112_in_sight_and_the_desk_does_not_show_it() -> None:
    request = RequestFactory()
    assert b"tel:112" in respond(request.get("/laporan/"), Problem(404)).content
    assert b"tel:112" not in respond(request.get("/desk/x/"), Problem(404)).content


@pytest.mark.django_db
def test_an_unknown_address_is_answered_by_the_error_page(client: Client) -> None:
    response: Any = client.get("/tidak-ada/")
    assert response.status_code == 404
    assert "ui/error.html" in [t.name for t in response.templates]


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/lapor/", {"text": "x"})
    assert response.status_code == 403
    assert b"CSRF" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/laporan/?kelurahan=%00", "/laporan/?keadaan=%00", "/laporan/berkas/%00/"])
def test_an_address_with_a_sign_no_text_can_hold_is_not_our_failure(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.django_db
def test_a_name_with_a_sign_no_text_can_hold_is_no_failure_of_signing_in(client: Client) -> None:
    assert client.post("/desk/sign-in/", {"username": "\x00", "password": "x"}).status_code in {400, 422}
