"""What happens by itself as time goes: rows that are due, swept at a steady pace by the city's clock."""

from collections.abc import Callable
from dataclasses import dataclass

from kentongan.cases.actions import timers as case_timers
from kentongan.cases.actions.sweeping import sweep_files
from kentongan.core import clock
from kentongan.core.actor import system
from kentongan.history.actions import make_checkpoint
from kentongan.history.queries import latest_checkpoint
from kentongan.notifications.actions import deliver_due


@dataclass(frozen=True)
class Timer:
    """Something swept every so many seconds, in a thread of its own. `sweep` is true where more may be waiting."""

    name: str
    sweep: Callable[[], object]
    every: float = 1.0


def seal_the_day() -> bool:
    """One checkpoint a day, made at the first sweep after midnight."""
    last = latest_checkpoint()
    if last is not None and clock.local(last.made_at).date() == clock.today():
        return False
    make_checkpoint(system("timers"))
    return False


TIMERS: tuple[Timer, ...] = (
    Timer("cases", case_timers.sweep),
    Timer("deliveries", deliver_due),
    Timer("checkpoints", seal_the_day, every=60.0),
    Timer("files", sweep_files, every=3600.0),
)
