"""The walk itself: at each step someone tries something, at the right or the wrong time, and all is looked at."""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kentongan.cases.tests.walk import looking, rules
from kentongan.cases.tests.walk.days import WIB
from kentongan.cases.tests.walk.model import Matter, Telling
from kentongan.cases.tests.walk.rules import TABLE, Choice, Who
from kentongan.cases.tests.walk.town import Town
from kentongan.cases.tests.walk.world import Tally, World
from kentongan.core import cached, clock

MOST = 5
STEPS = 100
CHOICES = st.builds(
    Choice,
    agency=st.integers(0, 2),
    second=st.integers(0, 2),
    kind=st.integers(0, 7),
    other=st.integers(0, 8),
    is_anonymous=st.booleans(),
    is_confidential=st.booleans(),
)
NUMBERS = st.integers(0, 10_000)
SPANS = st.sampled_from(
    [timedelta(hours=1), timedelta(hours=4), *(timedelta(days=n) for n in (1, 1, 2, 3, 5, 12, 15, 31))]
)
ACTS = sorted(TABLE)
KINDS = ["work"] * 14 + ["try"] * 6 + ["time"] * 4 + ["tell", "join", "join", "part", "part", "erase", "check", "check"]


class Walk(RuleBasedStateMachine):
    """One walk from an empty desk; what it did is rolled back at its end."""

    town: Town
    tally: Tally

    def __init__(self) -> None:
        super().__init__()
        self._undo = transaction.atomic()
        self._undo.__enter__()
        cached.forget_all()
        self.world = World(self.town, self.tally, datetime(2026, 8, 12, 9, 7, tzinfo=WIB))
        self.touched: list[Matter] = []

    def teardown(self) -> None:
        try:
            with clock.standing_at(self.world.now):
                looking.whole_history_verifies()
        finally:
            transaction.set_rollback(True)
            self._undo.__exit__(None, None, None)

    def _matter(self, number: int) -> Matter:
        return self.world.matters[number % len(self.world.matters)]

    def _telling(self, number: int) -> Telling:
        return self.world.tellings[number % len(self.world.tellings)]

    def _anyone(self, number: int) -> Who:
        staff = sorted(self.world.town.staff)
        if number % 3 == 0:
            return self.world.reporter(self._telling(number // 3))
        return self.world.staff(staff[number % len(staff)])

    # -- steps ---------------------------------------------------------------------------------------------------
    @initialize(choice=CHOICES, second=CHOICES)
    def two_are_told(self, choice: Choice, second: Choice) -> None:
        with clock.standing_at(self.world.now):
            self.world.check_answers(is_wanted=choice.kind % 2 == 0)
            self.world.tell(choice, "public")
            self.world.tell(Choice(kind=1, other=second.other), "public")
        self._count(self.world.matters)

    def _count(self, touched: list[Matter]) -> None:
        self.touched = list(touched)
        self.world.steps += 1
        self.tally.steps += 1

    @rule(kind=st.sampled_from(KINDS), number=NUMBERS, which=NUMBERS, choice=CHOICES, span=SPANS)
    def something_happens(self, kind: str, number: int, which: int, choice: Choice, span: timedelta) -> None:
        """One rule, so that every walk has all of them in it."""
        # small numbers are drawn more often than others: mixed with the step, all are as likely
        number, which = (int(Random(f"{self.world.steps} {drawn}").random() * 1e6) for drawn in (number, -which))
        with clock.standing_at(self.world.now):
            {
                "work": lambda: self._work(self._matter(number * (number % 2)), which, choice),
                "try": lambda: self._try(number, which, choice),
                "tell": lambda: self._tell(which, choice),
                "join": lambda: self._join(number, which),
                "part": lambda: self._part(number, which),
                "time": lambda: self._pass(span, is_swept=which % 2 == 0),
                "erase": lambda: self._erase(number, which),
                "check": lambda: self.world.check_answers(is_wanted=which % 3 > 0),
            }[kind]()
        self._count(self.touched)

    def _tell(self, which: int, choice: Choice) -> None:
        if len(self.world.matters) == MOST:
            return self._work(self._matter(which), which, choice)
        self.world.tell(choice, ("public", "public", "call_taker", "village_staff")[which % 4])
        self.touched = [self.world.matters[-1]]
        return None

    def _work(self, matter: Matter, which: int, choice: Choice) -> None:
        """Something the model thinks may be done now, mostly what leads on."""
        world, choice = self.world, rules.sound(choice, matter)
        everyone = [world.staff(name) for name in sorted(world.town.staff)] + list(map(world.reporter, matter.tellings))
        by_act: dict[str, list[Who]] = {}
        for act in ACTS:
            able = [who for who in everyone if rules.may(act, who, matter, choice, world.now)]
            if able:
                by_act[act] = able
        if by_act:
            ways = [act for act in sorted(by_act) for _time in range(rules.often(act, matter))]
            seldom = min(sorted(by_act), key=lambda act: world.acts[act])
            act = ways[which % len(ways)] if which % 3 else seldom
            world.act(act, matter, by_act[act][which // 97 % len(by_act[act])], choice)
        self.touched = [matter]

    def _try(self, number: int, which: int, choice: Choice) -> None:
        """Anything, by anyone."""
        matter = self._matter(number)
        self.world.act(ACTS[which % len(ACTS)], matter, self._anyone(number // 7), choice)
        self.touched = [matter]

    def _join(self, number: int, which: int) -> None:
        telling, target = self._telling(number), self._matter(which)
        self.touched = [self.world.where(telling), target]
        self.world.join(telling, target, self._of_desk(which, "supervisor", "roads"))

    def _part(self, number: int, which: int) -> None:
        moved = [t for t in self.world.tellings if t.code != self.world.where(t).number] or self.world.tellings
        telling = moved[number % len(moved)]
        self.touched = [self.world.where(telling), self.world.origin(telling)]
        self.world.part(telling, self._of_desk(which, "auditor", "lamps"))

    def _of_desk(self, which: int, *others: str) -> Who:
        return self.world.staff((["coordinator"] * 6 + list(others))[which % 8])

    def _pass(self, span: timedelta, *, is_swept: bool) -> None:
        self.world.now += span
        if is_swept:
            with clock.standing_at(self.world.now):
                self.world.sweep()
        self.touched = self.world.matters[-3:]

    def _erase(self, number: int, which: int) -> None:
        telling = self._telling(number)
        self.world.erase(telling, "privacy_officer" if which % 3 else "coordinator")
        self.touched = [self.world.where(telling)]

    # -- what is looked at after each ----------------------------------------------------------------------------
    @invariant()
    def all_is_as_the_model_says(self) -> None:
        with clock.standing_at(self.world.now):
            for matter in self.touched:
                looking.rows_are_right(self.world, matter)
                looking.limits_are_kept(self.world, matter)
                looking.history_is_right(matter)
            for matter in self.touched[:1]:
                looking.owners_add_up(self.world, matter)
            if self.world.matters:
                self._lists()

    def _lists(self) -> None:
        steps = self.world.steps
        if steps % 2 == 0:
            looking.codes_live(self.world, self._telling(steps // 2))
        else:
            looking.counters_are_right(self.world)
        if steps % 3 == 0:
            looking.public_sees_no_more(self.world)
        if steps % 4 == 0:
            looking.everyone_sees_his_share(self.world, self._matter(steps // 4))


def walk(town: Town, steps: int, *, is_repeatable: bool) -> Tally:
    """So many steps in walks of a hundred; an AssertionError comes with the walk that led to it (with
    `Phase.shrink` added, after some minutes, with the shortest)."""
    tally = Tally()
    here = type("Walk", (Walk,), {"town": town, "tally": tally})
    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=steps // STEPS,
            stateful_step_count=STEPS,
            derandomize=is_repeatable,
            database=None,
            deadline=None,
            phases=[Phase.generate],
        ),
        _min_steps=STEPS,
    )
    return tally
