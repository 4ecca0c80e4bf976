"""The time of the owners adds up to the whole, for every history; and no hand-over starts the citizen's limit again."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kentongan.cases import actions
from kentongan.cases.models import Case, Deadline
from kentongan.cases.queries.holding import Span, spans
from kentongan.cases.tests.conftest import Town
from kentongan.cases.tests.driving import REFERRAL, in_state
from kentongan.cases.tests.factories import pk_of
from kentongan.cases.workflow import State
from kentongan.core import clock
from kentongan.history.chain import Recorded
from kentongan.history.queries import stream_of

START = datetime(2026, 11, 2, 1, tzinfo=UTC)
OVER = {"closed", "closed_by_system", "archived", "expired"}
_MOVES = """verified edited routed decided left sent_back followed_up asked postponed completed answered replied
handed_in given_back restored referred referral_answered taken_back task_given shared advised"""
KINDS = sorted(OVER | set(_MOVES.split()))


@dataclass(frozen=True)
class Happened:
    """As much of an event as owners are told from."""

    kind: str
    occurred_at: datetime
    body: dict[str, Any] = field(default_factory=dict)


steps = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(-3600, 10**6), st.integers(1, 3), st.booleans()), max_size=30
)


def history(told: list[tuple[str, int, int, bool]]) -> list[Happened]:
    at, found = START, [Happened("cases.submitted", START)]
    for kind, seconds, lead, is_paused in told:
        at += timedelta(seconds=seconds)  # a clock may have stepped back a little
        body: dict[str, Any] = {"lead": lead} | ({"paused_since": "x"} if is_paused else {})
        found.append(Happened(f"cases.{kind}", at, body))
    return found


def owners(events: list[Happened], until: datetime) -> list[Span]:
    return spans(cast("list[Recorded]", events), until=until)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy with other things
@given(steps)
def test_the_spans_follow_one_another_and_add_up_to_the_whole(told: list[tuple[str, int, int, bool]]) -> None:
    events = history(told)
    until = max(event.occurred_at for event in events) + timedelta(days=1)
    found = owners(events, until)
    assert found[0].begin == START
    assert all(one.end == after.begin for one, after in pairwise(found))
    assert all(span.begin <= span.end for span in found)
    assert sum((span.end - span.begin for span in found), timedelta()) == found[-1].end - START
    ended = [event for event in events if event.kind.removeprefix("cases.") in OVER]
    assert found[-1].end == until or (ended and found[-1].holder != "closed")


def test_each_has_his_own_time_and_what_waits_for_the_reporter_is_his() -> None:
    hour = timedelta(hours=1)
    told = ["submitted", "routed", "asked", "replied", "sent_back", "referred", "taken_back", "routed", "answered"]
    told += ["closed", "replied", "answered", "closed"]
    bodies: dict[int, dict[str, Any]] = {1: {"lead": 1}, 3: {"paused_since": "x"}, 7: {"lead": 2}}
    events = [Happened(f"cases.{kind}", START + n * hour, bodies.get(n, {})) for n, kind in enumerate(told)]
    found = owners(events, START + 99 * hour)
    assert [(span.holder, span.agency, (span.end - span.begin) // hour) for span in found] == [
        ("coordinator", None, 1),
        ("agency", 1, 1),
        ("reporter", None, 1),
        ("agency", 1, 1),
        ("coordinator", None, 1),
        ("outside", None, 1),
        ("coordinator", None, 1),
        ("agency", 2, 2),
        ("closed", None, 1),
        ("agency", 2, 2),
    ]


def test_a_reply_after_an_answer_from_outside_is_the_coordinators_not_a_former_leads(town: Town) -> None:
    number, reporter = in_state(town, State.ROUTED)
    actions.refer(number, REFERRAL, by=town.coordinator)
    actions.referral_answered(number, text="Tiang diganti.", by=town.coordinator)
    actions.reply(number, text="Belum.", by=reporter)
    found = spans(stream_of(f"case:{pk_of(number)}"), until=clock.now() + timedelta(hours=1))
    assert [span.holder for span in found] == ["coordinator", "agency", "outside", "coordinator"]


def test_no_way_of_handing_on_moves_the_citizens_limit(town: Town) -> None:
    number, _reporter = in_state(town, State.RECEIVED)

    def promised() -> tuple[int, datetime]:
        limit = Deadline.objects.get(case__number=number, stage="resolve", dropped_at=None)
        return limit.pk, limit.due_at

    first = promised()
    day = clock.today()
    ways = [
        lambda: actions.route(number, lead=town.roads.pk, support=[town.lamps.pk], by=town.coordinator),
        lambda: actions.share(number, agency=town.water.pk, passage="Pipa?", by=town.roads_officer),
        lambda: actions.advise(number, text="Bukan pipa.", by=town.water_officer),
        lambda: actions.give_task(number, agency=town.lamps.pk, text="Ukur.", due_on=day, by=town.roads_officer),
        lambda: actions.route(number, lead=town.lamps.pk, by=town.coordinator),
        lambda: actions.send_back(number, reason="Bukan lampu.", by=town.lamps_officer),
        lambda: actions.refer(number, REFERRAL, by=town.coordinator),
        lambda: actions.take_back(number, reason="Milik kota.", by=town.coordinator),
        lambda: actions.route(number, lead=town.water.pk, by=town.coordinator),
        lambda: actions.send_back(number, reason="Bukan pipa.", by=town.water_officer),
        lambda: actions.route(number, lead=town.water.pk, by=town.coordinator),
        lambda: actions.send_back(number, reason="Bukan pipa.", by=town.water_officer),
        lambda: actions.decide(number, lead=town.roads.pk, reason="Perda 4/2019.", by=town.supervisor),
    ]
    try:
        for days, way in enumerate(ways):
            clock.move(timedelta(hours=days))
            cast("Any", way)()
            assert promised() == first, days
    finally:
        clock.move(timedelta(0))
    assert Case.objects.get(number=number).returns == 3
