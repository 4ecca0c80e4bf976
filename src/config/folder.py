"""The data folder: made, and held by one program at a time."""

import fcntl
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

_TRIES = 5


@dataclass(frozen=True)
class Holder:
    """Who holds a data folder. `stays` tells a service from a command that will be done soon."""

    pid: int
    purpose: str
    stays: bool


class InUse(Exception):
    """Another program of ours holds the data folder."""

    def __init__(self, data: Path, holder: Holder) -> None:
        super().__init__(f"`kentongan {holder.purpose}` (process {holder.pid}) already uses the data folder {data}.")
        self.holder = holder


class NotOurs(Exception):
    """The data folder cannot be written by this user."""

    def __init__(self, data: Path) -> None:
        super().__init__(
            f"The data folder {data} cannot be written by this user. "
            "Run as the user it belongs to, or set KENTONGAN_DATA to another folder."
        )


def make(data: Path) -> None:
    """Make the data folder if it is missing: closed for others, but root's can be walked through by the database."""
    usual = os.umask(0o022)  # for parents that are missing; our own folder gets its mode below
    try:
        data.mkdir(parents=True)
    except FileExistsError:
        if not data.is_dir() or not os.access(data, os.W_OK | os.X_OK):
            raise NotOurs(data) from None
    except (PermissionError, NotADirectoryError) as error:
        raise NotOurs(data) from error
    else:
        data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    finally:
        os.umask(usual)


class Lock:
    """The hold on a data folder; ends with `release` or with the process."""

    def __init__(self, data: Path, holder: Holder) -> None:
        """Take the folder or raise InUse, which names the holder."""
        path = data / "kentongan.lock"
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise NotOurs(data) from error
        if not _locked(self._descriptor):
            found = _read(self._descriptor)
            os.close(self._descriptor)
            raise InUse(data, found)
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, json.dumps(asdict(holder)).encode(), 0)

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def holder(data: Path) -> Holder | None:
    """Who holds the folder, or None if it is free."""
    try:
        descriptor = os.open(data / "kentongan.lock", os.O_RDWR)
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise NotOurs(data) from error
    try:
        return None if _locked(descriptor) else _read(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    """Try a few times: somebody who only looks holds the file for a moment."""
    for _ in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.02)
        else:
            return True
    return False


def _read(descriptor: int) -> Holder:
    try:
        return Holder(**json.loads(os.pread(descriptor, 1000, 0)))
    except (ValueError, TypeError):
        return Holder(0, "", stays=False)
