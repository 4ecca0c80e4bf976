"""Texts of messages on the administrator's pages."""

import json
from typing import Any

from django.test import Client

from kentongan.desk.tests.conftest import Desk, cost_of
from kentongan.desk.tests.setup.conftest import text_of
from kentongan.desk.tests.setup.test_users import carried
from kentongan.notifications.queries import text_now

TEXTS = "/desk/setup/texts/"
VERIFIED = f"{TEXTS}verified/id/"


def sent(admin: Client, address: str = VERIFIED, **fields: Any) -> Any:
    shown = carried(text_of(admin.get(f"{address}edit/")))
    return admin.post(f"{address}edit/", {**shown, **fields, "shown": json.dumps(shown)})


def test_the_list_is_searched_and_costs_the_same(admin: Client) -> None:
    page = text_of(admin.get(TEXTS))
    assert "Laporan {code} sudah diverifikasi" in page
    assert "Kepada yang bekerja di sini" in page
    found = text_of(admin.get(TEXTS, {"q": "peranti", "language": "id"}))
    assert "Akun Anda dipakai masuk" in found
    assert "sudah diverifikasi" not in found
    assert "Tidak ada teks yang ditemukan" in text_of(admin.get(TEXTS, {"own": "on"}))
    assert cost_of(admin, TEXTS) == cost_of(admin, f"{TEXTS}?q=peranti")


def test_a_text_is_shown_first_with_invented_values_and_its_length(admin: Client) -> None:
    page = text_of(admin.get(VERIFIED))
    assert "KTG-7M4Q-9XWR" in page
    assert "{code}: kode laporan atau aduan" in page
    shown = text_of(sent(admin, title="Laporan {code}: dibaca", body="Salam.\n\nKode {code}.", preview="yes"))
    assert "Laporan KTG-7M4Q-9XWR: dibaca" in shown
    assert "as SMS" not in shown
    assert "sebagai SMS 1 bagian" in shown
    assert not text_now("verified", "id").is_own


def test_own_words_are_kept_told_and_given_up(admin: Client) -> None:
    assert sent(admin, body="Salam, kode {code}.").status_code == 302
    page = text_of(admin.get(VERIFIED))
    assert "Kata-katanya diubah" in page
    assert "Salam, kode {code}." in page
    assert "kata kota sendiri" in text_of(admin.get(TEXTS, {"own": "on"}))
    assert "Kembali ke teks bawaan?" in text_of(admin.get(f"{VERIFIED}reset/"))
    assert admin.post(f"{VERIFIED}reset/").status_code == 302
    assert not text_now("verified", "id").is_own
    refused = admin.post(f"{VERIFIED}reset/")
    assert refused.status_code == 422
    assert "sudah memakai bawaan" in text_of(refused)


def test_a_wrong_variable_is_refused_in_words_and_nothing_typed_is_lost(admin: Client) -> None:
    response = sent(admin, body="Kode {kode}.")
    assert response.status_code == 422
    assert "{kode} bukan variabel teks ini" in text_of(response)
    assert "Kode {kode}." in text_of(response)
    missing = sent(admin, title="Laporan", body="Tanpa apa pun.")
    assert missing.status_code == 422
    assert "{code} tidak ada" in text_of(missing)


def test_two_administrators_at_once_lose_no_word(admin: Client) -> None:
    shown = carried(text_of(admin.get(f"{VERIFIED}edit/")))
    sent(admin, body="Dari rekan {code}.")
    mine = {**shown, "body": "Dari saya {code}.", "shown": json.dumps(shown)}
    response = admin.post(f"{VERIFIED}edit/", mine)
    assert response.status_code == 409
    assert "Dari rekan {code}." in text_of(response)
    assert text_now("verified", "id").body == "Dari rekan {code}."


def test_the_ending_has_no_title_and_unknown_texts_are_not_found(desk: Desk, admin: Client) -> None:
    page = text_of(admin.get(f"{TEXTS}closing/id/edit/"))
    assert 'name="title"' not in page
    assert admin.get(f"{TEXTS}tidak-ada/id/").status_code == 404
    assert admin.get(f"{TEXTS}verified/jv/").status_code == 404
