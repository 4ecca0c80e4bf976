"""Named reads of cases. All give what their reader may see, and no more."""

from kentongan.cases.queries.case import case_page
from kentongan.cases.queries.categories import CategoryFacts, CategoryNode, categories, category_facts, current_code
from kentongan.cases.queries.files import file
from kentongan.cases.queries.finding import find
from kentongan.cases.queries.inbox import Filters, counters, inbox, neighbours
from kentongan.cases.queries.public import public_case, public_counts, public_list, public_points
from kentongan.cases.queries.queues import CAPPED, queues_of
from kentongan.cases.queries.reporter import reporter_page, track
from kentongan.cases.queries.rows import rows_for
from kentongan.cases.queries.shapes import Row

__all__ = [
    "CAPPED",
    "CategoryFacts",
    "CategoryNode",
    "Filters",
    "Row",
    "case_page",
    "categories",
    "category_facts",
    "counters",
    "current_code",
    "file",
    "find",
    "inbox",
    "neighbours",
    "public_case",
    "public_counts",
    "public_list",
    "public_points",
    "queues_of",
    "reporter_page",
    "rows_for",
    "track",
]
