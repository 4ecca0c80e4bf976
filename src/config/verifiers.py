"""Where the texts lie that events hold marks of, by the word before the colon of a mark (`report:12`)."""

from collections.abc import Mapping

from kentongan.cases.queries.told import entry_texts, note_texts, report_texts
from kentongan.history.queries import TextReader

TEXTS: Mapping[str, TextReader] = {"report": report_texts, "entry": entry_texts, "note": note_texts}
