"""`kentongan backup`: database, files and the register of erasures in one folder; the keys only where asked, elsewhere.

The folder appears under its name when it is whole. Files are copied after the database: what a row names is there.
"""

import argparse
import hashlib
import hmac
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from config import database, embedded, environment, folder, management, postgres, prepare

VERSION = 1
MANIFEST, DUMP, FILES, REGISTER = "manifest.json", "database.dump", "files", "erasures.jsonl"
_PASSWORD = re.compile(r"password=\S+")


class BackupFailed(Exception):
    """The backup, or the restore, could not be done. The message says why."""


def main(arguments: list[str]) -> int:
    """`kentongan backup`; the folder's path stands in the last line."""
    options = _parsed(arguments)
    data = embedded.data_folder()
    folder.make(data)
    is_embedded = embedded.choose()
    management.set_up()
    target = (options.to or data / "backups" / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}").absolute()
    _ensure_new(target, options.with_keys)
    running = embedded.running("backup") if is_embedded else nullcontext(True)
    with running as is_fresh, management.connections_closed():
        if is_fresh:
            prepare.prepare()
        counts = _write(target)
    if options.with_keys:
        copy_keys(Path(settings.KENTONGAN_KEYS), options.with_keys)
        print(f"The keys are in {options.with_keys}: keep them apart from the backup.")
    else:
        print(f"The keys in {settings.KENTONGAN_KEYS} are not in it; without them nothing personal can be read.")
    said = ", ".join(f"{count} {what}" for what, count in counts.items())
    print(f"Backup written to {target}: {said}.")
    return 0


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("kentongan backup", description="Copy database and files into a folder.")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="a new folder; default: backups in the data folder")
    parser.add_argument("--with-keys", type=Path, metavar="FOLDER", help="copy the keys too, into this new folder")
    return parser.parse_args(arguments)


def _ensure_new(target: Path, keys: Path | None) -> None:
    for path in (target, keys):
        if path is not None and path.exists():
            msg = f"{path} exists already; name a new folder."
            raise BackupFailed(msg)
    if keys is not None and keys.absolute().is_relative_to(target):
        msg = "The keys must not lie in the backup they open; name another folder."
        raise BackupFailed(msg)


def _write(target: Path) -> dict[str, int]:
    from kentongan.people.actions import register_path, settle_register

    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    counts = _dump(part / DUMP)
    _copy_files(settings.KENTONGAN_FILES, part / FILES)
    settle_register()
    shutil.copy2(register_path(), part / REGISTER)
    sums = {str(path.relative_to(part)): sha256(path) for path in files_in(part)}
    manifest = {
        "version": VERSION,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "counts": counts,
        "keys": key_marks(),
        "sha256": sums,
    }
    _write_whole(part / MANIFEST, json.dumps(manifest, indent=1))
    part.rename(target)
    _leave_register_beside(target)
    return {**counts, "files": sum(name.startswith(f"{FILES}/") for name in sums)}


def _dump(path: Path) -> dict[str, int]:
    """Dump and count in one view of the database, while others go on writing."""
    values = database.libpq(environment.read("KENTONGAN_OWNER_DATABASE_URL") or environment.read("DATABASE_URL"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read")
        cursor.execute("set local idle_in_transaction_session_timeout = 0")
        cursor.execute("select pg_export_snapshot()")
        snapshot = str(cursor.fetchone()[0])
        counts = counted()
        options = ["-Fc", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", "-f", str(path)]
        run_tool("pg_dump", options, values)
    return counts


def run_tool(name: str, arguments: list[str], values: Mapping[str, str]) -> None:
    """One of PostgreSQL's programs; its connection stands in the environment, not in the list of processes."""
    command = [postgres.programs().path(name), *arguments]
    done = subprocess.run(command, env={**os.environ, **values}, capture_output=True, text=True, check=False)
    if done.returncode:
        said = _PASSWORD.sub("password=…", done.stderr.strip()[-600:])
        msg = f"{name} failed: {said}"
        raise BackupFailed(msg)
    if done.stderr.strip():
        print(done.stderr.strip(), file=sys.stderr)


def counted() -> dict[str, int]:
    """What a person looks for after a restore: how many of the main things there are."""
    from django.apps import apps

    names = {"events": "history.Event", "reports": "cases.Report", "cases": "cases.Case"}
    return {what: apps.get_model(name)._default_manager.count() for what, name in names.items()}


def key_marks() -> dict[str, str]:
    """A mark of each key by its id, to tell the right ring from a wrong one without showing it."""
    from kentongan.core import crypto

    ring = crypto.ring_in_use()
    keys: dict[str, bytes] = {**{str(number): key for number, key in ring.keys.items()}, "index": ring.index_key}
    return {name: hmac.digest(key, b"kentongan backup", "sha256").hex()[:16] for name, key in keys.items()}


def copy_keys(source: Path, target: Path) -> None:
    """The key folder's files, readable by us alone."""
    target.mkdir(parents=True, mode=0o700, exist_ok=True)
    target.chmod(0o700)
    for path in source.iterdir():
        if path.is_file() and not path.name.startswith("."):
            _write_whole(target / path.name, path.read_text())


def _write_whole(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _copy_files(source: Path, target: Path) -> None:
    """A file erased while we copy is no longer wanted."""
    for path in files_in(source):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy2(path, copy)
        except FileNotFoundError:
            continue


def _leave_register_beside(target: Path) -> None:
    """The newest register lies beside all backups, so that an older one restored forgets what was erased since."""
    beside, fresh = target.parent / REGISTER, target.parent / f".{REGISTER}.part"
    shutil.copy2(target / REGISTER, fresh)
    fresh.replace(beside)


def files_in(place: Path) -> Iterator[Path]:
    """All files below a folder, in a steady order; none where it is missing."""
    return iter(sorted(path for path in place.rglob("*") if path.is_file()) if place.exists() else [])


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(place: Path) -> dict[str, Any]:
    """The manifest of a whole backup of a version we know; every file is compared with its mark."""
    try:
        manifest: dict[str, Any] = json.loads((place / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        msg = f"{place} is no backup: it has no readable {MANIFEST}."
        raise BackupFailed(msg) from error
    if manifest.get("version") != VERSION:
        msg = f"{place} was written by another version of the program; use that one to restore it."
        raise BackupFailed(msg)
    for name, mark in manifest["sha256"].items():
        path = place / name
        if not path.is_file() or sha256(path) != mark:
            msg = f"The backup is damaged: {name} is missing or not what was written."
            raise BackupFailed(msg)
    return manifest
