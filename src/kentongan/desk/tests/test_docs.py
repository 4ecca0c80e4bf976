"""The tables of docs/parts/desk.md are the code's."""

import re
from pathlib import Path

from kentongan.desk.moves import MOVES

PAGE = Path(__file__).parents[4] / "docs" / "parts" / "desk.md"


def shown(key: str) -> str:
    return f"⇧{key}" if key != key.lower() else key.upper()


def test_the_table_of_keys_is_the_table_of_moves() -> None:
    written = re.findall(r"^\| (\w+) \| (⇧?\w?) ?\| `([\w-]+)/` \|$", PAGE.read_text(), re.MULTILINE)
    assert written == [(str(move.act.value), shown(move.key), move.slug) for move in MOVES.values()]
