"""What goes to a mailbox: alike in both languages, our own links alone, 112 at the end."""

from datetime import date

import pytest

from kentongan.notifications.texts import for_mailboxes


@pytest.mark.parametrize("language", ["id", "en", "xx"])
def test_the_link_to_reports_is_the_only_address_in_its_message(language: str) -> None:
    link = "https://lapor.example.id/laporan-saya/masuk/x/"
    said = for_mailboxes.write("report_link", language, {"minutes": "30"}, city="Pemkot", links={"link": link})
    assert [word for word in said.body.split() if "://" in word] == [link]
    assert "30" in said.body
    assert "112" in said.body
    assert "{" not in said.body


@pytest.mark.parametrize("language", ["id", "en", "xx"])
def test_a_letter_names_each_report_with_our_link_and_how_to_end_it(language: str) -> None:
    links = {"list": "https://lapor.example.id/laporan/", "stop": "https://lapor.example.id/ikuti/berhenti/x/"}
    items = [("Lampu padam http://jahat.example", "Sudah {diganti}.", True, "https://lapor.example.id/laporan/7/")]
    said = for_mailboxes.write_letter(
        language, items, area="Ngronggo", since=date(2026, 11, 24), more=3, city="Pemkot", links=links
    )
    found = [word for word in said.body.split() if "://" in word]
    assert found == ["https://lapor.example.id/laporan/7/", links["list"], links["stop"]]
    assert "Ngronggo" in said.title
    assert "{diganti}" in said.body
    assert "112" in said.body


def test_no_language_has_a_text_the_other_lacks() -> None:
    assert for_mailboxes.TEXTS["id"].keys() == for_mailboxes.TEXTS["en"].keys()
