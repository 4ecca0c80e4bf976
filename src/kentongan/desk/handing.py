"""The copy of one's data that an asker gets: a page to read, the same for machines, and the files, in one zip. Pure."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kentongan.desk.protecting import COPIED, COPIED_FIELDS, LEFT_OUT
from kentongan.people.queries import CopiedRow

Section = tuple[str, list[tuple[CopiedRow, list[tuple[str, Any]]]]]


def sections(rows: Sequence[CopiedRow]) -> list[Section]:
    """The rows by kind, in words."""
    found: list[Section] = []
    for label, word in COPIED.items():
        own = [(row, _said(row)) for row in rows if row.label == label]
        if own:
            found.append((str(word), own))
    return found


def counts(rows: Iterable[CopiedRow]) -> dict[str, int]:
    """How many rows of each kind."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.label] = found.get(row.label, 0) + 1
    return found


def as_json(rows: Sequence[CopiedRow], *, number: str) -> str:
    """The same for machines."""
    told = [
        {"kind": row.label, "id": row.id, "at": row.at.isoformat() if row.at else None, "fields": _kept(row)}
        for row in rows
    ]
    return json.dumps({"request": number, "rows": told}, ensure_ascii=False, indent=2, default=str)


def zipped(page: str, data: str, files: Mapping[str, bytes]) -> bytes:
    """One file to hand over."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.html", page)
        archive.writestr("data.json", data)
        for name, content in files.items():
            archive.writestr(f"files/{name}", content)
    return out.getvalue()


def _kept(row: CopiedRow) -> dict[str, Any]:
    return {name: value for name, value in row.fields.items() if f"{row.label}.{name}" not in LEFT_OUT}


def _said(row: CopiedRow) -> list[tuple[str, Any]]:
    return [(str(COPIED_FIELDS[name]), value) for name, value in _kept(row).items()]
