"""Files told with a report or a word: cleaned, stored under a random name, one row each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kentongan.cases import media, storage
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
    """Store and record clean files; gives how many. A rollback leaves files that the sweep removes."""
    rows = [
        Attachment(
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
            is_released=is_released,
            created_at=at,
            exercise=case.exercise,
        )
        for clean in files
    ]
    Attachment.objects.bulk_create(rows)
    return len(rows)


def attach_to_report(report: int, files: Sequence[Clean], *, at: datetime) -> int:
    """Add the files a report came with, in the transaction that entered it."""
    case = Case.objects.get(reports=report)
    return attach(case, files, at=at, report=report)
