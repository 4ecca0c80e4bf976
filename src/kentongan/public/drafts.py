"""A report while it is being written: kept encrypted in a folder of its own until it is sent, two days at most.

The key of a draft lies in the visitor's session; whoever only knows the address sees nothing. The key is also the
report's `external_id`: sending twice gives one report and the same receipt.
"""

import json
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kentongan.cases import media
from kentongan.core import clock, crypto
from kentongan.core.errors import NotFound, Refused

KEPT_SECONDS = 2 * 24 * 3600
_LONGEST_VALUE = 20_000
_SWEEP_EVERY = 3600
LEAST_FREE = 0.05  # share of the disk


@dataclass(frozen=True, slots=True)
class Photo:
    """A cleaned file of the draft, under a random name."""

    key: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the reporter gets after sending; shown for an hour in the session that sent."""

    code: str
    pin: str
    received_at: datetime
    due_at: datetime | None
    alarms: tuple[str, ...] = ()


@dataclass
class Draft:
    """`values` are the form's inputs as typed; `refused` says which files of the last try were not taken, and why.

    `receipt` is there once the report was sent, and then nothing else.
    """

    key: str
    values: dict[str, str] = field(default_factory=dict)
    photos: list[Photo] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    receipt: Receipt | None = None

    def take(self, typed: Mapping[str, str], names: tuple[str, ...]) -> None:
        """Keep what was typed into these inputs; an unticked box is an empty value."""
        for name in names:
            self.values[name] = typed.get(name, "")[:_LONGEST_VALUE]


def _home() -> Path:
    return Path(settings.KENTONGAN_DATA) / "drafts"


def _folder(key: str) -> Path:
    if not key.replace("-", "").replace("_", "").isalnum():
        raise NotFound
    return _home() / key


def start() -> Draft:
    """A new, empty draft."""
    _sweep_now_and_then()
    return Draft(key=secrets.token_urlsafe(16))


def load(key: str) -> Draft:
    """The draft, or NotFound where it was swept away or never was."""
    path = _folder(key) / "draft"
    if not path.is_file():
        raise NotFound
    data = json.loads(crypto.decrypt(path.read_bytes()))
    receipt = data["receipt"]
    return Draft(
        key=key,
        values=data["values"],
        photos=[Photo(**photo) for photo in data["photos"]],
        refused=data["refused"],
        receipt=_receipt(receipt) if receipt else None,
    )


def _receipt(data: dict[str, Any]) -> Receipt:
    due = data["due_at"]
    return Receipt(
        code=data["code"],
        pin=data["pin"],
        received_at=datetime.fromisoformat(data["received_at"]),
        due_at=datetime.fromisoformat(due) if due else None,
        alarms=tuple(data["alarms"]),
    )


def save(draft: Draft) -> None:
    """Write the draft, all or nothing."""
    folder = _folder(draft.key)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    data = asdict(draft)
    temporary = folder / f"draft.{secrets.token_hex(4)}"
    temporary.write_bytes(crypto.encrypt(json.dumps(data, default=datetime.isoformat)))
    temporary.replace(folder / "draft")


def add_photo(draft: Draft, name: str, data: bytes) -> None:
    """Clean and keep one file; Refused in words where it is none we take or there are too many."""
    media.check_count(len(draft.photos) + 1)
    _check_room()
    clean = media.clean(data)
    key = secrets.token_hex(16)
    folder = _folder(draft.key)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / key).write_bytes(clean.data)
    draft.photos.append(Photo(key, name[:200], clean.media_type))


def _check_room() -> None:
    """Files of strangers must not fill the disk that reports are kept on; the words of a report always find room."""
    usage = shutil.disk_usage(settings.KENTONGAN_DATA)
    if usage.free < LEAST_FREE * usage.total:
        raise Refused(_("There is no room for files just now. Send the report without them and add them later."))


def read_photo(draft: Draft, key: str) -> tuple[bytes, Photo]:
    """One file of the draft."""
    photo = next((p for p in draft.photos if p.key == key), None)
    path = _folder(draft.key) / key
    if photo is None or not path.is_file():
        raise NotFound
    return path.read_bytes(), photo


def drop_photo(draft: Draft, key: str) -> None:
    """Take a file out of the draft again."""
    if any(p.key == key for p in draft.photos):
        draft.photos = [p for p in draft.photos if p.key != key]
        (_folder(draft.key) / key).unlink(missing_ok=True)


def finish(draft: Draft, receipt: Receipt) -> None:
    """Forget everything but the receipt."""
    for photo in draft.photos:
        (_folder(draft.key) / photo.key).unlink(missing_ok=True)
    draft.values, draft.photos, draft.receipt = {}, [], receipt
    save(draft)


def discard(draft: Draft) -> None:
    """Throw the draft away."""
    shutil.rmtree(_folder(draft.key), ignore_errors=True)


def sweep(*, older_than: float = KEPT_SECONDS) -> int:
    """Remove drafts nobody has touched for so many seconds; gives how many."""
    if not _home().is_dir():
        return 0
    limit = clock.machine().timestamp() - older_than
    old = [folder for folder in _home().iterdir() if folder.is_dir() and folder.stat().st_mtime < limit]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


_last_sweep = {"at": float("-inf")}


def _sweep_now_and_then() -> None:
    if time.monotonic() - _last_sweep["at"] > _SWEEP_EVERY:
        _last_sweep["at"] = time.monotonic()
        sweep()
