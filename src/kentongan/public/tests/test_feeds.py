"""Feeds and previews: only what is public, well formed, findable from the list."""

import re
from datetime import datetime
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from kentongan.cases.actions import Upload
from kentongan.cases.models import Attachment, Case
from kentongan.cases.tests.factories import pk_of, released
from kentongan.public.tests.conftest import EMAIL, NAME, PHONE, TEXT, jpeg, report

pytestmark = pytest.mark.django_db

FEED = "/laporan/umpan.atom"
ATOM, GEO = "{http://www.w3.org/2005/Atom}", "{http://www.georss.org/georss}"


def read(client: Client, query: str = "") -> Any:
    response = client.get(FEED + query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def titles(client: Client, query: str = "") -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in read(client, query).iter(f"{ATOM}entry")]


def preview(client: Client, address: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):\w+)" content="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def test_an_empty_feed_is_a_whole_feed(city: None, client: Client) -> None:
    feed = read(client)
    assert "Kota Kediri" in feed.findtext(f"{ATOM}title")
    assert feed.findtext(f"{ATOM}updated")
    assert titles(client) == []


def test_an_entry_tells_what_the_public_page_tells_with_its_place(city: None, client: Client) -> None:
    told = report().answered()
    (entry,) = read(client).iter(f"{ATOM}entry")
    lat, lon = entry.findtext(f"{GEO}point").split()
    assert (float(lat), float(lon)) == (-7.8385, 112.0325)
    assert entry.find(f"{ATOM}link").get("href") == f"{settings.KENTONGAN_PUBLIC_URL}/laporan/{pk_of(told.code)}/"
    assert entry.findtext(f"{ATOM}summary") == TEXT
    published = datetime.fromisoformat(entry.findtext(f"{ATOM}published"))
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) > published


def test_no_feed_tells_what_is_unchecked_confidential_or_of_a_person(city: None, client: Client) -> None:
    report("1")
    report("2").routed(is_confidential=True)
    assert titles(client) == []
    told = report("3").routed()
    content = client.get(FEED).content.decode()
    assert not [word for word in (NAME, PHONE, EMAIL, told.code, "Koordinator") if word in content]


def test_the_place_of_an_anonymous_report_is_coarse(city: None, client: Client) -> None:
    report().routed(is_anonymous=True)
    (entry,) = read(client).iter(f"{ATOM}entry")
    assert all(len(number.partition(".")[2]) <= 3 for number in entry.findtext(f"{GEO}point").split())


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?wilayah={village}", 1),
        ("?wilayah={district}", 1),
        ("?wilayah=35.71", 1),
        ("?wilayah=35.71.01", 0),
        ("?kategori=jalan", 1),
        ("?kategori=infrastruktur&wilayah={district}", 1),
        ("?kategori=sampah", 0),
    ],
)
def test_a_feed_of_a_subject_or_a_part_of_the_city(city: None, client: Client, query: str, count: int) -> None:
    report().routed()
    case = Case.objects.get()
    assert len(titles(client, query.format(village=case.area_id, district=case.district_id))) == count


@pytest.mark.parametrize("query", ["?wilayah=99", "?kategori=tidak-ada", "?bahasa=xx"])
def test_a_feed_of_nothing_known_is_not_found(city: None, client: Client, query: str) -> None:
    assert client.get(FEED + query).status_code == 404


def test_the_list_leads_to_the_feed_of_what_it_shows(city: None, client: Client) -> None:
    page = client.get("/laporan/?kategori=jalan&kelurahan=35.71.01").content.decode()
    links = re.findall(r'href="(/laporan/umpan\.atom[^"]*)"', page)
    assert {unescape(link) for link in links} == {"/laporan/umpan.atom?kategori=jalan&wilayah=35.71.01"}
    assert 'rel="alternate" type="application/atom+xml"' in page


def test_the_list_shows_a_whole_kecamatan(city: None, client: Client) -> None:
    report().routed()
    assert "musala" in client.get(f"/laporan/?kelurahan={Case.objects.get().district_id}").content.decode()
    assert "musala" not in client.get("/laporan/?kelurahan=35.71.01").content.decode()


def test_the_feed_asks_as_often_for_one_as_for_many(
    city: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    for n in range(6):
        report(str(n)).routed()
    client.get(FEED)
    with django_assert_max_num_queries(6):
        client.get(FEED)


def test_a_shared_link_shows_the_report_and_no_person(city: None, client: Client) -> None:
    told = report().answered()
    address = f"/laporan/{pk_of(told.code)}/"
    shown = preview(client, address)
    assert shown["og:title"] == "Lampu gang dekat musala padam sudah tiga malam"
    assert shown["og:description"] == TEXT
    assert shown["og:url"] == settings.KENTONGAN_PUBLIC_URL + address
    assert shown["og:image"].endswith(".png")
    assert not [word for word in (NAME, PHONE, EMAIL, told.code) if word in " ".join(shown.values())]
    assert "https://wa.me/?text=Lampu+gang" in client.get(address).content.decode()


def test_a_preview_shows_a_released_picture_only(city: None, client: Client) -> None:
    told = report(files=(Upload("rumah.jpg", jpeg()),)).routed()
    address, key = f"/laporan/{pk_of(told.code)}/", Attachment.objects.get().key
    assert key not in preview(client, address)["og:image"]
    released()
    image = preview(client, address)["og:image"]
    assert image == f"{settings.KENTONGAN_PUBLIC_URL}/laporan/berkas/{key}/?kecil"
    assert client.get(image.removeprefix(settings.KENTONGAN_PUBLIC_URL))["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("address", ["/", "/laporan/"])
def test_standing_pages_have_a_preview_too(city: None, client: Client, address: str) -> None:
    shown = preview(client, address)
    assert shown["og:title"]
    assert shown["og:url"] == settings.KENTONGAN_PUBLIC_URL + address
