"""`kentongan restore`: a backup into an empty data folder (or an empty database of one's own)."""

import argparse
import shutil
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from config import backup, database, embedded, environment, folder, management, prepare
from config.backup import BackupFailed


def main(arguments: list[str]) -> int:
    """`kentongan restore FOLDER`: refuse what would overwrite or could not be read, then restore and count."""
    options = _parsed(arguments)
    source = options.folder.absolute()
    manifest = backup.read_manifest(source)
    data = embedded.data_folder()
    folder.make(data)
    is_embedded = embedded.choose()
    if is_embedded and (data / "postgres").exists():
        msg = f"The data folder {data} already holds a database. Restore into an empty one (KENTONGAN_DATA)."
        raise BackupFailed(msg)
    made = [data / "postgres"] if is_embedded else []
    made += _place_keys(options.keys)
    management.set_up()
    running = embedded.running("restore") if is_embedded else nullcontext(True)
    try:
        _ensure_keys_fit(manifest)
        with running, management.connections_closed():
            said = _restore(source, manifest, options.register)
    except BaseException:
        for path in made:  # so that the next attempt finds the folder as empty as this one did
            shutil.rmtree(path, ignore_errors=True)
        raise
    print(said)
    return 0


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("kentongan restore", description="Bring a backup into an empty data folder.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="what `kentongan backup` wrote")
    parser.add_argument("--keys", type=Path, metavar="FOLDER", help="the keys, where they are not in place already")
    parser.add_argument(
        "--register", type=Path, metavar="FILE", help="a newer register of erasures (erasures.jsonl) to honour too"
    )
    return parser.parse_args(arguments)


def _place_keys(given: Path | None) -> list[Path]:
    """Copy given keys into place; returns the folders that were made."""
    place = Path(environment.read("KENTONGAN_KEYS") or embedded.data_folder() / "keys").absolute()
    has_ring = (place / "ring.json").exists()
    if given is None and not has_ring:
        msg = f"There are no keys in {place}. Name their copy with --keys; without them nothing personal can be read."
        raise BackupFailed(msg)
    if given is not None and has_ring:
        msg = f"There are keys in {place} already. Leave out --keys, or move those away first."
        raise BackupFailed(msg)
    if given is None:
        return []
    if not (given / "ring.json").is_file():
        msg = f"{given} holds no key ring (ring.json)."
        raise BackupFailed(msg)
    is_new = not place.exists()
    backup.copy_keys(given, place)
    return [place] if is_new else []


def _ensure_keys_fit(manifest: dict[str, Any]) -> None:
    """Every key the backup was made with must be the one in the ring; newer keys may stand beside."""
    ours = backup.key_marks()
    missing = [name for name, mark in manifest["keys"].items() if ours.get(name) != mark]
    if missing:
        msg = f"The keys in {settings.KENTONGAN_KEYS} are not those of this backup (key {', '.join(missing)})."
        raise BackupFailed(msg)


def _restore(source: Path, manifest: dict[str, Any], register: Path | None) -> str:
    owner = environment.read("KENTONGAN_OWNER_DATABASE_URL") or environment.read("DATABASE_URL")
    _ensure_empty()
    values = database.libpq(owner)
    arguments = ["-d", values["PGDATABASE"], "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    backup.run_tool("pg_restore", [*arguments, str(source / backup.DUMP)], values)
    prepare.prepare(has_new_tables=True)
    counts = backup.counted()
    if counts != manifest["counts"]:
        msg = f"The restored database holds {counts}, the backup promised {manifest['counts']}."
        raise BackupFailed(msg)
    files = _restore_files(source)
    again = _erase_again(source, register)
    said = ", ".join(f"{count} {what}" for what, count in {**counts, "files": files}.items())
    return f"Restored from {source}: {said}; {again} persons erased again."


def _ensure_empty() -> None:
    with prepare.as_owner() as connection:
        names = connection.introspection.table_names()
    if names:
        msg = "The database of DATABASE_URL is not empty. Restore into a new one."
        raise BackupFailed(msg)
    connections.close_all()


def _restore_files(source: Path) -> int:
    """The files of reports, where they were."""
    count = 0
    for path in backup.files_in(source / backup.FILES):
        copy = Path(settings.KENTONGAN_FILES) / path.relative_to(source / backup.FILES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
        count += 1
    return count


def _erase_again(source: Path, given: Path | None) -> int:
    """Whoever any register knows stays erased: the backup's, the newest beside all backups, our own, the one given."""
    from kentongan.people.actions import register_path, replay_erasures

    known = [source / backup.REGISTER, source.parent / backup.REGISTER, register_path(), given]
    return sum(replay_erasures(path).erased for path in known if path is not None and path.exists())
