"""Rows as a file that spreadsheets open. Pure. A text that would be a formula there is marked as text."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

Cell = str | int | datetime | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def safe(text: str) -> str:
    """The text, with a mark before it where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def written(form: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The file: `csv` (UTF-8 with its mark, so that spreadsheets read the letters right) or `xlsx`."""
    return _csv(headings, rows) if form == "csv" else _xlsx(headings, rows)


def _csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str | int:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="minutes")
    return safe(cell) if isinstance(cell, str) else "" if cell is None else cell


def _xlsx(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings), 18)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell.replace(tzinfo=None), moment)
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:
                sheet.write_string(number, column, safe(cell))
    book.close()
    return out.getvalue()
