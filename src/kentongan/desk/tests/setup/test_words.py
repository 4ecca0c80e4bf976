"""Every text of the settings has its Indonesian; every event of theirs is told."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from config import messages

DESK = Path(__file__).parents[2]
SOURCES = [*DESK.glob("views/setup/*.py"), *DESK.glob("forms/setup/*.py"), DESK / "changes.py"]
PAGES = [*DESK.glob("templates/desk/setup/*.html")]
CALLS = {"_", "gettext", "gettext_lazy"}


def texts() -> Iterator[str]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args:
                yield ast.literal_eval(node.args[0])
    for path in PAGES:
        yield from re.findall(r"{% translate [\"']([^\"']+)[\"']", path.read_text())


def test_every_text_has_its_indonesian() -> None:
    known = {
        entry.id
        for path in DESK.parent.glob("*/locale/id/LC_MESSAGES/django.po")
        for entry in messages.read(path)
        if entry.is_translated()
    }
    assert sorted(set(texts()) - known) == []
