"""The files a person sent, for the copy of his data he asked for (UU 27/2022)."""

import mimetypes
from collections.abc import Collection

from kentongan.cases import storage
from kentongan.cases.models import Attachment
from kentongan.core.actor import Actor, Role
from kentongan.core.errors import NotFound


def files_told_by(persons: Collection[int], *, by: Actor) -> dict[str, bytes]:
    """The bytes by a name of code and number; one whose bytes are lost is left out. For the privacy officer alone."""
    if not by.has(Role.PRIVACY_OFFICER):
        raise NotFound
    found = {}
    rows = Attachment.objects.filter(report__person__in=persons, size__gt=0).order_by("report", "id")
    for number, row in enumerate(rows.select_related("report"), start=1):
        code = row.report.code if row.report is not None else ""
        try:
            found[f"{code}-{number}{mimetypes.guess_extension(row.media_type) or ''}"] = storage.read(row.key)
        except NotFound:
            continue
    return found
