"""Files told with a report or a word: cleaned, stored under a random name, one row each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from kentongan.cases import media, storage
from kentongan.cases.media import CleanFile
from kentongan.cases.models import Attachment, Case


@dataclass(frozen=True)
class Upload:
    """A file as it came in."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Clean:
    """A file that may be kept, under the name it came with."""

    name: str
    file: media.CleanFile


def cleaned(files: Sequence[Upload]) -> list[Clean]:
    """All files cleaned, or Refused in words; nothing is stored yet.

    Called before an act's transaction: a film takes a minute, and for so long no row may stay locked.
    """
    media.check_count(len(files))
    return [Clean(file.name, media.clean(file.data)) for file in files]


def attach(
    case: Case,
    files: Sequence[Clean],
    *,
    at: datetime,
    report: int | None = None,
    entry: int | None = None,
    is_released: bool = False,
) -> int:
    """Store and record clean files; gives how many. A rollback leaves files that the sweep removes.

    `is_released` publishes the pictures among them; a document or a film is published after it was looked at.
    """
    rows = [_row(case, clean, at=at, report=report, entry=entry) for clean in files]
    for row, clean in zip(rows, files, strict=True):
        if is_released and clean.file.media_type.startswith("image/"):
            set_copy(row, media.covered(clean.file.media_type, clean.file.data, ()))
    Attachment.objects.bulk_create(rows)
    return len(rows)


def _row(case: Case, clean: Clean, *, at: datetime, report: int | None, entry: int | None) -> Attachment:
    return Attachment(
        case=case,
        report_id=report,
        entry_id=entry,
        key=storage.store(clean.file.data, clean.file.media_type),
        name=clean.name[:200],
        media_type=clean.file.media_type,
        size=len(clean.file.data),
        width=clean.file.width,
        height=clean.file.height,
        digest=clean.file.digest,
        created_at=at,
        exercise=case.exercise,
    )


def set_copy(file: Attachment, copy: CleanFile | None) -> None:
    """Release the copy, or take the release back: with it the copy's bytes go, once this is committed."""
    if file.copy_key:
        transaction.on_commit(partial(storage.remove, file.copy_key), robust=True)
    file.is_released = copy is not None
    file.copy_key = storage.store(copy.data, copy.media_type) if copy else ""
    file.copy_type, file.copy_size = (copy.media_type, len(copy.data)) if copy else ("", 0)
    file.copy_width, file.copy_height = (copy.width, copy.height) if copy else (None, None)
    file.copy_digest = copy.digest if copy else b""


def attach_to_report(report: int, files: Sequence[Clean], *, at: datetime) -> int:
    """Add the files a report came with, in the transaction that entered it."""
    case = Case.objects.get(reports=report)
    return attach(case, files, at=at, report=report)
