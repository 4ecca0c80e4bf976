"""Named reads of cases. All take `by=` and give what this reader may see."""

from kentongan.cases.queries.categories import CategoryFacts, category_facts
from kentongan.cases.queries.finding import find
from kentongan.cases.queries.inbox import CAPPED, Filters, counters, inbox, neighbours
from kentongan.cases.queries.queues import queues_of
from kentongan.cases.queries.rows import rows_for

__all__ = [
    "CAPPED",
    "CategoryFacts",
    "Filters",
    "category_facts",
    "counters",
    "find",
    "inbox",
    "neighbours",
    "queues_of",
    "rows_for",
]
