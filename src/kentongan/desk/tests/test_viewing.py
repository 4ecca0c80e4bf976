"""A file looked at large: its pages, who sent it, the boxes by fields alone, and whether it is published."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from kentongan.agencies.models import Agency
from kentongan.cases import actions
from kentongan.cases.actions import Upload
from kentongan.cases.models import Attachment
from kentongan.core.tests.programs import needs
from kentongan.desk.tests.conftest import Desk, cost_of, photo

needs_poppler = needs("pdftoppm", "pdfinfo", "pdftotext")
FACE: dict[str, Any] = {
    "box_page": ["1"],
    "box_left": ["10"],
    "box_top": ["20.5"],
    "box_width": ["30"],
    "box_height": ["12,5"],
}


def document() -> Upload:
    sheets = [Image.new("RGB", (300, 400), "white") for _n in range(2)]
    buffer = io.BytesIO()
    sheets[0].save(buffer, "PDF", save_all=True, append_images=sheets[1:])
    return Upload("surat.pdf", buffer.getvalue())


def of(number: str, key: str, what: str = "view") -> str:
    return f"/desk/cases/{number}/files/{key}/{what}/"


def shown(client: Client, number: str, key: str) -> str:
    return client.get(of(number, key)).content.decode()


def sent(client: Client, number: str, key: str, act: str, *, status: int = 302, **typed: Any) -> str:
    page = shown(client, number, key)
    kept = {name: re.findall(f'name="{name}" value="([^"]*)"', page)[0] for name in ("shown_boxes", "shown_released")}
    response = client.post(of(number, key, "decide"), {**kept, "act": act, **typed})
    assert response.status_code == status
    return response.content.decode()


def test_a_file_is_shown_with_its_source_its_neighbours_and_no_way_to_scripts(desk: Desk, coordinator: Client) -> None:
    number = desk.verified(files=(photo(), photo()))
    first, second = Attachment.objects.order_by("id").values_list("key", flat=True)
    page = shown(coordinator, number, first)
    assert "Berkas 1 dari 2" in page
    assert "Dari pelapor" in page
    assert of(number, second) in page
    assert 'rel="prev"' not in page
    assert "Berkas 2 dari 2" in shown(coordinator, number, second)
    assert of(number, first) in coordinator.get(f"/desk/cases/{number}/?tab=files").content.decode()
    assert " style=" not in page


def test_evidence_names_the_agency_and_who_sent_it(desk: Desk, coordinator: Client) -> None:
    number = desk.routed()
    actions.follow_up(number, text="Regu menambal lubang.", files=[photo()], by=desk.by_roads)
    page = shown(coordinator, number, Attachment.objects.get().key)
    assert Agency.objects.get(code="dpupr").short_name in page
    assert "Petugas Jalan" in page


def test_boxes_are_typed_saved_changed_and_taken_away_without_a_script(desk: Desk, coordinator: Client) -> None:
    number = desk.verified(files=(photo(),))
    key = Attachment.objects.get().key
    sent(coordinator, number, key, "save", **FACE)
    assert Attachment.objects.get().boxes == [{"page": 1, "left": 100, "top": 205, "width": 300, "height": 125}]
    page = shown(coordinator, number, key)
    assert 'name="box_height" type="number" inputmode="decimal" min="0" max="100" step="any" value="12.5"' in page
    assert '<rect x="100" y="205" width="300" height="125"/>' in page
    assert page.count('name="box_left"') == 3  # the box, and two rows to type in
    sent(coordinator, number, key, "save", **FACE, box_drop="0")
    assert Attachment.objects.get().boxes == []


@pytest.mark.parametrize(
    ("height", "said"), [("tinggi", "empat angka"), ("90", "di dalam halaman"), ("", "empat angka")]
)
def test_what_is_no_box_is_said_beside_it_and_stays_typed(
    desk: Desk, coordinator: Client, height: str, said: str
) -> None:
    number = desk.verified(files=(photo(),))
    key = Attachment.objects.get().key
    page = sent(coordinator, number, key, "save", status=422, **{**FACE, "box_height": [height]})
    assert said in page
    assert 'value="20.5"' in page
    assert Attachment.objects.get().boxes == []


def test_nobody_publishes_what_he_has_not_looked_at(desk: Desk, coordinator: Client) -> None:
    number = desk.verified(files=(photo(),))
    key = Attachment.objects.get().key
    assert "Lihat dahulu seluruhnya" in sent(coordinator, number, key, "publish", status=422, **FACE)
    assert not Attachment.objects.get().is_released
    assert Client().get(f"/laporan/berkas/{key}/").status_code == 404
    sent(coordinator, number, key, "publish", looked="on", **FACE)
    out = Client().get(f"/laporan/berkas/{key}/")
    copy = Image.open(io.BytesIO(out.content))
    assert copy.getpixel((copy.width * 25 // 100, copy.height * 27 // 100)) == (0, 0, 0)
    assert "Lihat yang dilihat publik" in shown(coordinator, number, key)
    assert coordinator.get(f"/desk/cases/{number}/files/{key}/?published").content == out.content
    assert coordinator.get(f"/desk/cases/{number}/files/{key}/").content != out.content
    sent(coordinator, number, key, "withdraw")
    assert Client().get(f"/laporan/berkas/{key}/").status_code == 404
    history = coordinator.get(f"/desk/cases/{number}/").content.decode()
    assert "Berkas diterbitkan" in history
    assert "Berkas tidak diterbitkan" in history


def test_of_two_at_once_the_second_is_shown_both(desk: Desk, coordinator: Client) -> None:
    number = desk.verified(files=(photo(),))
    key = Attachment.objects.get().key
    sent(coordinator, number, key, "save", **FACE)
    stale = {"shown_boxes": "", "shown_released": "no", "act": "save", **{**FACE, "box_left": ["60"]}}
    response = coordinator.post(of(number, key, "decide"), stale)
    assert response.status_code == 409
    assert "1 kotak" in response.content.decode()
    assert Attachment.objects.get().boxes[0]["left"] == 100


def test_an_officer_decides_about_evidence_and_only_looks_at_what_the_reporter_sent(
    desk: Desk, officer: Client, stranger: Client
) -> None:
    number = desk.routed(files=(photo(),))
    actions.follow_up(number, text="Regu menambal lubang.", files=[photo()], by=desk.by_roads)
    theirs = Attachment.objects.get(report__isnull=False).key
    own = Attachment.objects.get(report__isnull=True).key
    sent(officer, number, own, "publish", looked="on")
    assert "memutuskan tentang berkas pelapor" in shown(officer, number, theirs)
    assert officer.post(of(number, theirs, "decide"), {"act": "publish", "looked": "on"}).status_code == 422
    assert not Attachment.objects.get(key=theirs).is_released
    assert stranger.get(of(number, theirs)).status_code == 404
    assert stranger.post(of(number, theirs, "decide"), {"act": "publish", "looked": "on"}).status_code == 404


@needs_poppler
def test_a_document_is_looked_at_page_by_page(desk: Desk, coordinator: Client, stranger: Client) -> None:
    number = desk.verified(files=(document(),), is_confidential=True, confidential=True)
    key = Attachment.objects.get().key
    page = shown(coordinator, number, key)
    assert "Halaman 2 dari 2" in page
    picture = coordinator.get(of(number, key, "pages/2"))
    assert picture["Content-Type"] == "image/jpeg"
    assert picture["Content-Security-Policy"].startswith("sandbox")
    assert coordinator.get(of(number, key, "pages/3")).status_code == 404
    assert stranger.get(of(number, key, "pages/1")).status_code == 404


def test_where_documents_cannot_be_drawn_the_page_says_so_and_offers_no_publishing(
    desk: Desk, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = desk.verified(files=(document(),))
    monkeypatch.setenv("PATH", "/nowhere")
    page = shown(coordinator, number, Attachment.objects.get().key)
    assert "pdftoppm tidak ada" in page
    assert 'value="publish"' not in page


@pytest.mark.parametrize(("anonymous", "said"), [(True, "Anonim: OPD baru melihat"), (False, "Rahasia: publik tidak")])
def test_what_the_flags_mean_for_a_file_stands_beside_the_decision(
    desk: Desk, coordinator: Client, anonymous: bool, said: str
) -> None:
    number = desk.verified(files=(photo(),), anonymous=anonymous, confidential=not anonymous)
    assert said in shown(coordinator, number, Attachment.objects.get().key)


def test_a_file_is_saved_under_a_name_that_says_nothing_of_its_sender(desk: Desk, coordinator: Client) -> None:
    number = desk.verified(files=(photo(),))
    key = Attachment.objects.get().key
    saved = coordinator.get(f"/desk/cases/{number}/files/{key}/?save")
    assert saved["Content-Disposition"] == f'attachment; filename="{number}-{key[:8]}"'


def test_the_page_costs_the_same_with_one_file_and_with_five(desk: Desk, coordinator: Client) -> None:
    one, five = desk.verified("1", files=(photo(),)), desk.verified("5", files=(photo(),) * 5)
    keys = {number: Attachment.objects.filter(case__number=number)[0].key for number in (one, five)}
    shown(coordinator, one, keys[one])
    costs = {cost_of(coordinator, of(number, key)) for number, key in keys.items()}
    assert len(costs) == 1
