"""Categories on the administrator's pages."""

import json
from urllib.parse import urlencode

from django.test import Client

from kentongan.cases import actions
from kentongan.cases.models import Case, Category
from kentongan.cases.queries.category_uses import order_of
from kentongan.core.actor import PUBLIC, Actor
from kentongan.core.conflicts import Wanted
from kentongan.desk.tests.conftest import Desk, cost_of, signed_in
from kentongan.desk.tests.setup.conftest import text_of
from kentongan.desk.tests.setup.test_users import carried
from kentongan.intake.actions import Submission, receive

CATEGORIES = "/desk/setup/categories/"
NEW = {"code": "galian", "name": "Galian kabel", "name_en": "Cable trenches", "parent": "infrastruktur", "icon": "road"}


def test_the_tree_is_searched_and_says_which_have_no_route(admin: Client) -> None:
    page = text_of(admin.get(CATEGORIES))
    assert "Jalan rusak" in page
    assert "bisa darurat" in page
    admin.post(f"{CATEGORIES}new/", NEW)
    page = text_of(admin.get(CATEGORIES, {"q": "trenches"}))
    assert "Galian kabel" in page
    assert "Jalan rusak" not in page
    assert "<td>tidak ada</td>" in page
    assert "Tidak ada kategori yang ditemukan" in text_of(admin.get(CATEGORIES, {"q": "zzz"}))


def test_a_longer_tree_costs_no_more(admin: Client) -> None:
    cost_of(admin, CATEGORIES)
    assert cost_of(admin, CATEGORIES) == cost_of(admin, f"{CATEGORIES}?q=jalan")


def test_a_new_one_is_offered_at_once_and_a_taken_code_is_refused(admin: Client, client: Client) -> None:
    made = admin.post(f"{CATEGORIES}new/", NEW)
    assert made.headers["Location"] == f"{CATEGORIES}galian/"
    assert "Galian kabel" in text_of(client.get("/lapor/"))
    again = admin.post(f"{CATEGORIES}new/", NEW)
    assert again.status_code == 422
    assert "sudah dipakai" in text_of(again)


def test_the_effect_is_shown_before_and_a_change_is_told_with_both(desk: Desk, admin: Client) -> None:
    desk.verified()
    address = f"{CATEGORIES}jalan/"
    shown = carried(text_of(admin.get(f"{address}edit/")))
    data = {**shown, "name": "Jalan berlubang", "is_sensitive": "on", "shown": json.dumps(shown)}
    data.pop("is_emergency")
    page = text_of(admin.post(f"{address}edit/", {**data, "preview": "yes"}))
    assert "1 aduan terbuka menampilkannya" in page
    assert "1 aduan terbukanya dapat dibaca umum" in page
    assert Category.objects.get(code="jalan").name == "Jalan rusak"
    assert admin.post(f"{address}edit/", data).status_code == 302
    page = text_of(admin.get(address))
    assert "<s>Jalan rusak</s>" in page
    assert "Kategori diubah" in page


def test_two_administrators_at_once_lose_no_word(admin: Client, by_admin: Actor) -> None:
    address = f"{CATEGORIES}jalan/edit/"
    shown = carried(text_of(admin.get(address)))
    actions.change_category("jalan", {"name": Wanted("Jalan rusak", "Jalan kota")}, by=by_admin)
    data = {**{n: v for n, v in shown.items() if v}, "name": "Jalan desa", "shown": json.dumps(shown)}
    response = admin.post(address, data)
    assert response.status_code == 409
    assert "Jalan kota" in text_of(response)
    assert Category.objects.get(code="jalan").name == "Jalan kota"


def test_its_place_is_chosen(admin: Client) -> None:
    address = f"{CATEGORIES}pju/order/"
    shown = carried(text_of(admin.get(address)))
    assert admin.post(address, {"after": "", "shown": json.dumps(shown)}).status_code == 302
    assert order_of("pju")[0] == "pju"
    stale = admin.post(address, {"after": "jalan", "shown": json.dumps(shown)})
    assert stale.status_code == 409


def test_retiring_says_before_what_hangs_on_it_and_old_codes_go_on_working(
    desk: Desk, admin: Client, client: Client
) -> None:
    desk.verified()
    address = f"{CATEGORIES}jalan/"
    page = text_of(admin.get(f"{address}retire/"))
    assert "1 aduan terbuka memakainya" in page
    seen = text_of(admin.post(f"{address}retire/", {"successor": "trotoar", "preview": "yes"}))
    assert "menjawab sebagai gantinya" in seen
    assert Category.objects.get(code="jalan").is_active
    assert admin.post(f"{address}retire/", {"successor": "trotoar"}).status_code == 302
    page = text_of(admin.get(address))
    assert "Pemakaian kategori dihentikan" in page
    assert "Dijawab oleh" in page
    assert "Pakai kembali" in page
    number = receive(Submission("test", "lama", "api", "Jalan berlubang.", category="jalan"), by=PUBLIC).code
    assert Case.objects.get(number=number).category_id == "trotoar"
    assert 'jenis=jalan"' not in text_of(client.get("/"))
    form = text_of(client.get("/lapor/?jenis=jalan"))
    assert '<option value="trotoar" selected>' in form
    saved = f"/desk/?{urlencode({'queue': 'all', 'category': 'jalan'})}"
    assert number in text_of(signed_in(desk.coordinator).get(saved))
    assert "jalan" not in [one["code"] for one in client.get("/api/v1/categories").json()]


def test_a_retired_one_can_be_used_again(admin: Client) -> None:
    address = f"{CATEGORIES}jalan/"
    admin.post(f"{address}retire/", {"successor": ""})
    assert "tidak dipakai" in text_of(admin.get(CATEGORIES, {"retired": "on", "q": "jalan"}))
    assert "Pakai kembali kategori ini?" in text_of(admin.get(f"{address}restore/"))
    assert admin.post(f"{address}restore/").status_code == 302
    assert Category.objects.get(code="jalan").is_active


def test_an_edit_of_a_case_keeps_the_retired_category_until_another_is_chosen(desk: Desk, admin: Client) -> None:
    number = desk.verified()
    admin.post(f"{CATEGORIES}jalan/retire/", {"successor": "trotoar"})
    page = text_of(signed_in(desk.coordinator).get(f"/desk/cases/{number}/edit/"))
    assert "Jalan rusak (tidak dipakai lagi)" in page


def test_what_is_named_is_not_deleted_and_it_is_said_what_to_do(admin: Client) -> None:
    response = admin.post(f"{CATEGORIES}jalan/delete/")
    assert response.status_code == 422
    assert "Hentikan pemakaiannya" in text_of(response)
    admin.post(f"{CATEGORIES}new/", NEW)
    assert admin.post(f"{CATEGORIES}galian/delete/").headers["Location"] == CATEGORIES
    assert not Category.objects.filter(code="galian").exists()
    assert admin.get(f"{CATEGORIES}galian/").status_code == 404
