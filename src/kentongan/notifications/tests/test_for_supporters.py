"""What supporters are told: alike in both languages, a link to read, one to end it; nothing typed becomes a link."""

import pytest

from kentongan.notifications.texts import Written, for_supporters

LINKS = ["https://lapor.example.id/laporan/7/", "https://lapor.example.id/dukungan/x/"]


def written(name: str, language: str, *, subject: str = "Lampu padam", agency: str = "Dinas PUPR") -> Written:
    return for_supporters.write(
        name, language, subject=subject, agency=agency, city="Pemerintah Kota Kediri", link=LINKS[0], stop=LINKS[1]
    )


@pytest.mark.parametrize("language", ["id", "en", "xx"])
@pytest.mark.parametrize("name", sorted(for_supporters.NAMES))
def test_every_text_leads_on_ends_the_news_and_names_112(name: str, language: str) -> None:
    said = written(name, language)
    body = said.body
    assert said.title
    assert "\n" not in said.title
    assert [word for word in body.split() if "://" in word] == LINKS
    assert "112" in body
    assert "Lampu padam" in body
    assert "{" not in body


def test_no_language_has_a_text_the_other_lacks() -> None:
    assert for_supporters.TEXTS["id"].keys() == for_supporters.TEXTS["en"].keys()


def test_a_typed_address_is_no_link() -> None:
    body = written("support_answered", "id", subject="Lihat https://jahat.example\r\nBcc: x", agency="").body
    assert "jahat" not in body
    assert "Pemerintah Kota Kediri memberi tanggapan" in body
