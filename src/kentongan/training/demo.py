"""Playing an invented report through the real door and the real acts, each at its own moment of the past."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kentongan.agencies.queries import route_for, users_with_role
from kentongan.cases import actions as cases
from kentongan.cases.actions import Referral, Upload, Verification
from kentongan.cases.queries import case_page
from kentongan.cases.queries.categories import CategoryFacts, category_facts
from kentongan.core import actor as actors
from kentongan.core import clock
from kentongan.core.actor import Actor, Role, user_label
from kentongan.exercises.pictures import picture
from kentongan.exercises.stories import Fate, Story, Telling
from kentongan.intake.actions import Received, Submission, receive
from kentongan.places.queries import LandmarkFacts, landmarks

CLIENT = "demo"
Step = Callable[[], object]


class Player:
    """Plays tellings up to `now`; what would lie in the future stays undone."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def play(self, telling: Telling) -> bool:
        """Enter one report and do what its fate holds; False where it was there already."""
        moment = self._now - telling.age
        category = category_facts()[telling.story.category]
        with clock.standing_at(moment):
            receipt = receive(self._submission(telling, moment), by=actors.PUBLIC)
        if not receipt.is_new:
            return False
        work = _Work(telling, category, receipt, self._coordinator)
        for wait, step in zip(telling.steps, work.steps(), strict=False):
            moment += wait
            if moment > self._now:
                break
            with clock.standing_at(moment):
                step()
        return True

    @cached_property
    def _coordinator(self) -> Actor:
        first = users_with_role(Role.COORDINATOR)[0]
        return Actor(user_label(first.id), frozenset({Role.COORDINATOR}), user=first.id, agency=first.agency)

    def _submission(self, telling: Telling, moment: datetime) -> Submission:
        spot = _spot(telling)
        story = telling.story
        return Submission(
            client=CLIENT,
            external_id=str(telling.number),
            channel=telling.channel,
            title=story.title,
            text=story.text,
            category=story.category,
            lat=spot.lat + telling.jitter[0],
            lon=spot.lon + telling.jitter[1],
            place_text=f"Dekat {spot.name}",
            occurred_on=clock.local(moment).date(),
            name=telling.name,
            phone=telling.phone,
            is_anonymous=telling.is_anonymous,
            received_at=moment,
            files=_pictures(story, telling.number) if telling.channel == "web" else (),
        )


def _spot(telling: Telling) -> LandmarkFacts:
    known = landmarks()
    return known[telling.spot % len(known)]


def _pictures(story: Story, seed: int, *, is_after: bool = False) -> tuple[Upload, ...]:
    if not story.picture:
        return ()
    return (Upload("foto.jpg", picture(story.picture, seed=seed, is_after=is_after)),)


@dataclass(frozen=True)
class _Work:
    """The acts on one report, in order, as its fate asks for them."""

    telling: Telling
    category: CategoryFacts
    receipt: Received
    coordinator: Actor

    @property
    def _number(self) -> str:
        return self.receipt.code

    def steps(self) -> Iterator[Step]:
        fate = self.telling.fate
        aside: dict[Fate, Step] = {
            Fate.POSTPONED: self._postpone,
            Fate.ARCHIVED: self._archive,
            Fate.REFERRED: self._refer,
        }
        if fate in aside:
            yield aside[fate]
        elif fate != Fate.UNREAD:
            yield self._verify_and_route
            yield from self._handled(fate)

    def _handled(self, fate: Fate) -> Iterator[Step]:
        if fate == Fate.SENT_BACK:
            yield self._send_back
        if fate in {Fate.ROUTED, Fate.SENT_BACK}:
            return
        yield self._follow_up
        if fate == Fate.ASKED:
            yield self._ask
        if fate in {Fate.IN_PROGRESS, Fate.ASKED}:
            return
        yield self._answer
        if fate == Fate.REPLIED:
            yield self._reply
        if fate in {Fate.CLOSED, Fate.RATED}:
            yield self._close
        if fate == Fate.RATED:
            yield self._rate

    def _verify_and_route(self) -> None:
        routed = route_for(self.category.code, on=clock.today())
        answers = Verification(
            classification=self.category.classification or "unsupervised",
            category=self.category.code,
            is_anonymous=self.telling.is_anonymous,
            is_confidential=self.category.is_sensitive or self.category.classification == "supervised",
        )
        cases.verify(self._number, answers, by=self.coordinator)
        self._release_pictures()
        if routed is not None:
            cases.route(self._number, lead=routed.lead, support=routed.support[:1], by=self.coordinator)

    def _release_pictures(self) -> None:
        """Invented pictures show nobody: they may stand on the public page, before and after."""
        for file in case_page(self._number, by=self.coordinator).files:
            cases.release_attachment(self._number, file.key, is_released=True, by=self.coordinator)

    @cached_property
    def _officer(self) -> Actor:
        """Someone of the leading agency, invented users first."""
        routed = route_for(self.category.code)
        agency = routed.lead if routed else None
        known = users_with_role(Role.OFFICER, agency=agency)
        if known:
            return Actor(user_label(known[0].id), frozenset({Role.OFFICER}), user=known[0].id, agency=agency)
        return Actor("system:demo", frozenset({Role.OFFICER}), agency=agency)

    @property
    def _reporter(self) -> Actor:
        return cases.open_by_pin(self._number, self.receipt.pin)

    def _postpone(self) -> None:
        missing = "Mohon tambahkan alamat atau foto lokasi."
        cases.postpone(self._number, reason="unclear_place", missing=missing, by=self.coordinator)

    def _archive(self) -> None:
        text = "Laporan ini sama dengan laporan Anda sebelumnya yang sedang ditangani."
        cases.archive(self._number, reason="duplicate", text=text, by=self.coordinator)

    def _refer(self) -> None:
        body = self.telling.story.refer
        told = f"Masalah ini kewenangan {body}. Sudah kami teruskan dan kami pantau jawabannya."
        cases.refer(self._number, Referral(body, "loket pengaduan", told), by=self.coordinator)

    def _send_back(self) -> None:
        cases.send_back(self._number, reason="Setelah disurvei, ini bukan kewenangan kami.", by=self._officer)

    def _follow_up(self) -> None:
        cases.follow_up(self._number, text=self.telling.story.follow_up, by=self._officer)

    def _ask(self) -> None:
        cases.ask(self._number, text="Boleh tahu patokan terdekat dan sejak kapan?", by=self._officer)

    def _answer(self) -> None:
        story = self.telling.story
        files = _pictures(story, self.telling.number, is_after=True)
        cases.answer(self._number, text=story.answer, files=files, are_files_public=True, by=self._officer)

    def _reply(self) -> None:
        cases.reply(self._number, text="Terima kasih, tetapi belum seluruhnya selesai.", by=self._reporter)

    def _close(self) -> None:
        cases.close(self._number, by=self.coordinator)

    def _rate(self) -> None:
        cases.rate(self._number, stars=self.telling.stars, by=self._reporter)
