"""The program's words, exit codes, and its commands run alone."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.core.management import get_commands

from config import cli, commands, folder, postgres
from tests.operations.running import PROGRAM, Service, command, environment, open_folder, processes_of

NOBODY = 65534


def test_help_names_every_command_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for one in commands.COMMANDS:
        assert [line for line in lines if line.split("  ")[1:2] == [one.words]], one.words


def test_every_management_command_exists() -> None:
    known = get_commands()
    assert [one.django for one in commands.COMMANDS if one.django and one.django not in known] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["fly"], 2, "There is no command `fly`."),
        (["import"], 2, "`kentongan import` needs one more word"),
        (["import", "wishes"], 2, "kentongan import reports"),
        ([], 2, ""),
    ],
)
def test_a_wrong_word_is_answered_with_a_hint(
    words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(words) == code
    assert said in capsys.readouterr().err


@pytest.mark.server
def test_a_wrong_option_starts_and_makes_nothing(empty: Path) -> None:
    done = command(empty, "migrate", "--wish")
    assert done.returncode == 2
    assert "unrecognized arguments: --wish" in done.stderr
    assert not empty.exists()


@pytest.mark.server
def test_a_command_alone_works_in_an_empty_folder_and_leaves_nothing_running(empty: Path) -> None:
    done = command(empty, "migrate")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("The database is up to date: ")
    assert processes_of(empty) == []
    assert modes(empty) == {"postgres": 0o700, "socket": 0o700, "keys": 0o700}
    again = command(empty, "history", "verify")
    assert again.returncode == 0, again.stderr
    assert "Traceback" not in done.stderr + again.stderr


def modes(data: Path) -> dict[str, int]:
    return {name: stat.S_IMODE((data / name).stat().st_mode) for name in ("postgres", "socket", "keys")}


@pytest.mark.server
def test_an_ordinary_user_needs_no_rights(empty: Path) -> None:
    done = as_nobody(empty, "migrate")
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(empty.stat().st_mode) == 0o700
    assert {(empty / name).stat().st_uid for name in ("postgres", "socket", "keys")} == {NOBODY}
    assert processes_of(empty) == []


@pytest.mark.server
def test_a_folder_of_another_user_is_refused_in_words(empty: Path) -> None:
    empty.mkdir(mode=0o700)
    done = as_nobody(empty, "migrate")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"The data folder {empty} cannot be written by this user.")


def as_nobody(data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """The same program as the user nobody; needs root, and an interpreter that nobody can reach."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    os.chown(data.parent, NOBODY, NOBODY)
    drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    paths = os.pathsep.join([str(Path(cli.__file__).parents[1]), *(p for p in sys.path if "site-packages" in p)])
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        values = environment(data, PYTHONPATH=paths, HOME=str(data.parent), PYTHONDONTWRITEBYTECODE="1")
        probe = [*drop, python, "-P", "-c", "import config.cli, psycopg"]
        if shutil.which(python) and not subprocess.run(probe, env=values, cwd="/", capture_output=True).returncode:
            run = [*drop, python, *PROGRAM[1:], *words]
            return subprocess.run(run, env=values, cwd="/", capture_output=True, text=True, timeout=120, check=False)
    pytest.skip("no interpreter that the user nobody can reach")


@pytest.mark.server
def test_a_long_path_gets_its_socket_in_a_short_folder_of_its_own() -> None:
    with open_folder() as place:
        server = postgres.Server(
            place / ("long" * 30) / "data", programs=postgres.programs(), purpose="tests", is_fast=True
        )
        server.start()
        try:
            assert server.socket.parent == Path("/tmp")
            assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
            with psycopg.connect(server.url()) as connection:
                assert connection.execute("select 1").fetchone() == (1,)
        finally:
            server.stop()
        assert not server.socket.exists()


def owner(data: Path) -> int:
    return (data / "postgres").stat().st_uid


@pytest.mark.server
def test_a_closed_parent_folder_stays_closed(empty: Path) -> None:
    """Root's database runs as another user; where that one may not enter, it is said, or done without him."""
    closed = empty.parent / "closed"
    closed.mkdir(mode=0o700)
    done = command(closed / "data", "migrate")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    if done.returncode:
        assert f"cannot reach {closed}" in done.stderr.splitlines()[-1]
        assert "DATABASE_URL" in done.stderr.splitlines()[-1]
    else:
        assert owner(closed / "data") == os.geteuid()
    assert "Traceback" not in done.stderr


@pytest.mark.server
def test_a_command_waits_for_another_that_holds_the_folder(data: Path, start: Callable[..., Service]) -> None:
    lock = folder.Lock(data, folder.Holder(os.getpid(), "import reports", stays=False))
    waiting = start(data, "migrate")
    waiting.wait_for(lambda: f"`kentongan import reports` (process {os.getpid()}) already uses" in waiting.said)
    lock.release()
    assert waiting.process.wait(60) == 0


@pytest.mark.server
def test_a_stale_pid_file_does_not_stop_the_start(data: Path) -> None:
    """The number in it may belong to anybody by now."""
    (data / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{data}/postgres\n1\n5432\n/tmp\n\n0\nready\n")
    done = command(data, "migrate")
    assert done.returncode == 0, done.stderr
