"""What happens by itself as time goes: rows that are due, swept at a steady pace by the city's clock."""

from collections.abc import Callable
from dataclasses import dataclass

from kentongan.agencies.actions.sign_ins import sweep_sign_ins
from kentongan.cases.actions import timers as case_timers
from kentongan.cases.actions.reminding import sweep_reminders
from kentongan.cases.actions.sweeping import sweep_files
from kentongan.history.tasks import seal_the_day
from kentongan.intake.actions import send_digests, send_links, sweep_follows, sweep_imports, sweep_links
from kentongan.intake.actions.daily import send_daily_list
from kentongan.notifications.actions import deliver_due
from kentongan.partners.actions import sweep_counts
from kentongan.people.actions.breaches import remind
from kentongan.people.actions.retention import carry_on
from kentongan.statistics.actions import sweep_documents
from kentongan.workspace.actions import sweep_bulks, sweep_drafts


@dataclass(frozen=True)
class Timer:
    """Something swept every so many seconds, in a thread of its own. `sweep` is true where more may be waiting."""

    name: str
    sweep: Callable[[], object]
    every: float = 1.0


TIMERS: tuple[Timer, ...] = (
    Timer("cases", case_timers.sweep),
    Timer("deliveries", deliver_due),
    Timer("checkpoints", seal_the_day, every=60.0),
    Timer("files", sweep_files, every=3600.0),
    Timer("sign-ins", sweep_sign_ins, every=3600.0),
    Timer("allowances", sweep_counts, every=3600.0),
    Timer("retention", carry_on),
    Timer("breaches", remind),
    Timer("reminders", sweep_reminders),
    Timer("daily lists", send_daily_list, every=60.0),
    Timer("documents", sweep_documents, every=600.0),
    Timer("imports", sweep_imports, every=600.0),
    Timer("drafts", sweep_drafts, every=3600.0),
    Timer("bulk acts", sweep_bulks, every=3600.0),
    Timer("links", send_links),
    Timer("letters", send_digests, every=10.0),
    Timer("old follows", sweep_follows, every=3600.0),
    Timer("old links", sweep_links, every=3600.0),
)
