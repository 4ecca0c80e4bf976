"""The routing table on the administrator's pages."""

import json
from datetime import date

from django.test import Client

from kentongan.agencies import actions, queries
from kentongan.agencies.models import Agency, Route
from kentongan.core import clock
from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted
from kentongan.desk.tests.conftest import Desk, cost_of
from kentongan.desk.tests.setup.conftest import text_of
from kentongan.desk.tests.setup.test_users import carried

ROUTES = "/desk/setup/routes/"


def pk(code: str) -> int:
    return Agency.objects.get(code=code).pk


def line(subject: str, **more: object) -> Route:
    return Route.objects.filter(subject=subject, **more).order_by("id")[0]


def test_the_table_is_narrowed_by_category_agency_and_day(admin: Client, by_admin: Actor) -> None:
    own, page = f"{ROUTES}{line('jalan').pk}/", text_of(admin.get(ROUTES))
    assert "Aturan disposisi" in page
    only = text_of(admin.get(ROUTES, {"subject": "jalan"}))
    assert own in only
    assert f"{ROUTES}{line('pju').pk}/" not in only
    actions.change_route(line("jalan").pk, {"valid_to": Wanted(None, date(2020, 1, 1))}, by=by_admin)
    assert own not in text_of(admin.get(ROUTES, {"subject": "jalan"}))
    assert own in text_of(admin.get(ROUTES, {"subject": "jalan", "on": "2019-12-31"}))
    assert own in text_of(admin.get(ROUTES, {"subject": "jalan", "ended": "on"}))


def test_a_longer_table_costs_no_more(admin: Client) -> None:
    cost_of(admin, ROUTES)
    assert cost_of(admin, ROUTES) == cost_of(admin, f"{ROUTES}?subject=jalan")


def test_a_line_is_made_and_a_second_for_the_same_is_refused_in_the_form(admin: Client) -> None:
    given = {"subject": "jalan", "area": "35.71.01.1001", "road_class": "national", "lead": pk("dpupr")}
    made = admin.post(f"{ROUTES}new/", {**given, "support": [pk("dishub")], "offices": ["village"]})
    assert made.status_code == 302
    page = text_of(admin.get(made.headers["Location"]))
    assert "Baris dibuat" in page
    refused = admin.post(f"{ROUTES}new/", given)
    assert refused.status_code == 422
    assert "sudah menjadi penanggung jawab" in text_of(refused)


def test_a_new_version_is_shown_with_the_one_before(admin: Client) -> None:
    old = line("jalan")
    address = f"{ROUTES}{old.pk}/"
    first_day = clock.today().isoformat()
    made = admin.post(f"{address}renew/", {"first_day": first_day, "lead": pk("perkim"), "source": "Perwali 9"})
    assert made.status_code == 302
    page = text_of(admin.get(made.headers["Location"]))
    assert "Versi lain" in page
    assert address in page
    assert queries.route_for("jalan", on=clock.today()).lead == pk("perkim")  # type: ignore[union-attr]


def test_the_effect_is_shown_before_anything_is_saved(desk: Desk, admin: Client) -> None:
    desk.verified()
    old, before = line("jalan"), Route.objects.count()
    data = {"first_day": clock.today().isoformat(), "lead": pk("perkim"), "preview": "yes"}
    page = text_of(admin.post(f"{ROUTES}{old.pk}/renew/", data))
    assert "1 aduan terbuka akan berpindah" in page
    assert Route.objects.count() == before
    same = {**data, "lead": old.lead_id, "support": [pk("dishub")]}
    assert "Tidak ada aduan terbuka yang berpindah" in text_of(admin.post(f"{ROUTES}{old.pk}/renew/", same))


def test_a_correction_is_told_with_before_and_after(admin: Client) -> None:
    old = line("jalan")
    address = f"{ROUTES}{old.pk}/"
    shown = carried(text_of(admin.get(f"{address}edit/")))
    data = {"lead": pk("perkim"), "support": shown["support"], "offices": shown["offices"], "source": shown["source"]}
    changed = admin.post(f"{address}edit/", {**data, "shown": json.dumps(shown)})
    assert changed.status_code == 302
    page = text_of(admin.get(address))
    assert f"<s>{old.lead.short_name}</s>" in page
    assert "Baris diubah" in page


def test_what_was_in_force_is_not_deleted(admin: Client) -> None:
    response = admin.post(f"{ROUTES}{line('jalan').pk}/delete/")
    assert response.status_code == 422
    assert "beri hari terakhir" in text_of(response)


def test_a_matter_is_tried_and_it_is_said_why(admin: Client) -> None:
    page = text_of(admin.get(f"{ROUTES}try/", {"subject": "pju", "area": "35.71.01.1001"}))
    assert Agency.objects.get(code="dlhkp").name in page
    assert "khusus untuk tempat ini" in page
    page = text_of(admin.get(f"{ROUTES}try/", {"subject": "jalan", "on": "2019-01-01"}))
    assert "Berlaku untuk semua jalan" in page
    assert admin.get(f"{ROUTES}try/", {"subject": "tidak-ada"}).status_code == 422
