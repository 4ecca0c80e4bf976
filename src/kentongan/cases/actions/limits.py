"""Starting, meeting and dropping the limits of a case. Called inside acts, never alone."""

from datetime import datetime

from kentongan.agencies.queries import calendar
from kentongan.cases import deadlines
from kentongan.cases.deadlines import Rule
from kentongan.cases.models import Case, Deadline, DeadlineRule
from kentongan.cases.queries.rules import rules
from kentongan.cases.workflow import State
from kentongan.core import clock

Stage = DeadlineRule.Stage

# The limits a state is measured by. The citizen's own (`resolve`) runs wherever his matter is not yet answered;
# verifying is over when the matter is passed on, not before (three working days for *verification and forwarding*).
_RUNNING = {
    State.RECEIVED: (Stage.VERIFY, Stage.RESOLVE),
    State.ROUTED: (Stage.FOLLOW_UP, Stage.RESOLVE),
    State.IN_PROGRESS: (Stage.RESOLVE,),
    State.REFERRED: (Stage.RESOLVE,),
    State.ANSWERED: (Stage.CLOSE,),
}


def compute(
    stage: str, *, classification: str, agency: int | None, started_at: datetime
) -> tuple[Rule, int, datetime] | None:
    """The rule in force, the calendar version and the due moment; None where the city has no rule."""
    version, days = calendar()
    on = clock.local(started_at).date()
    rule = deadlines.choose(rules(), stage=stage, classification=classification, agency=agency, on=on)
    if rule is None:
        return None
    return rule, version, deadlines.due_at(rule, started_at, calendar=days, zone=clock.zone())


def start(case: Case, stage: str, *, at: datetime, agency: int | None = None) -> Deadline | None:
    """Start a stage's limit. A limit of the same stage that runs is replaced (dropped, not deleted)."""
    drop(case, stage, at=at)
    found = compute(stage, classification=case.classification, agency=agency, started_at=at)
    return _promise(case, stage, found, since=at)


def fit(case: Case, stage: str, *, since: datetime, at: datetime, agency: int | None = None) -> None:
    """Let a stage's limit follow the rule that holds now, where that is another one. It began `since`, as ever."""
    running = Deadline.objects.filter(case=case, stage=stage, dropped_at__isnull=True).first()
    found = compute(stage, classification=case.classification, agency=agency, started_at=since)
    is_same = running is not None and found is not None and found[0].id == running.rule_id
    if is_same or (running is not None and running.met_at is not None):
        return
    drop(case, stage, at=at)
    _promise(case, stage, found, since=since)


def _promise(case: Case, stage: str, found: tuple[Rule, int, datetime] | None, *, since: datetime) -> Deadline | None:
    if found is None:
        return None
    rule, version, due = found
    return Deadline.objects.create(
        case=case, stage=stage, rule_id=rule.id, calendar_id=version, started_at=since, due_at=due
    )


def meet(case: Case, stage: str, *, at: datetime) -> None:
    """The stage's work is done."""
    Deadline.objects.filter(case=case, stage=stage, met_at__isnull=True, dropped_at__isnull=True).update(met_at=at)


def drop(case: Case, stage: str, *, at: datetime) -> None:
    """The limit no longer applies; it stays in the record."""
    Deadline.objects.filter(case=case, stage=stage, dropped_at__isnull=True).update(dropped_at=at)


def reopen(case: Case, stage: str) -> None:
    """A met limit runs again as it was promised: the citizen's deadline never restarts."""
    Deadline.objects.filter(case=case, stage=stage, dropped_at__isnull=True).update(met_at=None)


def renew(case: Case) -> None:
    """Set what lists sort by: of the limits that run in this state the one that ends first."""
    stages = _RUNNING.get(State(case.state), ())
    open_ones = Deadline.objects.filter(case=case, stage__in=stages, met_at__isnull=True, dropped_at__isnull=True)
    first = open_ones.order_by("due_at").first() if stages else None
    case.due_at = first.due_at if first else None
    case.due_stage = first.stage if first else ""
