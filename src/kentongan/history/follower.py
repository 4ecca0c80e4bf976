"""What a follower is: parts declare theirs, `config.followers` collects them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kentongan.history.chain import Recorded

Handler = Callable[[Sequence[Recorded]], None]


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows the history under which name, and what it does with up to `batch` events at a time.

    `handler` writes only rows of our database: they commit together with the follower's position, so each
    event takes effect exactly once. What leaves the house is only enqueued there. Events of exercises are
    left out unless `exercise` asks for them too, and all but those of `kinds` where it names some.
    """

    name: str
    handler: Handler
    batch: int = 500
    exercise: bool = False
    kinds: frozenset[str] | None = None
