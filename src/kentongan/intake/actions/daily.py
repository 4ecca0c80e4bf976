"""The leaders' list of the day: what is overdue and what ends today, by agency, in one message on each working day."""

from datetime import datetime

from kentongan.agencies.queries import agency_names, calendar, users_with_role
from kentongan.cases.queries.timing import time_rules
from kentongan.cases.queries.workload import Pressing, pressing
from kentongan.core import clock
from kentongan.core.actor import Role
from kentongan.notifications.actions import tell_user
from kentongan.notifications.queries import is_queued
from kentongan.notifications.texts import Value
from kentongan.notifications.texts.for_staff import LISTED

_WORDS = {
    "id": ("{name}: {late} lewat tenggat, {today} berakhir hari ini", "Belum pada instansi"),
    "en": ("{name}: {late} overdue, {today} end today", "With no agency yet"),
}


def send_daily_list() -> int:
    """Queue the list once a day from the city's hour on; nothing on days off. Gives how many leaders were told."""
    now, rules = clock.local(clock.now()), time_rules()
    is_time = rules.list_at <= now.time() < rules.closes_at
    if not is_time or not calendar()[1].is_working_day(now.date()):
        return 0
    wanted = [user for user in users_with_role(Role.LEADER) if user.email and not is_queued(_reason(now, user.id))]
    if not wanted:
        return 0
    found = pressing()
    for user in wanted:
        params: dict[str, Value] = {
            "on": now.date(),
            "late": str(sum(one.late for one in found)),
            "today": str(sum(one.today for one in found)),
            **_lines(found, user.language),
        }
        tell_user(_base(now), user=user.id, text_name="daily_list", params=params, language=user.language)
    return len(wanted)


def _base(now: datetime) -> str:
    return f"daily:{now.date().isoformat()}"


def _reason(now: datetime, user: int) -> str:
    return f"{_base(now)}:user:{user}"


def _lines(found: list[Pressing], language: str) -> dict[str, Value]:
    """The first agencies, each a paragraph; what is left empty is left out."""
    line, nobody = _WORDS.get(language, _WORDS["id"])
    names = agency_names()
    said = [line.format(name=names.get(one.agency or 0, nobody), late=one.late, today=one.today) for one in found]
    return {f"agency_{n}": text for n, text in enumerate((*said, *[""] * LISTED)[:LISTED], 1)}
