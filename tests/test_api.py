"""The machine door: a report enters once, in words the caller reads, and only its sender reads it on."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from kentongan.cases.models import Case, Report
from kentongan.core import clock
from kentongan.core.actor import system
from kentongan.history.models import Event
from kentongan.partners import actions, queries
from kentongan.partners.models import RateCount
from kentongan.partners.scopes import Scope
from kentongan.people.models import Contact
from kentongan.ui.pace import LOOKUPS

pytestmark = pytest.mark.django_db
REPORTS = "/api/v1/reports"


@pytest.fixture(autouse=True)
def _city(db: None) -> Iterator[None]:
    call_command("load_city", verbosity=0)
    queries.forget()
    yield
    queries.forget()


def key_for(name: str = "Smart Kampung", *scopes: Scope, rate: int = 6000) -> str:
    return actions.create_client(name, scopes or list(Scope), rate, by=system("test"))


def send(body: Any, *, key: str | None = None, language: str = "en", kind: str = "application/json") -> Any:
    headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {key}"} if key else {})
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post(REPORTS, data, content_type=kind, headers=headers)


def told(**more: Any) -> dict[str, Any]:
    return {"external_id": "lampu-1047", "text": "Lampu jalan mati di depan balai RW 5."} | more


def test_a_report_is_taken_in_with_code_pin_and_limit() -> None:
    answer = send(told(), key=key_for())
    receipt = answer.json()
    assert answer.status_code == 201
    assert Case.objects.get(number=receipt["code"]).channel == "partner"
    assert len(receipt["pin"]) == 6
    assert receipt["links"]["self"].endswith(f"/api/v1/reports/{receipt['code']}")
    assert receipt["deadline"]["text"].startswith("Will be verified by ")
    assert "WIB" in receipt["deadline"]["text"]


def test_the_same_external_id_again_is_answered_with_the_first_receipt_and_enters_nothing() -> None:
    key = key_for()
    first, second = send(told(), key=key), send(told(text="Sudah lain"), key=key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert [second.json()[name] for name in ("code", "pin")] == [first.json()[name] for name in ("code", "pin")]
    assert (Report.objects.count(), Case.objects.count()) == (1, 1)
    assert Event.objects.filter(kind="cases.submitted").count() == 1


def test_two_clients_may_use_one_external_id() -> None:
    assert send(told(), key=key_for("A")).json()["code"] != send(told(), key=key_for("B")).json()["code"]


def test_everything_told_is_kept_and_located() -> None:
    place = {"lat": -7.8161, "lon": 112.0119, "description": "Depan balai RW 5"}
    contact = {"name": "Sari Contoh", "phone": "0811 0000 047", "email": "sari@example.id"}
    more = {"title": "Lampu mati", "category": "pju", "occurred_on": "2020-08-17", "anonymous": True}
    answer = send(told(place=place, contact=contact, **more), key=key_for())
    case = Case.objects.get(number=answer.json()["code"])
    report = case.reports.get()
    assert (case.title, case.category_id, case.is_anonymous) == ("Lampu mati", "pju", True)
    assert case.area_id is not None
    assert not case.is_outside
    assert (report.text, report.place) == ("Lampu jalan mati di depan balai RW 5.", "Depan balai RW 5")
    assert {c.value for c in Contact.objects.filter(person=report.person)} == {"+628110000047", "sari@example.id"}


def test_a_moment_is_kept_as_the_citys_day() -> None:
    answer = send(told(occurred_at="2020-08-16T18:00:00Z"), key=key_for())
    assert str(Case.objects.get(number=answer.json()["code"]).occurred_on) == "2020-08-17"


def test_a_place_of_another_region_is_marked_outside() -> None:
    answer = send(told(place={"area": "35.06.01"}), key=key_for())
    assert Case.objects.get(number=answer.json()["code"]).is_outside


def test_a_sensitive_category_is_confidential_whatever_the_sender_says() -> None:
    answer = send(told(category="kdrt", confidential=False), key=key_for())
    assert Case.objects.get(number=answer.json()["code"]).is_confidential


def test_words_of_danger_are_answered_with_call_112() -> None:
    receipt = send(told(text="Ada kebakaran di pasar"), key=key_for(), language="id").json()
    assert receipt["emergency"]["words"] == ["kebakaran"]
    assert "112" in receipt["emergency"]["message"]
    assert "emergency" not in send(told(external_id="2"), key=key_for("B")).json()


REFUSED = [
    (b" ", 400, "malformed", None),
    (b"{", 400, "malformed", None),
    (b'{"external_id": "1", "text": "\xff"}', 400, "malformed", None),
    (b'{"external_id": "1", "text": "a"} x', 400, "malformed", None),
    (b'{"external_id": "1", "text": "a", "place": {"lat": NaN}}', 400, "malformed", None),
    (b"[]", 422, "wrong_type", None),
    (b"null", 422, "wrong_type", None),
    (told(external_id=None), 422, "wrong_type", "external_id"),
    ({"text": "a"}, 422, "missing", "external_id"),
    ({"external_id": "1"}, 422, "missing", "text"),
    (told(external_id=""), 422, "empty", "external_id"),
    (told(external_id="x" * 121), 422, "too_long", "external_id"),
    (told(external_id="a\u0000b"), 422, "invalid", "external_id"),
    (told(external_id=" a"), 422, "invalid", "external_id"),
    (told(text=5), 422, "wrong_type", "text"),
    (told(text="x" * 10_001), 422, "too_long", "text"),
    (told(text="  \n "), 422, "refused", "text"),
    (told(text="a\u0000b"), 422, "invalid", "text"),
    (told(title="a\u0000b"), 422, "invalid", "title"),
    (told(contact={"name": "a\u0000b"}), 422, "invalid", "contact.name"),
    (told(kategori="pju"), 422, "unknown_field", "kategori"),
    (told(place={"latitude": 1}), 422, "unknown_field", "place.latitude"),
    (told(place={"lat": 91, "lon": 0}), 422, "out_of_range", "place.lat"),
    (told(place={"lat": -7.8}), 422, "refused", "lat"),
    (b'{"external_id": "1", "text": "a", "place": {"lat": 1e999, "lon": 0}}', 422, "out_of_range", "place.lat"),
    (b'{"external_id": "1", "text": "a", "place": {"lat": ' + b"9" * 400 + b"}}", 422, "out_of_range", "place.lat"),
    (told(category="tidak-ada"), 422, "refused", "category"),
    (told(place={"area": "35.71.99"}), 422, "refused", "area"),
    (told(occurred_on="2026-02-30"), 422, "invalid", "occurred_on"),
    (told(occurred_on="9999-12-31"), 422, "refused", "occurred_on"),
    (told(occurred_at="2020-08-17T10:00:00"), 422, "invalid", "occurred_at"),
    (told(occurred_at="9999-12-31T23:59:59Z"), 422, "out_of_range", "occurred_at"),
    (told(occurred_on="2020-01-01", occurred_at="2020-01-01T00:00:00Z"), 422, "invalid", "occurred_at"),
    (told(contact={"phone": "banyak"}), 422, "refused", "phone"),
    (told(contact={"email": "bukan surel"}), 422, "refused", "email"),
    (told(anonymous="ya"), 422, "wrong_type", "anonymous"),
    (told(language="jv"), 422, "invalid", "language"),
    (b'{"place": ' + b"[" * 100_000, 422, "wrong_type", "place"),
]


def test_what_cannot_be_taken_in_is_refused_clearly_and_leaves_nothing() -> None:
    key, wrong = key_for(), []
    for body, status, code, field in REFUSED:
        answer = send(body, key=key)
        error = answer.json()["error"]
        if (answer.status_code, error["code"], error["field"], bool(error["message"])) != (status, code, field, True):
            wrong.append((body[:80] if isinstance(body, bytes) else body, answer.status_code, error))
    assert wrong == []
    assert (Report.objects.count(), Case.objects.count()) == (0, 0)


def test_half_a_sign_is_no_text() -> None:
    answer = send(b'{"external_id": "1", "text": "a\\ud800b"}', key=key_for())
    assert 400 <= answer.status_code < 500
    assert not Report.objects.exists()


def test_a_body_that_is_too_large_is_refused_before_it_is_read() -> None:
    answer = send(told(text="x" * 300_000), key=key_for())
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_another_media_type_is_refused() -> None:
    assert send(b"external_id=1", key=key_for(), kind="application/x-www-form-urlencoded").status_code == 415


@pytest.mark.parametrize(("language", "words"), [("id", "wajib"), ("en-GB,en;q=0.9", "needed"), ("fr", "wajib")])
def test_refusals_are_in_the_callers_language(language: str, words: str) -> None:
    assert words in send({"text": "a"}, key=key_for(), language=language).json()["error"]["message"]


def test_without_a_key_nothing_enters() -> None:
    answer = send(told())
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert send(told(), key="ktg_" + "a" * 52).status_code == 401
    assert not Report.objects.exists()


def test_a_key_that_may_only_read_cannot_send() -> None:
    answer = send(told(), key=key_for("Pembaca", Scope.REPORTS_READ))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


def test_beyond_the_allowance_requests_are_told_when_to_come_back() -> None:
    key = key_for(rate=2)
    with clock.standing_at(clock.now()):  # within one minute, however slow the machine
        answers = [send(told(external_id=str(n)), key=key) for n in range(3)]
    assert [a.status_code for a in answers] == [201, 201, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    actions.settle()
    assert sum(RateCount.objects.values_list("count", flat=True)) == 2


def test_a_warm_report_asks_nothing_beside_its_one_statement(
    django_assert_max_num_queries: Any,
) -> None:
    key = key_for()
    send(told(external_id="1"), key=key)
    actions._settled_at = float("inf")
    with django_assert_max_num_queries(1):
        assert send(told(external_id="2"), key=key).status_code == 201
    actions._settled_at = float("-inf")


def test_the_bare_code_shows_the_state_and_nothing_else() -> None:
    code = send(told(), key=key_for()).json()["code"]
    answer = Client().get(f"{REPORTS}/{code}").json()
    assert (answer["state"], answer["details"]) == ("received", None)
    assert "Lampu" not in json.dumps(answer)


def test_the_pin_opens_what_was_done() -> None:
    receipt = send(told(), key=key_for()).json()
    answer = Client().get(f"{REPORTS}/{receipt['code']}", headers={"X-Report-Pin": receipt["pin"]}).json()
    assert [step["kind"] for step in answer["details"]["timeline"]] == ["submitted"]
    assert answer["details"]["deadline"]["stage"] == "verify"


def test_a_wrong_pin_and_a_wrong_code_get_the_same_answer() -> None:
    receipt = send(told(), key=key_for()).json()
    pin = {"X-Report-Pin": "x" + receipt["pin"][:5]}
    wrong_pin = Client().get(f"{REPORTS}/{receipt['code']}", headers=pin)
    wrong_code = Client().get(f"{REPORTS}/KTG-2222-2222", headers=pin)
    assert (wrong_pin.status_code, wrong_pin.content) == (wrong_code.status_code, wrong_code.content)
    assert wrong_pin.status_code == 404


def test_ten_wrong_pins_close_the_details_for_a_day_and_not_the_state() -> None:
    receipt = send(told(), key=key_for()).json()
    address = f"{REPORTS}/{receipt['code']}"
    for _ in range(10):
        Client().get(address, headers={"X-Report-Pin": "0"})
    closed = Client().get(address, headers={"X-Report-Pin": receipt["pin"]})
    assert closed.status_code == 429
    assert int(closed["Retry-After"]) > timedelta(hours=23).total_seconds()
    assert Client().get(address).status_code == 200


def test_the_sender_reads_its_own_reports_and_not_anothers() -> None:
    own, other = key_for("A"), key_for("B")
    code = send(told(), key=own).json()["code"]
    read = {key: Client().get(f"{REPORTS}/{code}", headers={"Authorization": f"Bearer {key}"}) for key in (own, other)}
    assert read[own].json()["details"]["timeline"]
    assert read[other].json()["details"] is None


def test_reading_with_a_key_needs_the_scope() -> None:
    code = send(told(), key=key_for("A")).json()["code"]
    headers = {"Authorization": f"Bearer {key_for('B', Scope.REPORTS_WRITE)}"}
    assert Client().get(f"{REPORTS}/{code}", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/reports/bukan-kode", 404),
        ("get", "/api/v1/reports/KTG-2222-2222", 404),
        ("get", "/api/v1/reports/" + "9" * 41, 422),
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/", 404),
        ("delete", "/api/v1/areas", 405),
        ("get", "/api/v1/reports", 401),
    ],
)
def test_every_refusal_is_json(method: str, path: str, status: int) -> None:
    answer = getattr(Client(), method)(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert answer.json()["error"]["message"]


def test_another_method_on_reports_names_the_right_one() -> None:
    answer = Client().get(REPORTS, headers={"Authorization": f"Bearer {key_for()}"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_categories_and_areas_are_there_in_the_callers_language() -> None:
    english = Client().get("/api/v1/categories", headers={"Accept-Language": "en"}).json()
    assert {"code": "pju", "name": "Street lights"}.items() <= next(c for c in english if c["code"] == "pju").items()
    levels = [area["level"] for area in Client().get("/api/v1/areas").json()]
    assert {level: levels.count(level) for level in set(levels)} == {"city": 1, "district": 3, "village": 46}


def test_the_door_keeps_the_security_headers_and_makes_no_session() -> None:
    answer = send(told(), key=key_for())
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_the_reference_shows_every_operation_and_loads_nothing_from_elsewhere() -> None:
    page = Client().get("/api/")
    text = page.content.decode()
    for operation in ("POST /api/v1/reports", "GET /api/v1/reports/{code}", "GET /api/v1/areas"):
        assert operation in text
    for field in ("external_id", "place.lat", "contact.phone"):
        assert f"<code>{field}</code>" in text
    assert 'src="http' not in text


def test_a_deadline_says_the_citys_day() -> None:
    receipt = send(told(), key=key_for(), language="id").json()
    due = Case.objects.get(number=receipt["code"]).due_at
    assert due is not None
    assert f"{clock.local(due).day} " in receipt["deadline"]["text"]
    assert receipt["deadline"]["text"].startswith("Diverifikasi paling lambat ")


def test_a_stranger_asks_only_so_often_a_minute_and_one_with_a_key_by_his_own_allowance() -> None:
    key = key_for()
    receipt = send(told(), key=key).json()
    address = f"{REPORTS}/{receipt['code']}"
    with clock.standing_at(clock.now()):
        for _ in range(LOOKUPS.limit):
            Client().get(address)
        slowed = Client().get(address)
        with_pin = Client().get(address, headers={"X-Report-Pin": receipt["pin"]})
        with_key = Client().get(address, headers={"Authorization": f"Bearer {key}", "X-Report-Pin": receipt["pin"]})
        elsewhere = Client().get(address, REMOTE_ADDR="203.0.113.9")
    assert [a.status_code for a in (slowed, with_pin, with_key, elsewhere)] == [429, 429, 200, 200]
    assert 1 <= int(slowed["Retry-After"]) <= 60
    assert slowed.json()["error"]["code"] == "too_many"
