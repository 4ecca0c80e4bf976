"""All configuration as one file, walked: taken, corrected, its plan looked at, carried out."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from kentongan.agencies.models import Agency
from tests.browser.conftest import BOTH, Look, no_sideways
from tests.browser.desk import Office, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@BOTH
def test_a_configuration_is_taken_corrected_and_brought(
    office: Office, violations: Look, tmp_path: Path, size: Any, scheme: Any
) -> None:
    page = office.at(new_user("pengelola", "administrator"), "/desk/setup/configuration/", size, scheme=scheme)
    found = {"page": violations(page)}
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Unduh berkas").click()
    told = json.loads(Path(downloaded.value.path()).read_text())
    told["sections"]["agencies"]["dishub"]["name"] = "Dinas Perhubungan Kota"
    told["sections"]["agencies"]["dpupr"]["short_name"] = ""
    _bring(page, tmp_path, told)
    expect(page.get_by_text("1 ditolak")).to_be_visible()
    expect(page.get_by_role("button", name="Laksanakan")).to_be_disabled()
    found["refused"] = violations(page) + ([] if no_sideways(page) else ["scrolls sideways"])
    told["sections"]["agencies"]["dpupr"]["short_name"] = "DPUPR"
    page.goto("/desk/setup/configuration/")
    _bring(page, tmp_path, told)
    expect(page.get_by_text("Dinas Perhubungan → Dinas Perhubungan Kota")).to_be_visible()
    page.get_by_role("button", name="Laksanakan").click()
    expect(page.get_by_text("1 perubahan dilaksanakan")).to_be_visible()
    assert Agency.objects.get(code="dishub").name == "Dinas Perhubungan Kota"
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    office.leave()


def _bring(page: Any, folder: Path, told: Any) -> None:
    path = folder / "konfigurasi.json"
    path.write_text(json.dumps(told))
    page.get_by_label("Berkas konfigurasi").set_input_files(path)
    page.get_by_role("button", name="Lihat akibatnya").click()
