"""A list of cases as a table: what was asked for, and the cells of its rows, as far as privacy left them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kentongan.cases.queries.inbox import Filters
from kentongan.cases.queries.shapes import Row
from kentongan.core import clock
from kentongan.statistics.sheets import Cell

COLUMNS = (
    *("number", "title", "state", "channel", "classification", "category", "district", "area", "agencies"),
    *("received_at", "stage", "due_at", "is_anonymous", "is_confidential", "report_count", "returns", "tags"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A list, and the words of the screen it was asked from: `headings` by column, `words` by column and code."""

    queue: str
    filters: Filters
    order: str
    headings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]

    def written(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def read(cls, text: str) -> "Asked":
        told = json.loads(text)
        days = {name: told["filters"][name] for name in ("since", "until")}
        dates = {name: date.fromisoformat(day) if day else None for name, day in days.items()}
        return cls(**{**told, "filters": Filters(**{**told["filters"], **dates})})

    @property
    def narrowed_by(self) -> list[str]:
        """The names of the filters that are set, for the history: never their words."""
        return sorted(name for name, value in asdict(self.filters).items() if value not in (None, ""))


def table(asked: Asked, rows: Sequence[Row]) -> tuple[list[str], list[list[Cell]]]:
    """Headings and cells; a column of which the reader may see nothing is left out."""
    cells = [_cells(asked, row) for row in rows]
    kept = [column for column in COLUMNS if any(row[column] not in (None, "") for row in cells)]
    return [asked.headings[column] for column in kept], [[row[column] for column in kept] for row in cells]


def _cells(asked: Asked, row: Row) -> dict[str, Cell]:
    found: dict[str, Any] = {column: getattr(row, column, None) for column in COLUMNS}
    for column in ("state", "channel", "classification"):
        found[column] = _word(asked, column, found[column])
    found["tags"] = ", ".join(row.tags)
    found["agencies"] = ", ".join(row.agencies)
    found["received_at"] = clock.local(row.received_at)
    found["stage"] = _word(asked, "stage", row.limit.stage) if row.limit else None
    found["due_at"] = clock.local(row.limit.due_at) if row.limit else None
    for flag in ("is_anonymous", "is_confidential"):
        found[flag] = _word(asked, "flag", "yes" if found[flag] else "no")
    return found


def _word(asked: Asked, table_name: str, code: str) -> str:
    return asked.words.get(table_name, {}).get(code, code)
