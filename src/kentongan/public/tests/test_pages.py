"""The standing pages, the language, and what every page of the citizen has in common."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from config import messages
from kentongan.cases.media import accepted_types
from kentongan.cases.models import DeadlineRule
from kentongan.channels import registry
from kentongan.core import cached
from kentongan.public.urls import urlpatterns
from kentongan.ui.gate import Access

pytestmark = pytest.mark.django_db

PAGES = ("/", "/lapor/", "/lacak/", "/laporan/", "/peta/", "/bantuan/", "/privasi/", "/aksesibilitas/")
PARTS = Path(__file__).parents[2]
SENTENCE = 18  # shorter words may be names
LONGEST_PAGE = 40_000  # bytes, before compression; styles, script and font come once


def test_every_view_says_who_may_open_it() -> None:
    assert {getattr(pattern.callback, "access", None) for pattern in urlpatterns} == {Access("everyone")}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_open_in_both_languages_and_keep_112_in_sight(
    city: None, client: Client, address: str, language: str
) -> None:
    client.cookies["django_language"] = language
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in page
    assert 'href="tel:112"' in page
    assert len(response.content) < LONGEST_PAGE


def test_pages_open_before_any_city_is_loaded(client: Client) -> None:
    for address in ("/bantuan/", "/privasi/", "/manifest.webmanifest", "/robots.txt"):
        assert client.get(address).status_code == 200


def test_the_language_goes_back_to_where_one_was(city: None, client: Client) -> None:
    response = client.post("/bahasa/", {"language": "en", "next": "/laporan/?q=jalan"})
    assert response["Location"] == "/laporan/?q=jalan"
    assert "What people report" in client.get("/laporan/").content.decode()


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com/", "javascript:alert(1)", ""])
def test_the_language_leads_to_no_other_host(client: Client, back: str) -> None:
    assert client.post("/bahasa/", {"language": "en", "next": back})["Location"] == reverse("public:home")


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    response = client.post("/bahasa/", {"language": "../xx"})
    assert "django_language" not in response.cookies


def test_large_print_is_kept_and_taken_off_again(city: None, client: Client) -> None:
    assert client.post("/huruf/", {"size": "besar", "next": "/laporan/?q=jalan"})["Location"] == "/laporan/?q=jalan"
    assert '<html lang="id" data-density="public" data-text="large">' in client.get("/laporan/").content.decode()
    client.post("/huruf/", {"size": "", "next": "/laporan/"})
    assert "data-text" not in client.get("/laporan/").content.decode()


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com/", ""])
def test_large_print_leads_to_no_other_host(client: Client, back: str) -> None:
    assert client.post("/huruf/", {"size": "besar", "next": back})["Location"] == reverse("public:home")


@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_says_nothing_in_indonesian(city: None, client: Client, address: str) -> None:
    client.cookies["django_language"] = "en"
    page = unescape(client.get(address).content.decode())
    for part in ("ui", "public"):
        for entry in messages.read(PARTS / part / "locale/id/LC_MESSAGES/django.po"):
            said = entry.strings.get(0, "")
            assert len(said) < SENTENCE or "%" in said or said == entry.id or said not in page, said


def test_robots_stay_out_of_what_is_somebodys_own(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /lapor/\n" in text
    assert "Disallow: /lacak/\n" in text
    assert "Disallow: /laporan/" not in text


def test_the_manifest_names_the_city(city: None, client: Client) -> None:
    content = client.get("/manifest.webmanifest").json()
    assert content["name"] == "Kentongan Kota Kediri"
    assert content["icons"]


def _untranslated() -> Iterator[str]:
    for part in ("ui", "public"):
        for entry in messages.read(PARTS / part / "locale/id/LC_MESSAGES/django.po"):
            if entry.id and not entry.is_translated():
                yield f"{part}: {entry.id}"


def test_every_sentence_has_its_translation() -> None:
    assert list(_untranslated()) == []


def test_every_sentence_of_a_template_stands_in_the_catalogue() -> None:
    for part in ("ui", "public"):
        known = {entry.id for entry in messages.read(PARTS / part / "locale/id/LC_MESSAGES/django.po")}
        for path in (PARTS / part / "templates").rglob("*.html"):
            said = re.findall(r'{% translate (?:"([^"]+)"|\'([^\']+)\')', path.read_text())
            missing = {(a or b).replace("%", "%%") for a, b in said} - {(i or "") for i in known}
            assert not missing, path


@pytest.mark.usefixtures("city")
def test_news_is_promised_by_the_channels_there_are(client: Client) -> None:
    assert registry.reached() == ("email",)
    client.post("/lapor/", {"text": "Lampu gang padam.", "act": "next"})
    key = client.session["drafts"][0]
    page = client.get(f"/lapor/{key}/siapa/").content.decode()
    assert "Isi surel, dan setiap langkah kami kabarkan." in page
    assert "Isi nomor atau surel" not in page


@pytest.mark.usefixtures("city")
def test_what_the_server_takes_can_be_chosen(client: Client) -> None:
    page = client.get("/lapor/").content.decode()
    assert f'accept="{",".join(accepted_types())}"' in page
    assert "application/pdf" in accepted_types()
    assert f"Lampiran (foto{', film' if 'video/mp4' in accepted_types() else ''} atau PDF)" in page


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("address", ["/", "/lapor/", "/bantuan/"])
def test_what_is_promised_follows_the_citys_rules(client: Client, address: str) -> None:
    assert "3 hari kerja" in client.get(address).content.decode()
    DeadlineRule.objects.filter(stage="verify").update(amount=11)
    cached.forget_all()
    page = client.get(address).content.decode()
    assert "11 hari kerja" in page
    assert "3 hari kerja" not in page
