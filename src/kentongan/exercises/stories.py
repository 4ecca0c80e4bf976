"""Invented reports and what becomes of them. Pure: a seed in, a plan out."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import msgspec

_DATA = Path(__file__).parent / "data" / "stories.json"


class Story(msgspec.Struct, frozen=True):
    """One matter: what is told, what is done, what is answered. `refer`: the body outside it belongs to."""

    category: str
    title: str
    text: str
    follow_up: str
    answer: str
    picture: str = ""
    refer: str = ""


class Fate(StrEnum):
    """How far a report comes."""

    UNREAD = "unread"
    POSTPONED = "postponed"
    ARCHIVED = "archived"
    REFERRED = "referred"
    ROUTED = "routed"
    SENT_BACK = "sent_back"
    IN_PROGRESS = "in_progress"
    ASKED = "asked"
    ANSWERED = "answered"
    REPLIED = "replied"
    CLOSED = "closed"
    RATED = "rated"


_WEIGHTS = {
    Fate.POSTPONED: 4,
    Fate.ARCHIVED: 4,
    Fate.ROUTED: 10,
    Fate.SENT_BACK: 4,
    Fate.IN_PROGRESS: 14,
    Fate.ASKED: 4,
    Fate.ANSWERED: 10,
    Fate.REPLIED: 5,
    Fate.CLOSED: 18,
    Fate.RATED: 27,
}
_OPEN = {Fate.POSTPONED, Fate.ROUTED, Fate.SENT_BACK, Fate.IN_PROGRESS, Fate.ASKED, Fate.REPLIED}
_OLD = 14.0  # days; a city that works leaves little open for longer
_CHANNELS = ("web", "web", "web", "counter", "phone")
_NAMES = ("Sari", "Bowo", "Endang", "Yanto", "Murni", "Agung", "Lestari", "Joko", "Wati", "Rudi", "Ningsih", "Hadi")
_SURNAMES = ("Contoh", "Percobaan", "Misal", "Peraga")


@dataclass(frozen=True)
class Telling:
    """One report of the plan: when before now, where among the landmarks, by whom, and its fate.

    `steps` are the waits before each act, in the order of the acts.
    """

    number: int
    story: Story
    age: timedelta
    spot: int
    jitter: tuple[float, float]
    channel: str
    name: str
    phone: str
    is_anonymous: bool
    fate: Fate
    stars: int
    steps: Sequence[timedelta]


def stories() -> list[Story]:
    """All stories, as reviewed."""
    return msgspec.json.decode(_DATA.read_bytes(), type=list[Story])


def plan(count: int, *, seed: int, days: int = 60) -> Iterator[Telling]:
    """`count` tellings over the last `days` days, oldest first; the same seed gives the same plan."""
    chance = random.Random(seed)  # noqa: S311 - a demo, not a secret
    told = stories()
    ages = sorted((chance.uniform(0, 1) ** 1.6 * days for _ in range(count)), reverse=True)
    for number, age in enumerate(ages):
        yield _telling(number, age, told[number % len(told)], chance)


def _telling(number: int, age: float, story: Story, chance: random.Random) -> Telling:
    is_known = chance.random() < 0.7
    return Telling(
        number=number,
        story=story,
        age=timedelta(days=age),
        spot=chance.randrange(10_000),
        jitter=(chance.gauss(0, 0.0015), chance.gauss(0, 0.0015)),
        channel=chance.choice(_CHANNELS),
        name=f"{chance.choice(_NAMES)} {chance.choice(_SURNAMES)}" if is_known else "",
        phone=f"+62 811-0000-0{chance.randrange(100):02d}" if is_known else "",
        is_anonymous=chance.random() < 0.2,
        fate=_fate(age, story, chance),
        stars=chance.choice((2, 3, 4, 4, 5, 5)),
        steps=[timedelta(hours=chance.uniform(*span)) for span in ((2, 40), (6, 90), (20, 120), (6, 70), (1, 30))],
    )


def _fate(age: float, story: Story, chance: random.Random) -> Fate:
    if age < 0.8 or (age < 4 and chance.random() < 0.35):
        return Fate.UNREAD
    if story.refer:
        return Fate.REFERRED
    weights = [weight * (0.06 if age > _OLD and fate in _OPEN else 1) for fate, weight in _WEIGHTS.items()]
    return chance.choices(list(_WEIGHTS), weights=weights)[0]
