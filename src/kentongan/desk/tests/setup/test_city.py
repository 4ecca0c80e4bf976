"""The city's profile on the administrator's pages, and on everyone's."""

import html
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.core.actor import Actor
from kentongan.core.conflicts import Wanted
from kentongan.desk.tests.setup.conftest import text_of
from kentongan.desk.tests.setup.test_users import carried
from kentongan.history.queries import stream_of
from kentongan.places import actions, queries
from kentongan.places.tests.test_city import picture

CITY = "/desk/setup/city/"


def saved(admin: Client, page: str, **fields: Any) -> Any:
    shown = carried(text_of(admin.get(f"{CITY}{page}/")))
    data = {name: value for name, value in (shown | fields).items() if value not in (False, "")}
    return admin.post(f"{CITY}{page}/", {**data, "shown": json.dumps(shown)})


def test_names_and_contact_are_on_every_page_at_once(admin: Client, client: Client) -> None:
    told = {"government": "Pemerintah Kota Uji", "phone": "0354-0000001", "email": "kota@example.id"}
    told |= {"links": "Portal | https://portal.example.id", "emergency_text": "Nyawa terancam?"}
    told |= {"privacy_contact": "Bagian Hukum, pdp@example.id", "short_name": "Uji", "address": "Jalan Contoh 1"}
    assert saved(admin, "edit", **told).status_code == 302
    first, list_, privacy = (text_of(client.get(at)) for at in ("/", "/laporan/", "/privasi/"))
    for page in (first, list_, privacy):
        assert "Pemerintah Kota Uji" in page
        assert "0354-0000001" in page
        assert 'href="https://portal.example.id"' in page
    assert "Nyawa terancam?" in first
    assert "Nyawa terancam?" in list_
    assert "Nyawa terancam?" not in text_of(client.get("/laporan/", headers={"accept-language": "en"}))
    assert "Bagian Hukum, pdp@example.id" in privacy
    assert client.get("/manifest.webmanifest").json()["short_name"] == "Kentongan Uji"
    page = text_of(admin.get(CITY))
    assert "Profil diubah" in page
    assert "<s>Pemerintah Kota Kediri</s>" in page


@pytest.mark.parametrize(
    ("page", "fields", "said"),
    [
        ("edit", {"name": " "}, "Ini harus diisi."),
        ("edit", {"website": "javascript:alert(1)"}, "diawali https://"),
        ("edit", {"links": "Portal kota"}, "Baris 1 bukan tautan"),
        ("map", {"lat": "-6.2", "lon": "106.8"}, "di luar kota"),
        ("map", {"zoom": "40"}, "antara 8"),
        ("work", {"languages": ["en"]}, "Bahasa Indonesia selalu termasuk"),
        ("colours", {"brand": "#f5c400", "brand_deep": "#003637"}, "harus sedikitnya 4,5"),
        ("colours", {"brand": "kuning", "brand_deep": "#003637"}, "seperti #005755"),
    ],
)
def test_a_refusal_stands_in_the_form_and_nothing_is_changed(
    admin: Client, page: str, fields: dict[str, Any], said: str
) -> None:
    response = saved(admin, page, **fields)
    assert response.status_code == 422
    assert said in text_of(response)
    assert stream_of("city:1")[-1].kind != "places.city_changed"


def test_two_administrators_at_once_lose_no_word(admin: Client, by_admin: Actor) -> None:
    shown = carried(text_of(admin.get(f"{CITY}edit/")))
    actions.change_city({"phone": Wanted("", "0354-0000002")}, by=by_admin)
    data = {name: value for name, value in shown.items() if value}
    response = admin.post(f"{CITY}edit/", {**data, "phone": "0354-0000003", "shown": json.dumps(shown)})
    assert response.status_code == 409
    assert "0354-0000002" in text_of(response)
    assert queries.city().phone == "0354-0000002"


def test_colours_are_shown_first_and_then_worn_by_all_pages(admin: Client, client: Client) -> None:
    wanted = {"brand": "#7a1f5c", "brand_deep": "#3b0f2d"}
    shown = carried(text_of(admin.get(f"{CITY}colours/")))
    first = admin.post(f"{CITY}colours/", {**wanted, "shown": json.dumps(shown), "preview": "yes"})
    assert "Kontras dalam skema terang" in text_of(first)
    sheet = html.unescape(re.findall(r'href="([^"]*preview\.css[^"]*)"', text_of(first))[0])
    assert ".samples{--accent:#7a1f5c" in text_of(admin.get(sheet))
    assert queries.city().brand == ""
    assert saved(admin, "colours", **wanted).status_code == 302
    address = re.findall(r'href="(/kota/warna/[^"]+)"', text_of(client.get("/")))[0]
    worn = client.get(address)
    assert worn.headers["Content-Type"].startswith("text/css")
    assert "--accent:light-dark(#7a1f5c," in text_of(worn)
    assert address in text_of(admin.get("/desk/"))
    assert client.get("/kota/warna/000000000000.css").status_code == 404
    assert ".samples{--accent:#005755" in text_of(admin.get(f"{CITY}colours/preview.css?brand=%7D*%7B"))


def test_a_coat_of_arms_is_checked_and_worn(admin: Client, client: Client) -> None:
    evil = SimpleUploadedFile("lambang.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    response = admin.post(f"{CITY}logo/", {"logo": evil, "shown": ""})
    assert response.status_code == 422
    assert "SVG dapat memuat skrip" in text_of(response)
    assert admin.post(f"{CITY}logo/", {"shown": ""}).status_code == 422
    sent = SimpleUploadedFile("lambang.png", picture())
    assert admin.post(f"{CITY}logo/", {"logo": sent, "shown": ""}).status_code == 302
    address = f"/kota/lambang/{queries.city().logo}.png"
    assert address in text_of(client.get("/"))
    image = client.get(address)
    assert (image.headers["Content-Type"], image.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert client.get("/manifest.webmanifest").json()["icons"][0]["src"] == address
    stale = admin.post(f"{CITY}logo/", {"is_removed": "on", "shown": "lain"})
    assert stale.status_code == 409
    assert admin.post(f"{CITY}logo/", {"is_removed": "on", "shown": queries.city().logo}).status_code == 302
    assert address not in text_of(client.get("/"))


def test_a_language_that_is_not_offered_is_answered_in_indonesian(admin: Client, client: Client) -> None:
    english = {"accept-language": "en"}
    assert "Make a report" in text_of(client.get("/", headers=english))
    assert saved(admin, "work", languages=["id"], are_answers_checked="on").status_code == 302
    page = text_of(client.get("/", headers=english))
    assert "Make a report" not in page
    assert 'value="en"' not in page
    assert queries.are_answers_checked()


def test_a_former_profile_is_shown_before_it_comes_back(admin: Client) -> None:
    saved(admin, "edit", phone="0354-0000001")
    first = stream_of("city:1")[-1].seq
    saved(admin, "edit", phone="0354-0000002", email="kota@example.id")
    page = text_of(admin.get(CITY))
    address = f"{CITY}back/{first}/"
    assert address in page
    asked = text_of(admin.get(address))
    assert "<s>0354-0000002</s>" in asked
    assert queries.city().phone == "0354-0000002"
    assert admin.post(address).status_code == 302
    assert (queries.city().phone, queries.city().email) == ("0354-0000001", "")
    again = admin.post(address)
    assert again.status_code == 422
    assert "sudah seperti waktu itu" in text_of(again)
    assert admin.get(f"{CITY}back/9999/").status_code == 404
