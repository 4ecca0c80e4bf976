"""The deadline rules, as pure data held in memory."""

from kentongan.cases.deadlines import Rule
from kentongan.cases.models import Deadline, DeadlineRule
from kentongan.cases.workflow import OPEN_STATES
from kentongan.core.cached import Cached

EDITION = "deadline_rules"


def _load() -> tuple[Rule, ...]:
    rows = DeadlineRule.objects.order_by("id").values_list(
        "id", "stage", "amount", "unit", "classification", "agency_id", "valid_from", "valid_to", "version"
    )
    return tuple(Rule(*row) for row in rows)


def running_by(stage: str, classification: str, agency: int | None) -> int:
    """How many open cases have a limit that runs by a line of the table, whichever its version."""
    found = Deadline.objects.filter(rule__stage=stage, rule__classification=classification, rule__agency=agency)
    running = found.filter(met_at__isnull=True, dropped_at__isnull=True, case__exercise__isnull=True)
    return running.filter(case__state__in=OPEN_STATES).count()


def sources() -> dict[int, str]:
    """Where each rule comes from, by its id."""
    return dict(DeadlineRule.objects.values_list("id", "source"))


rules = Cached(EDITION, _load)
