"""Complaints of an older system are brought in at the desk: from the file to the case, with keys, phone and axe."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import kentongan.intake
from kentongan.cases.models import Case
from kentongan.intake.models import Import
from kentongan.intake.tasks import run_import
from tests.browser.conftest import BOTH, Look, no_sideways
from tests.browser.desk import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAPOR = Path(kentongan.intake.__file__).parent / "tests" / "sheets" / "lapor.csv"


@BOTH
def test_lapors_export_from_the_file_to_the_case(office: Office, violations: Look, size: Any, scheme: Any) -> None:
    page = office.at(office.coordinator, "/desk/imports/", size, scheme=scheme)
    found = {"empty": violations(page)}
    page.get_by_label("Berkas CSV").set_input_files(LAPOR)
    page.get_by_label("Nama sistem lama").fill("lapor")
    page.get_by_label("Pemetaan").select_option("lapor")
    page.get_by_role("button", name="Baca berkas").click()
    expect(page.get_by_role("heading", name="Kolom mana berisi apa?")).to_be_visible()
    expect(page.get_by_label("Nomor di sistem lama")).to_have_value("Tracking ID")
    found["columns"] = violations(page)
    page.get_by_role("button", name="Lanjut ke kata-kata").click()
    expect(page.get_by_label("Ditutup oleh Sistem (1)")).to_have_value("closed_by_system")
    found["words"] = violations(page)
    page.get_by_role("button", name="Coba semua baris").click()
    expect(page.get_by_text("5 baris dapat diambil")).to_be_visible()
    expect(page.get_by_text("1 baris ditolak")).to_be_visible()
    found["preview"] = violations(page) + ([] if no_sideways(page) else ["scrolls sideways"])
    page.get_by_role("button", name="Impor 5 baris").click()
    expect(page.get_by_role("heading", name="menunggu giliran")).to_be_visible()
    run_import(Import.objects.get().pk)
    expect(page.get_by_text("5 masuk")).to_be_visible()
    found["done"] = violations(page) + ([] if no_sideways(page) else ["scrolls sideways"])
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Baris yang ditolak, CSV").click()
    assert "31 Feb 2026" in Path(downloaded.value.path()).read_text(encoding="utf-8-sig")
    assert Case.objects.filter(carried_over_at__isnull=False).count() == 5
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    office.leave()
