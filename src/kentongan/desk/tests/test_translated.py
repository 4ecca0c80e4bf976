"""Every text of the desk, in code and in pages, has its Indonesian."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import messages

DESK = Path(__file__).parents[1]
SOURCES = sorted(path for path in DESK.rglob("*.py") if "tests" not in path.parts)
PAGES = sorted(DESK.rglob("*.html"))
PLAIN, WITH_CONTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}, {"pgettext", "pgettext_lazy"}
TRANSLATE = re.compile(r"""{% translate (?:"([^"]+)"|'([^']+)')(?: context ["']([^"']+)["'])?""")

Text = tuple[str | None, str]


def in_code(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            if node.func.id in WITH_CONTEXT:
                yield ast.literal_eval(node.args[0]), ast.literal_eval(node.args[1])
            elif node.func.id in PLAIN and isinstance(node.args[0], ast.Constant):
                yield None, str(node.args[0].value)


def in_page(path: Path) -> Iterator[Text]:
    for double, single, context in TRANSLATE.findall(path.read_text()):
        yield context or None, (double or single).replace("%", "%%")


@pytest.fixture(scope="module")
def known() -> set[Text]:
    catalogues = DESK.parent.glob("*/locale/id/LC_MESSAGES/django.po")
    entries = [entry for path in catalogues for entry in messages.read(path) if entry.is_translated()]
    return {(entry.context, entry.id or "") for entry in entries}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(DESK)))
def test_every_text_in_code_has_its_indonesian(path: Path, known: set[Text]) -> None:
    assert sorted(set(in_code(path)) - known, key=str) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(DESK)))
def test_every_text_of_a_page_has_its_indonesian(path: Path, known: set[Text]) -> None:
    assert sorted(set(in_page(path)) - known, key=str) == []
