"""The limits of a case as promised, with what explains them."""

from collections.abc import Iterable
from datetime import datetime

from kentongan.agencies import queries as agencies
from kentongan.cases import deadlines
from kentongan.cases.deadlines import Pause
from kentongan.cases.models import Case, Deadline, DeadlineRule
from kentongan.cases.queries.rules import rules
from kentongan.cases.queries.shapes import DeadlineView
from kentongan.cases.queries.timing import ASKED, POSTPONED, time_rules
from kentongan.cases.workflow import OPEN_STATES, State
from kentongan.core import clock
from kentongan.core.cached import Cached
from kentongan.core.workdays import Calendar, Explanation

Stage = DeadlineRule.Stage


def _load() -> dict[int, tuple[int, Calendar]]:
    return {v.id: (v.number, agencies.calendar_of(v.id)) for v in agencies.calendar_versions()}


_versions = Cached(agencies.CALENDAR_EDITION, _load)


def promises_of(case: Case) -> tuple[DeadlineView, ...]:
    """The limits that hold or held, in the order of the stages. One query."""
    found = Deadline.objects.filter(case=case, dropped_at__isnull=True).select_related("rule")
    order = {stage: n for n, stage in enumerate(Stage.values)}
    return tuple(_view(deadline, case) for deadline in sorted(found, key=lambda d: order[d.stage]))


def of_handling(views: Iterable[DeadlineView]) -> DeadlineView | None:
    """The limit of the whole handling, which the citizen is told."""
    return next((view for view in views if view.stage == Stage.RESOLVE), None)


def _view(deadline: Deadline, case: Case) -> DeadlineView:
    number, _calendar = _versions().get(deadline.calendar_id or 0, (None, None))
    rule = deadline.rule
    is_running = deadline.met_at is None and case.state in OPEN_STATES and paused_since(case) is None
    return DeadlineView(
        stage=deadline.stage,
        started_at=deadline.started_at,
        due_at=deadline.due_at,
        met_at=deadline.met_at,
        is_running=is_running,
        is_late=(deadline.met_at is not None or is_running) and (deadline.met_at or clock.now()) > deadline.due_at,
        amount=rule.amount,
        unit=rule.unit,
        source=rule.source,
        rule_version=rule.version,
        calendar_number=number,
        explanation=_explained(deadline),
    )


def _explained(deadline: Deadline) -> Explanation | None:
    """By the calendar the limit was computed with."""
    rule = next((r for r in rules() if r.id == deadline.rule_id), None)
    held = _versions().get(deadline.calendar_id or 0)
    if rule is None or held is None:
        return None
    return deadlines.explain(
        rule,
        deadline.started_at,
        calendar=held[1],
        zone=clock.zone(),
        pauses=pauses_of(deadline),
        extension=deadline.extension,
    )


def pauses_of(deadline: Deadline) -> list[Pause]:
    """When the clock stood still for it, as pairs of moments."""
    moments = deadline.pauses or []
    return list(zip(moments[::2], moments[1::2], strict=True))


def paused_since(case: Case) -> datetime | None:
    """Since when the clock stands still: postponed, or waiting for the reporter's answer, as the city has decided."""
    pausing = time_rules().pausing
    if case.state == State.POSTPONED:
        return case.postponed_at if POSTPONED in pausing else None
    return case.asked_at if ASKED in pausing else None


def completed_by(case: Case) -> datetime | None:
    """Until when a postponed report waits to be completed; None where it is not postponed."""
    if case.state != State.POSTPONED or case.postponed_at is None:
        return None
    return ends_at(Stage.COMPLETE, case.postponed_at, case.classification)


def ends_at(stage: str, since: datetime, classification: str = "") -> datetime | None:
    """When a limit of the city's rules that began then ends; None where it has none."""
    on = clock.local(since).date()
    rule = deadlines.choose(rules(), stage=stage, classification=classification, agency=None, on=on)
    return deadlines.due_at(rule, since, calendar=agencies.calendar()[1], zone=clock.zone()) if rule else None


def window_ends(case: Case) -> datetime | None:
    """Until when the reporter may reply to a closed case or change his rating; None where it is not closed."""
    if case.closed_at is None:
        return None
    on = clock.local(case.closed_at).date()
    rule = deadlines.choose(rules(), stage=Stage.CLOSE, classification=case.classification, agency=case.lead_id, on=on)
    if rule is None:
        return None
    _version, days = agencies.calendar()
    return deadlines.due_at(rule, case.closed_at, calendar=days, zone=clock.zone())
