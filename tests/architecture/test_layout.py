"""The rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "kentongan"
SOURCES = sorted(p for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts)
PARTS = [p for p in SOURCES if SRC in p.parents]
TEMPLATES = sorted((ROOT / "src").rglob("*.html"))
FRONT_END = sorted(p for p in (ROOT / "frontend").rglob("*.js") if "node_modules" not in p.parts)
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 40, 150

WRITES = {"create", "acreate", "save", "asave", "delete", "adelete", "update", "aupdate", "bulk_create", "abulk_create"}
WRITES |= {"bulk_update", "get_or_create", "update_or_create"}
ALWAYS_WRITES = {"bulk_create", "abulk_create", "get_or_create", "update_or_create"}
ROOMS_THAT_WRITE = {"actions"}
ROOMS_WITH_SQL = {"actions", "queries", "sql"}
DOORS = {"public", "desk", "api", "live", "training"}
NETWORK = {"httpx", "requests", "smtplib", "imaplib", "socket", "urllib.request", "aiohttp", "http.client"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def rooms(path: Path) -> set[str]:
    return set(path.relative_to(SRC).with_suffix("").parts)


def part(path: Path) -> str:
    return path.relative_to(SRC).parts[0]


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", SOURCES + FRONT_END, ids=name_of)
def test_no_file_is_too_long_to_read(path: Path) -> None:
    assert path.read_text().count("\n") <= LONGEST_FILE


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_is_too_long_to_read(path: Path) -> None:
    assert path.read_text().count("\n") <= LONGEST_TEMPLATE


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_function_is_too_long_to_read(path: Path) -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, functions)]
    assert not [n.name for n in nodes if (n.end_lineno or n.lineno) - n.lineno + 1 > LONGEST_FUNCTION]


def test_a_part_defers_only_its_own_jobs() -> None:
    for path in PARTS:
        for name in re.findall(r'defer\(\s*"([a-z_]+)\.', path.read_text()):
            assert name == part(path), path


def is_model_write(call: ast.Call) -> bool:
    """A write on `Something.objects…` or on a queryset; dict.update, hash.update and image.save are not."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    return ".objects" in ast.unparse(call.func.value) or call.func.attr in ALWAYS_WRITES


@pytest.mark.parametrize("path", PARTS, ids=name_of)
def test_only_actions_write(path: Path) -> None:
    if rooms(path) & (ROOMS_THAT_WRITE | {"tests"}) or name_of(path) == "src/kentongan/core/clock.py":
        return
    assert not [ast.unparse(c) for c in calls(path) if is_model_write(c)]


@pytest.mark.parametrize("path", PARTS, ids=name_of)
def test_raw_sql_stands_only_where_it_may(path: Path) -> None:
    if rooms(path) & (ROOMS_WITH_SQL | {"tests"}):
        return
    assert ".execute(" not in path.read_text()


@pytest.mark.parametrize("path", PARTS, ids=name_of)
def test_only_adapters_speak_to_the_network(path: Path) -> None:
    if rooms(path) & {"adapters", "tests"}:
        return
    assert not imports(path) & NETWORK
    assert "asyncio.open_connection" not in path.read_text()


@pytest.mark.parametrize("path", PARTS, ids=name_of)
def test_nothing_reads_the_time_but_the_clock(path: Path) -> None:
    if "tests" in rooms(path) or name_of(path) == "src/kentongan/core/clock.py":
        return
    banned = ("datetime.now(", "datetime.utcnow(", "timezone.now(", "time.time(", "date.today(")
    assert not [b for b in banned if b in path.read_text()]


@pytest.mark.parametrize("path", PARTS, ids=name_of)
def test_no_signals_between_parts(path: Path) -> None:
    assert not imports(path) & {"django.dispatch", "django.db.models.signals"}


@pytest.mark.parametrize("path", PARTS, ids=name_of)
def test_only_doors_have_addresses_and_only_services_and_doors_have_commands(path: Path) -> None:
    own = rooms(path)
    if own & {"tests"}:
        return
    if own & {"urls", "views"}:
        assert part(path) in DOORS
    if "management" in own:
        assert part(path) in DOORS | {"intake", "statistics", "partners", "exercises", "triage"}


def test_models_have_fields_and_no_business() -> None:
    for path in PARTS:
        if path.stem != "models":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and not node.name.endswith("Manager"):
                methods = [n.name for n in node.body if isinstance(n, ast.FunctionDef)]
                assert not methods, f"{name_of(path)}: {node.name}.{methods}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_script_or_style_stands_in_a_page(path: Path) -> None:
    text = path.read_text()
    assert not re.search(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", text
    )


def test_no_file_names_a_host_of_packages_or_a_path_of_a_machine() -> None:
    names = ("requirements.lock", "requirements-dev.lock", "frontend/package-lock.json")
    for name in names:
        assert not re.search(
            r"https?://(?!opencollective|github\.com/sponsors)|--(extra-)?index-url",
            "".join(line for line in (ROOT / name).read_text().splitlines(keepends=True) if '"url"' not in line),
        ), name
