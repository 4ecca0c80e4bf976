"""When a message is tried again. Pure."""

import random
from datetime import timedelta

FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=6)
ATTEMPTS = 20  # with these waits the last one comes about three days after the first
LEASE = timedelta(minutes=2)  # how long a message may be in sending before its process counts as dead
_SPREAD = 0.2
_chance = random.Random()  # noqa: S311 - spreads waits, hides nothing


def wait_after(attempt: int, *, chance: random.Random | None = None) -> timedelta:
    """The wait after the given attempt (1 is the first): doubling from `FIRST` to `LONGEST`, spread by a fifth."""
    plain = min(FIRST * float(2 ** min(attempt - 1, 30)), LONGEST)
    return plain * (chance or _chance).uniform(1 - _SPREAD, 1 + _SPREAD)
