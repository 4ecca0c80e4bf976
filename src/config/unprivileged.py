"""Whom the embedded database runs as. PostgreSQL refuses to run as root; everybody else runs it as himself."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_USERS = ("kentongan", "postgres")
_DEATH = ("setpriv", "--pdeathsig", "INT")
_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


class NobodyToRunAs(Exception):
    """Root found no user that can reach the folders. The message says what to do."""


@dataclass(frozen=True)
class Runner:
    """What stands before a database program, and who owns its files."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    def own(self, folder: Path) -> None:
        """Give a folder we have just made to the user that runs the database."""
        if os.geteuid() == 0:
            os.chown(folder, self.uid, self.gid)


def choose(programs: Path, data: Path) -> Runner:
    """The runner for these programs and this data folder; existing data stays with its owner.

    `data` need not exist yet. Modes of folders are never changed.
    """
    if os.geteuid() != 0:
        _refuse_a_strangers_data(data)
        return Runner(_DEATH, os.geteuid(), os.getegid())
    owner = data.stat().st_uid if data.exists() else None
    users = _users() if owner is None else [_user(owner)] if owner else []
    if owner is None and not users:
        users = _make_user()
    for user in users:
        runner = _as(user)
        if _reaches(runner, programs, data):
            return runner
    if not owner and _can_use_namespace():
        return Runner((*_NAMESPACE, *_DEATH), 0, 0)
    raise NobodyToRunAs(_advice(users, programs, data))


def _refuse_a_strangers_data(data: Path) -> None:
    if data.exists() and data.stat().st_uid != os.geteuid():
        msg = f"The database in {data} belongs to another user. Run as that user, or set KENTONGAN_DATA."
        raise NobodyToRunAs(msg)


def _users() -> list[pwd.struct_passwd]:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return [known[name] for name in _USERS if name in known]


def _user(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        msg = f"The database files belong to the unknown user number {uid}. Give them to a user that exists (chown -R)."
        raise NobodyToRunAs(msg) from error


def _make_user() -> list[pwd.struct_passwd]:
    if shutil.which("useradd") is None:
        return []
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _USERS[0]]
    subprocess.run(command, check=False, capture_output=True)
    return _users()


def _as(user: pwd.struct_passwd) -> Runner:
    drop = (*_DEATH, "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups")
    return Runner(drop, user.pw_uid, user.pw_gid)


def _reaches(runner: Runner, programs: Path, data: Path) -> bool:
    """Can this user run the programs and walk into the nearest existing parent of the data?"""
    parent = next(folder for folder in data.parents if folder.exists())
    test = ["test", "-x", str(programs / "postgres"), "-a", "-x", str(parent)]
    return subprocess.run([*runner.prefix, *test], check=False, cwd="/", capture_output=True).returncode == 0


def _can_use_namespace() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*_NAMESPACE, "true"], check=False, cwd="/", capture_output=True).returncode == 0


def _advice(users: list[pwd.struct_passwd], programs: Path, data: Path) -> str:
    names = " or ".join(user.pw_name for user in users) or "an unprivileged user"
    closed = first_closed(programs) or first_closed(data) or data.parent
    return (
        f"The embedded database does not run as root, and {names} cannot reach {closed}. "
        "Move the project or KENTONGAN_DATA to a folder others may enter (for example under /srv or /opt), "
        "run as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own."
    )


def first_closed(path: Path) -> Path | None:
    """The outermost existing folder on the way to `path` that other users may not enter."""
    for folder in [*reversed(path.parents), path]:
        if folder.is_dir() and not folder.stat().st_mode & 0o001:
            return folder
    return None
