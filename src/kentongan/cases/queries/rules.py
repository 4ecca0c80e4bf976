"""The deadline rules, as pure data held in memory."""

from kentongan.cases.deadlines import Rule
from kentongan.cases.models import DeadlineRule
from kentongan.core.cached import Cached

EDITION = "deadline_rules"


def _load() -> tuple[Rule, ...]:
    rows = DeadlineRule.objects.order_by("id").values_list(
        "id", "stage", "amount", "unit", "classification", "agency_id", "valid_from", "valid_to", "version"
    )
    return tuple(Rule(*row) for row in rows)


rules = Cached(EDITION, _load)
