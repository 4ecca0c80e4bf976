"""The compiler of translations, read back by Python's own gettext."""

import gettext
from pathlib import Path

import pytest

from config import messages

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

#: a comment
msgid "Report"
msgstr "Laporan"

msgctxt "verb"
msgid "Report"
msgstr "Laporkan"

msgid "one\\n"
"two"
msgstr "satu\\n"
"dua \\"ya\\""

msgid "%(count)s day"
msgid_plural "%(count)s days"
msgstr[0] "%(count)s hari"

#, fuzzy
msgid "guess"
msgstr "tebakan"

msgid "untranslated"
msgstr ""

#~ msgid "gone"
#~ msgstr "hilang"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "part" / "locale" / "id" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def test_every_kind_of_message_is_found_by_gettext(catalogue: Path, tmp_path: Path) -> None:
    assert messages.compile_all(tmp_path) == (1, 6)
    with catalogue.with_suffix(".mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    assert found.gettext("Report") == "Laporan"
    assert found.pgettext("verb", "Report") == "Laporkan"
    assert found.gettext("one\ntwo") == 'satu\ndua "ya"'
    assert found.ngettext("%(count)s day", "%(count)s days", 3) == "%(count)s hari"


def test_guesses_and_gaps_stay_in_the_original(catalogue: Path, tmp_path: Path) -> None:
    messages.compile_all(tmp_path)
    with catalogue.with_suffix(".mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    assert [found.gettext(text) for text in ("guess", "untranslated", "gone")] == ["guess", "untranslated", "gone"]


@pytest.mark.parametrize("wrong", ["nonsense", '"a string with no keyword"', 'msgid "open'])
def test_a_broken_line_is_named(catalogue: Path, wrong: str) -> None:
    catalogue.write_text(wrong + "\n", encoding="utf-8")
    with pytest.raises(messages.BadCatalogue, match=r"django\.po, line 1"):
        messages.read(catalogue)


def test_a_message_given_twice_is_refused(catalogue: Path) -> None:
    catalogue.write_text('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', encoding="utf-8")
    with pytest.raises(messages.BadCatalogue, match="more than once"):
        messages.read(catalogue)
