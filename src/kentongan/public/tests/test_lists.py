"""What everyone may read: nothing before a person has checked it, and never what is confidential."""

import json

import pytest
from django.test import Client

from kentongan.cases.actions import Upload
from kentongan.cases.models import Attachment
from kentongan.cases.tests.factories import pk_of, released
from kentongan.public.tests.conftest import NAME, PHONE, jpeg, report

pytestmark = pytest.mark.django_db

OPEN = ("/", "/laporan/", "/peta/", "/peta/laporan.geojson")


def told(client: Client) -> str:
    return " ".join(client.get(address).content.decode() for address in OPEN)


def test_an_empty_city_says_so_everywhere(city: None, client: Client) -> None:
    assert "Belum ada laporan" in client.get("/laporan/").content.decode()
    assert "Belum ada laporan terverifikasi" in client.get("/peta/").content.decode()
    home = client.get("/").content.decode()
    assert "Baru diselesaikan" not in home
    assert "Apa adanya" not in home
    assert client.get("/peta/laporan.geojson").json()["features"] == []


def test_a_report_nobody_has_checked_is_nowhere(city: None, client: Client) -> None:
    found = report()
    assert "musala" not in told(client)
    assert client.get(f"/laporan/{pk_of(found.code)}/").status_code == 404


def test_a_checked_report_is_in_list_map_and_page_without_its_reporter(city: None, client: Client) -> None:
    found = report().answered()
    page = client.get(f"/laporan/{pk_of(found.code)}/").content.decode()
    assert "Tiga lampu sudah diganti." in page
    assert "musala" in client.get("/laporan/").content.decode()
    assert len(client.get("/peta/laporan.geojson").json()["features"]) == 1
    everything = told(client) + page
    assert not [word for word in (NAME, PHONE, "Rahadi", "Koordinator Satu") if word in everything]


def test_a_confidential_report_leaves_no_trace(city: None, client: Client) -> None:
    found = report().routed(is_confidential=True)
    assert "musala" not in told(client)
    assert client.get(f"/laporan/{pk_of(found.code)}/").status_code == 404


def test_a_checked_report_that_waits_is_not_called_unchecked(city: None, client: Client) -> None:
    found = report().verified()
    for address in ("/laporan/", f"/laporan/{pk_of(found.code)}/"):
        assert "Belum terverifikasi" not in client.get(address).content.decode()


def test_a_solved_report_stands_on_the_first_page(city: None, client: Client) -> None:
    report().closed()
    assert "Baru diselesaikan" in client.get("/").content.decode()


def test_figures_say_what_they_count_and_no_mean_of_a_few(city: None, client: Client) -> None:
    report().closed()
    page = client.get("/").content.decode()
    assert "laporan masuk" in page
    assert "kurang dari 5, jadi tidak dirata-rata" in page


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=musala", True),
        ("q=zzzz", False),
        ("kategori=jalan", True),
        ("kategori=infrastruktur", True),
        ("kategori=sampah", False),
        ("keadaan=routed", True),
        ("keadaan=closed", False),
        ("kelurahan=35.71.01.1001", False),
        ("q=musala&kategori=sampah", False),
        ("keadaan=%3Cscript%3E", False),
        ("kelurahan=tidak-ada", False),
    ],
)
def test_filters_find_what_fits(city: None, client: Client, query: str, is_found: bool) -> None:
    report().routed()
    page = client.get(f"/laporan/?{query}")
    assert page.status_code == 200
    assert ("Lampu gang dekat musala" in page.content.decode()) == is_found


def test_pages_follow_one_another_and_keep_the_filter(city: None, client: Client) -> None:
    for n in range(20):
        report(str(n), text=f"Jalan berlubang nomor urut{n}.").routed()
    first = client.get("/laporan/?kategori=jalan")
    older = first.context["older"]
    assert "kategori=jalan" in older
    second = client.get(f"/laporan/{older}")
    numbers = [row.case for page in (first, second) for row in page.context["rows"]]
    assert len(numbers) == len(set(numbers)) == 20
    assert second.context["older"] == ""


def test_a_broken_page_mark_is_no_error_of_ours(city: None, client: Client) -> None:
    assert client.get("/laporan/?sesudah=%00x").status_code < 500


def test_only_released_files_are_public(city: None, client: Client) -> None:
    report(files=(Upload("rumah.jpg", jpeg()),)).routed()
    attachment = Attachment.objects.get()
    address = f"/laporan/berkas/{attachment.key}/"
    assert client.get(address).status_code == 404
    released()
    assert client.get(address).status_code == 200


def test_the_list_asks_as_often_for_one_as_for_many(
    city: None, client: Client, django_assert_max_num_queries: object
) -> None:
    for n in range(8):
        report(str(n)).routed()
    client.get("/laporan/")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get("/laporan/")


def test_the_map_without_javascript_is_a_drawing_and_a_table(city: None, client: Client) -> None:
    report().routed()
    page = client.get("/peta/").content.decode()
    assert page.count("<path class=") == 46
    assert 'class="c5"' in page
    assert "/laporan/?kelurahan=35.71." in page


def test_map_data_is_geojson(city: None, client: Client) -> None:
    for address, count in (("/peta/wilayah.geojson", 46), ("/peta/tempat.geojson", 60)):
        response = client.get(address)
        assert response["Content-Type"] == "application/geo+json"
        assert len(json.loads(response.content)["features"]) == count


def test_lists_carry_small_copies_of_pictures(city: None, client: Client) -> None:
    found = report(files=(Upload("rumah.jpg", jpeg((1600, 1200))),)).routed()
    attachment = Attachment.objects.get()
    released()
    address = f"/laporan/berkas/{attachment.key}/?kecil"
    assert address in client.get("/laporan/").content.decode()
    assert len(client.get(address).content) < 80_000
    released(is_released=False)
    assert client.get(address).status_code == 404
    assert address not in client.get(f"/laporan/{pk_of(found.code)}/").content.decode()


def test_a_browser_asks_for_a_picture_again_and_is_given_none_that_was_taken_back(city: None, client: Client) -> None:
    report(files=(Upload("rumah.jpg", jpeg()),)).routed()
    released()
    address = f"/laporan/berkas/{Attachment.objects.get().key}/"
    first = client.get(address)
    assert first["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    released(is_released=False)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 404
    released()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_no_public_page_tells_a_code_with_which_pins_could_be_tried(city: None, client: Client) -> None:
    found = report("1").closed()
    assert found.code not in told(client) + client.get(f"/laporan/{pk_of(found.code)}/").content.decode()
    assert client.get(f"/laporan/{found.code}/").status_code == 404
