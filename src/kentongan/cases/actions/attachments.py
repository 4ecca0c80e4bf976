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


def cleaned(files: Sequence[Upload]) -> list[tuple[Upload, media.CleanFile]]:
    """All files cleaned, or Refused in words; nothing is stored yet."""
    media.check_count(len(files))
    return [(file, media.clean(file.data)) for file in files]


def attach(
    case: Case,
    files: Sequence[Upload],
    *,
    at: datetime,
    report: int | None = None,
    entry: int | None = None,
    is_released: bool = False,
) -> int:
    """Clean, store and record the files; gives how many. A rollback leaves files that the sweep removes."""
    rows = [
        Attachment(
            case=case,
            report_id=report,
            entry_id=entry,
            key=storage.store(clean.data, clean.media_type),
            name=file.name[:200],
            media_type=clean.media_type,
            size=len(clean.data),
            width=clean.width,
            height=clean.height,
            digest=clean.digest,
            is_released=is_released,
            created_at=at,
            exercise=case.exercise,
        )
        for file, clean in cleaned(files)
    ]
    Attachment.objects.bulk_create(rows)
    return len(rows)


def attach_to_report(report: int, files: Sequence[Upload], *, at: datetime) -> int:
    """Add the files a report came with, in the transaction that entered it."""
    case = Case.objects.get(reports=report)
    return attach(case, files, at=at, report=report)
