"""An import at the desk: from a file to cases, with what is wrong told beside it and nobody else looking on."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kentongan.cases.models import Case, Report
from kentongan.core.uploads import SIZE
from kentongan.desk.tests.conftest import Desk, cost_of, new_user, signed_in
from kentongan.intake.models import Import, SavedPlan
from kentongan.intake.tasks import run_import
from kentongan.intake.tests.test_importing import HEAD, LAPOR, ROW

NAME = "Wulan Sekarjati"


def sent(client: Client, data: bytes | str = HEAD + ROW, **more: Any) -> Any:
    raw = data if isinstance(data, bytes) else data.encode()
    form = {"source": "surga", "plan": "", "file": SimpleUploadedFile("aduan.csv", raw), **more}
    return client.post("/desk/imports/", form)


def mapped(client: Client, data: bytes | str = HEAD + ROW, **more: Any) -> str:
    """The address of an import whose columns and words are as they were guessed."""
    address = str(sent(client, data, **more).headers["Location"]).removesuffix("columns/")
    for step in ("columns/", "words/"):
        page = client.get(address + step)
        form = page.context["form"]
        response = client.post(address + step, {bound.html_name: bound.value() or "" for bound in form})
        assert response.status_code == 302, form.errors
    return address


def imported(client: Client, data: bytes | str = HEAD + ROW, **more: Any) -> str:
    address = mapped(client, data, **more)
    client.post(address + "begin/")
    run_import(Import.objects.latest("id").pk)
    return address


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def sheet(client: Client, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def test_from_a_file_to_a_closed_case(desk: Desk, coordinator: Client) -> None:
    address = mapped(coordinator)
    preview = page_of(coordinator, address)
    assert "Belum ada yang diimpor" in preview
    assert NAME in preview
    assert "selesai, ditutup oleh admin" in preview
    assert "Impor 1 baris" in preview
    assert not Case.objects.exists()
    coordinator.post(address + "begin/")
    assert "menunggu giliran" in page_of(coordinator, address)
    run_import(Import.objects.get().pk)
    assert "1 masuk" in page_of(coordinator, address)
    assert Case.objects.get().state == "closed"


def test_the_case_says_in_its_history_where_it_came_from(desk: Desk, coordinator: Client) -> None:
    imported(coordinator)
    page = page_of(coordinator, f"/desk/cases/{Case.objects.get().number}/")
    assert "Dipindahkan dari sistem lama" in page
    assert "Sudah diganti" in page


def test_lapors_export_needs_no_mapping(desk: Desk, coordinator: Client) -> None:
    imported(coordinator, LAPOR, source="lapor", plan="lapor")
    assert Report.objects.filter(client="import:lapor").count() == 5


def test_the_preview_counts_what_is_wrong_by_kind_and_gives_the_rows(desk: Desk, coordinator: Client) -> None:
    bad = ROW.replace("1,2026-01-05 08:00", "2,kapan-kapan")
    address = mapped(coordinator, HEAD + ROW + bad + bad.replace("2,", "3,", 1))
    page = page_of(coordinator, address)
    assert "2 baris ditolak" in page
    assert "Tanggal atau jam ini tidak terbaca" in page
    rows = sheet(coordinator, address + "rows/wrong/")
    assert [row[0] for row in rows] == ["nomor", "2", "3"]
    assert rows[1][-1].startswith("Tanggal diterima: ")


def test_refused_rows_come_back_with_reasons_are_corrected_and_enter(desk: Desk, coordinator: Client) -> None:
    bad = ROW.replace("0811-0000-0047", "12").replace("1,", "2,", 1)
    address = imported(coordinator, HEAD + ROW + bad)
    assert "1 ditolak" in page_of(coordinator, address)
    rows = sheet(coordinator, address + "rows/refused/")
    assert "nomor telepon" in rows[1][-1]
    rows[1][6] = "0811-0000-0048"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    imported(coordinator, out.getvalue())
    assert Report.objects.count() == 2


def test_a_cell_that_would_be_computed_is_text_in_what_is_downloaded(desk: Desk, coordinator: Client) -> None:
    bad = ROW.replace("Lampu padam di gang", "=HYPERLINK(1)").replace("2026-01-05 08:00", "x")
    address = mapped(coordinator, HEAD + ROW.replace("1,", "9,", 1) + bad)
    assert "'=HYPERLINK(1)" in [cell for row in sheet(coordinator, address + "rows/wrong/") for cell in row]


def test_rows_that_differ_are_told_with_the_code_here(desk: Desk, coordinator: Client) -> None:
    imported(coordinator)
    address = imported(coordinator, HEAD + ROW.replace("padam", "menyala"))
    assert "1 berbeda dari yang ada di sini" in page_of(coordinator, address)
    row = sheet(coordinator, address + "rows/changed/")[1]
    assert row[-2:] == [Case.objects.get().number, "Isi seperti disampaikan"]


def test_an_unknown_word_is_shown_for_mapping_and_kept(desk: Desk, coordinator: Client) -> None:
    address = sent(coordinator, HEAD + ROW.replace("Selesai", "Menunggu Sidang")).headers["Location"]
    form = coordinator.get(address).context["form"]
    coordinator.post(address, {bound.html_name: bound.value() or "" for bound in form})
    words = address.replace("columns/", "words/")
    page = page_of(coordinator, words)
    assert "Menunggu Sidang (1)" in page
    assert "1 tidak dikenal" in page
    form = coordinator.get(words).context["form"]
    coordinator.post(words, {bound.html_name: bound.value() or "" for bound in form} | {"state-0": "archived"})
    coordinator.post(address.replace("columns/", "begin/"))
    run_import(Import.objects.get().pk)
    assert Case.objects.get().state == "archived"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"file": SimpleUploadedFile("a.csv", b"PK\x03\x04xlsx")}, "buku kerja Excel"),
        ({"file": SimpleUploadedFile("a.csv", b"a,b\n")}, "tidak berisi baris"),
        ({"file": ""}, "Pilih berkas"),
        ({"source": "Surga Lama!"}, "huruf kecil"),
        ({"file": SimpleUploadedFile("a.csv", b"x" * (SIZE + 1))}, "lebih besar dari"),
    ],
    ids=["xlsx", "empty", "no file", "source", "too large"],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    desk: Desk, coordinator: Client, more: dict[str, Any], says: str
) -> None:
    if hasattr(more.get("file"), "seek"):
        more["file"].seek(0)
    response = sent(coordinator, **more)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Import.objects.exists()


def test_a_column_that_must_be_there_is_asked_for(desk: Desk, coordinator: Client) -> None:
    address = sent(coordinator).headers["Location"]
    response = coordinator.post(address, {"external_id": "nomor", "order": "dmy", "default_state": "received"})
    assert response.status_code == 422
    assert "Pilih kolomnya" in response.content.decode()


def test_columns_that_are_not_taken_are_named(desk: Desk, coordinator: Client) -> None:
    address = sent(coordinator, HEAD.replace("nama", "golongan darah") + ROW).headers["Location"]
    assert "Tidak diambil: golongan darah." in " ".join(page_of(coordinator, address).split())


def test_a_mapping_is_kept_for_all_and_chosen_with_the_next_file(desk: Desk, coordinator: Client) -> None:
    address = mapped(coordinator)
    assert coordinator.post(address + "keep/", {"name": ""}).status_code == 422
    assert coordinator.post(address + "keep/", {"name": "Surga"}).status_code == 302
    assert SavedPlan.objects.get().plan["columns"]["text"] == "isi"
    administrator = signed_in(new_user("pengelola", "administrator"))
    assert '<option value="Surga">' in page_of(administrator, "/desk/imports/")
    assert sent(administrator, plan="Surga").status_code == 302


def test_another_ones_import_is_not_found_and_a_stranger_is_refused(
    desk: Desk, coordinator: Client, officer: Client
) -> None:
    address, colleague = mapped(coordinator), signed_in(new_user("rekan", "coordinator"))
    places = ("", "columns/", "words/", "rows/wrong/")
    assert {colleague.get(address + place).status_code for place in places} == {404}
    assert {colleague.post(address + place).status_code for place in ("begin/", "delete/", "keep/")} == {404}
    assert {officer.get(address + place).status_code for place in places} == {403}
    assert NAME not in page_of(colleague, "/desk/imports/")
    assert Import.objects.get().state == "mapped"


def test_an_import_is_thrown_away_and_its_reports_stay(desk: Desk, coordinator: Client) -> None:
    address = imported(coordinator)
    assert coordinator.post(address + "delete/").status_code == 302
    assert not Import.objects.exists()
    assert Case.objects.count() == 1
    assert "Belum ada impor" in page_of(coordinator, "/desk/imports/")


def test_a_list_of_imports_costs_what_one_costs(desk: Desk, coordinator: Client) -> None:
    sent(coordinator)
    page_of(coordinator, "/desk/imports/")
    one = cost_of(coordinator, "/desk/imports/")
    sent(coordinator)
    sent(coordinator)
    assert cost_of(coordinator, "/desk/imports/") == one
