"""What goes to a mailbox: alike in both languages, our own links alone, 112 at the end."""

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


def test_no_language_has_a_text_the_other_lacks() -> None:
    assert for_mailboxes.TEXTS["id"].keys() == for_mailboxes.TEXTS["en"].keys()
