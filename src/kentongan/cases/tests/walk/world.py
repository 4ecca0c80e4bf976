"""All cases of one walk with the product's rows beside them: telling, acting, moving time, joining, erasing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from hypothesis import note

from kentongan.cases import actions
from kentongan.cases.actions import Told
from kentongan.cases.models import Case, Report
from kentongan.cases.tests.telling import HERE
from kentongan.cases.tests.walk import effects, rules
from kentongan.cases.tests.walk.comparing import same
from kentongan.cases.tests.walk.doing import INSIDE, call
from kentongan.cases.tests.walk.model import COORDINATOR, Matter, Telling
from kentongan.cases.tests.walk.rules import Choice, Who
from kentongan.cases.tests.walk.town import OPEN, TELLERS, Town
from kentongan.core import actor as actors
from kentongan.core.errors import Conflict, NotFound, Refused
from kentongan.people import actions as people
from kentongan.places import actions as places


@dataclass
class Tally:
    """What was walked, over all walks. `acts`: how often each was done."""

    steps: int = 0
    done: int = 0
    refused: int = 0
    acts: Counter[str] = field(default_factory=Counter)


@dataclass
class World:
    town: Town
    tally: Tally
    now: datetime
    matters: list[Matter] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    erased: set[int] = field(default_factory=set)
    is_checked: bool = False
    words: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    steps: int = 0

    # -- who -----------------------------------------------------------------------------------------------------
    def staff(self, name: str) -> Who:
        actor = self.town.staff[name]
        return Who(name, actor, self.town.names.get(actor.agency or 0, ""))

    def reporter(self, telling: Telling) -> Who:
        return Who("reporter", actors.reporter(telling.id), telling=telling)

    def where(self, telling: Telling) -> Matter:
        return next(m for m in self.matters if telling in m.tellings)

    def origin(self, telling: Telling) -> Matter:
        return next(m for m in self.matters if m.number == telling.code)

    # -- what happens --------------------------------------------------------------------------------------------
    def tell(self, choice: Choice, by: str) -> None:
        teller, actor = choice.other % len(TELLERS), self.town.staff[by]
        self.words += 1
        receipt = actions.submit(
            Told(
                client="web", external_id=f"walk-{self.words}", channel="web", text=f"Jalan rusak, kata{self.words}x.",
                received_at=self.now, place=HERE, category=OPEN if choice.kind else None, teller=TELLERS[teller],
                is_anonymous=choice.is_anonymous, is_confidential=choice.is_confidential, lat=-7.81, lon=112.0,
            ),
            by=actor,
        )  # fmt: skip
        told = Telling(
            receipt.report,
            receipt.code,
            receipt.pin,
            teller,
            choice.is_anonymous,
            choice.is_confidential,
            entered_by=by if actor.user else "",
            entered_at=self.now,
        )
        pk = Case.objects.values_list("pk", flat=True).get(number=receipt.code)
        category = OPEN if choice.kind else ""
        matter = Matter(receipt.code, pk, self.now, [told], told.is_anonymous, told.is_confidential, category)
        matter.start("verify", self.now)
        matter.owners.append((self.now, COORDINATOR))
        self.matters.append(matter)
        self.tellings.append(told)
        self.tally.done += 1
        self.tally.acts["submit"] += 1

    def act(self, act: str, matter: Matter, who: Who, choice: Choice) -> None:
        """Try it; the model must have known whether it is done."""
        self.words += 1
        note(f"{self.now:%d %b %H.%M} {act} by {who.name} ({who.agency}) on {matter.pk} ({matter.state})")
        word = f"{act}-kata{self.words}x"
        expected = rules.may(act, who, matter, choice, self.now)
        is_known = rules.knows(who, matter, self.now)
        refusal = self._refusal(partial(call, act, matter, who, choice, self.town, word))
        self._compare(f"{act} by {who.name} on {matter.state}", refusal, expected=expected)
        if refusal is not None:
            assert is_known or isinstance(refusal, NotFound), f"{act}: who may not know of a case finds nothing"
            return
        is_inside = act in INSIDE or (act == "answer" and self.is_checked and "coordinator" not in who.roles)
        matter.inside += [word] if is_inside else []
        if act == "approve":  # what was handed in last is everyone's now
            matter.inside.remove(next(word for word in reversed(matter.inside) if word.startswith("answer")))
        effects.apply(act, matter, who, choice, self.now, is_checked=self.is_checked)
        self.tally.done += 1
        self.tally.acts[act] += 1
        self.acts[act] += 1

    def _refusal(self, call: Callable[[], object]) -> Exception | None:
        try:
            call()
        except (Refused, NotFound, Conflict) as error:
            return error
        return None

    def _compare(self, what: str, refusal: Exception | None, *, expected: bool) -> None:
        self.tally.refused += refusal is not None
        assert expected is (refusal is None), f"{what}: {refusal!r}, the model says {expected}"

    def join(self, telling: Telling, target: Matter, who: Who) -> None:
        self._move("merged", telling, target, who)

    def part(self, telling: Telling, who: Who) -> None:
        self._move("unmerged", telling, self.origin(telling), who)

    def _move(self, kind: str, telling: Telling, target: Matter, who: Who) -> None:
        source = self.where(telling)
        note(
            f"{self.now:%d %b %H.%M} {kind} {telling.id}: {source.pk} ({source.state}) -> {target.pk} ({target.state})"
        )
        is_sound = source is not target and source.is_open and target.is_open and "coordinator" in who.roles
        expected = is_sound and (kind == "unmerged" or not target.is_empty)
        merge = partial(actions.merge, telling.code, into=target.number, by=who.actor)
        unmerge = partial(actions.unmerge, telling.code, by=who.actor)
        refusal = self._refusal(merge if kind == "merged" else unmerge)
        self._compare(f"{kind} by {who.name} from {source.state} to {target.state}", refusal, expected=expected)
        if refusal is not None:
            return
        effects.move(telling, source, target, kind, self.now)
        self.tally.done += 1
        self.tally.acts[kind] += 1

    def sweep(self) -> None:
        """What time itself does: closing without a reply after ten working days, expiry of the postponed."""
        timers = self.staff("timers")
        moved = 0
        for matter in self.matters:
            for act in ("close_by_system", "expire"):
                if rules.may(act, timers, matter, Choice(), self.now):
                    effects.apply(act, matter, timers, Choice(), self.now, is_checked=False)
                    self.tally.acts[act] += 1
                    moved += 1
                    break
        same(actions.sweep(), moved, "moved by time")
        self.tally.done += moved

    def check_answers(self, *, is_wanted: bool) -> None:
        places.check_answers(is_wanted=is_wanted, by=self.town.staff["administrator"])
        self.is_checked = is_wanted

    def erase(self, telling: Telling, by: str) -> None:
        """A person's words go everywhere; what was done and counted stays."""
        person = Report.objects.values_list("person", flat=True).get(pk=telling.id)
        who = self.staff(by)
        if person is None:
            return
        refusal = self._refusal(partial(people.erase, person, reason="request", by=who.actor))
        self._compare(f"erasure by {by}", refusal, expected="privacy_officer" in who.roles)
        if refusal is not None:
            return
        self.erased |= set(Report.objects.filter(person=person).values_list("pk", flat=True))
        self.tally.done += 1
        self.tally.acts["erase"] += 1
