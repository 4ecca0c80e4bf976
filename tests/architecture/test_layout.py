"""The rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "kentongan"
SOURCES = [p for p in SRC.rglob("*.py") if "migrations" not in p.parts]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(SRC)))
def test_no_file_is_too_long_to_read(path: Path) -> None:
    assert path.read_text().count("\n") <= 400


def test_a_part_defers_only_its_own_jobs() -> None:
    for path in SOURCES:
        part = path.relative_to(SRC).parts[0]
        for name in re.findall(r'defer\(\s*"([a-z_]+)\.', path.read_text()):
            assert name == part, path


WRITES = {
    "create",
    "acreate",
    "save",
    "asave",
    "delete",
    "adelete",
    "update",
    "aupdate",
    "bulk_create",
    "abulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
ROOMS_THAT_WRITE = {"actions"}
ROOMS_WITH_SQL = {"actions", "queries", "sql"}


def rooms(path: Path) -> set[str]:
    return set(path.relative_to(SRC).with_suffix("").parts)


def is_model_write(call: ast.Call) -> bool:
    """A write on `Something.objects…` or on a queryset; dict.update, hash.update and image.save are not."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    chain = ast.unparse(call.func.value)
    return ".objects" in chain or call.func.attr in {"bulk_create", "abulk_create", "get_or_create", "update_or_create"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(SRC)))
def test_only_actions_write(path: Path) -> None:
    if rooms(path) & (ROOMS_THAT_WRITE | {"tests", "migrations"}):
        return
    calls = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]
    assert not [ast.unparse(c) for c in calls if is_model_write(c)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(SRC)))
def test_raw_sql_stands_only_where_it_may(path: Path) -> None:
    if rooms(path) & (ROOMS_WITH_SQL | {"tests", "migrations"}):
        return
    assert ".execute(" not in path.read_text()
