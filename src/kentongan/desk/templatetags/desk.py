"""The desk's words and marks for templates."""

from datetime import date, datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext

from kentongan.agencies.queries import AgencyFacts, agencies_now, agency_names, calendar
from kentongan.cases import reasons
from kentongan.cases.queries.category_uses import routed_for
from kentongan.cases.queries.limits import in_words
from kentongan.cases.queries.notes import MENTION
from kentongan.cases.queries.shapes import DeadlineView, Limit, NoteView, Row, Step
from kentongan.cases.queries.watching import told_count
from kentongan.core import clock, workdays
from kentongan.core.actor import Actor
from kentongan.desk import queues, telling, words
from kentongan.desk.terms import TERMS
from kentongan.ui.templatetags.ui import day_text, due, icon
from kentongan.ui.words import STAGES

register = template.Library()


def days_left(due_at: datetime) -> int:
    """Working days from today to the limit, by the calendar in force; 0 where it has passed, however long ago."""
    if due_at <= clock.now():
        return 0
    return workdays.working_days_between(clock.today(), clock.local(due_at).date(), calendar()[1])


@register.simple_tag
def limit(running: Limit | None, stopped: bool = False) -> SafeString | str:
    """The pill of the limit that runs, or of the clock that stands still; nothing where there is neither."""
    if running is None:
        return due(stopped=stopped)
    return due(
        running.due_at, running.stage, running.started_at, stopped=stopped, working_days=days_left(running.due_at)
    )


@register.simple_tag
def promise(view: DeadlineView, stopped: bool = False) -> SafeString | str:
    """The pill of one promised limit: met on which working day, late, or running."""
    if view.met_at is not None and view.met_at <= view.due_at:
        return format_html('<span class="due" data-due="met">{}{}</span>', icon("check"), _day_of(view))
    return due(
        view.due_at,
        view.stage,
        view.started_at,
        view.met_at,
        stopped=stopped or (view.met_at is None and not view.is_running),
        working_days=days_left(view.due_at),
    )


def _day_of(view: DeadlineView) -> str:
    start, met = clock.local(view.started_at).date(), clock.local(view.met_at or view.due_at).date()
    count = workdays.working_days_between(start, met, calendar()[1])
    if count <= 0:
        return ngettext("the same day", "the same day", 1)
    return ngettext("working day %(count)d", "working day %(count)d", count) % {"count": count}


@register.filter
def amount(view: DeadlineView) -> str:
    """`5 hari kerja`, `3 jam`."""
    return in_words(view.amount, view.unit)


@register.filter
def working(view: DeadlineView) -> str:
    """The working of a limit: which named days off and which waiting moved it."""
    found = view.explanation
    return workdays.in_words(found) if found and (found.skipped or found.paused) else ""


@register.simple_tag
def channel_icon(code: str) -> SafeString:
    """The icon of a channel, with its name for those who do not see it."""
    mark = words.channel_of(code)
    return icon(mark.icon, str(mark.word))


@register.filter
def queue_word(name: str, by: Actor) -> str:
    """What a queue is called for this actor."""
    return str(queues.word(name, by)) if name in queues.NAMES else name


@register.filter
def channel(code: str) -> str:
    return str(words.channel_of(code).word)


@register.filter
def classification(code: str) -> str:
    return str(words.CLASSIFICATIONS.get(code, ""))


@register.filter
def road_class(code: str) -> str:
    return str(words.ROAD_CLASSES.get(code, code)) if code else ""


@register.simple_tag
def term(name: str, word: str = "") -> SafeString:
    """A word of the field that says what it means when pointed at, focused or tapped."""
    known = TERMS[name]
    return format_html(
        '<span class="term" tabindex="0">{}<span role="tooltip">{}</span></span>',
        word or known.word,
        known.meaning,
    )


@register.simple_tag
def term_of(slug: str) -> SafeString | str:
    """What an act means, where the field has a word of its own for it."""
    name = slug.replace("-", "_")
    return term(name) if name in TERMS else ""


@register.filter
def party_role(code: str) -> str:
    return str(words.PARTY_ROLES.get(code, code))


@register.filter
def role_names(roles: Any) -> str:
    return ", ".join(str(words.ROLES[role]) for role in words.ROLES if role in roles)


@register.filter
def reason(code: str) -> str:
    return reasons.said(code)


@register.filter
def told(step: Step) -> telling.Told:
    return telling.told(step)


@register.filter
def holder(view: Any) -> str:
    return telling.holder_name(view.holder, view.name)


@register.filter
def is_image(media_type: str) -> bool:
    return media_type.startswith("image/")


@register.filter
def kilobytes(size: int) -> str:
    """`240 kB`, `1,2 MB`."""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size >= 1_000_000 else f"{max(1, size // 1000)} kB"


@register.filter
def initials(name: str) -> str:
    return "".join(part[0] for part in name.split()[:2]).upper()


@register.filter
def likely(row: Row) -> str:
    """Who would lead by the routing table, for a row that nobody has passed on yet."""
    if row.is_verified or row.state not in {"received", "postponed"} or not row.category_code:
        return ""
    routed = routed_for(row.category_code, area=row.area_code or None)
    return agency_names([routed.lead]).get(routed.lead, "") if routed else ""


@register.filter
def owner(row: Row) -> str:
    """Where the row stands: kelurahan, category, who has it."""
    return " · ".join(part for part in (row.area or row.district, row.category) if part)


@register.simple_tag
def now_here() -> dict[str, str]:
    """The city's day and hour, for the clock in the bar."""
    here = clock.local(clock.now())
    colon = "." if get_language() == "id" else ":"
    return {
        "date": date_format(here, "l, j M Y"),
        "hour": here.strftime(f"%H{colon}%M"),
        "iso": here.isoformat(),
        "zone": str(clock.zone()),
        "zone_name": here.tzname() or "",
    }


@register.simple_tag
def act_url(number: str, slug: str) -> str:
    """The address of an act on a case."""
    return reverse(f"desk:{slug}", args=[number])


@register.filter
def stage(code: str) -> str:
    return capfirst(str(STAGES.get(code, code)))


@register.filter
def short_day(moment: datetime) -> str:
    return day_text(clock.local(moment).date())


@register.simple_tag
def outside_bodies() -> list[AgencyFacts]:
    """Those outside the city's power, with their contacts: kept among the agencies, each with its days."""
    return [agency for agency in agencies_now() if agency.is_external]


@register.filter
def plain_day(day: date) -> str:
    return day_text(day)


@register.filter
def task_mark(state: str) -> words.Mark:
    return words.TASKS[state]


@register.filter
def get(table: Any, key: Any) -> Any:
    """An entry of a mapping, or None."""
    return table.get(key) if table else None


@register.filter
def noted(note: NoteView) -> SafeString:
    """A note's words, with the people it mentions by their names."""
    parts = MENTION.split(note.text)
    return format_html_join("", "{}", ((_person(p, note) if n % 2 else p,) for n, p in enumerate(parts)))


def _person(username: str, note: NoteView) -> str:
    name = note.names.get(username.lower())
    return format_html('<b class="at">@{}</b>', name) if name else f"@{username}"


@register.filter
def key_cap(key: str) -> str:
    """A key as it is printed: a capital is the letter with Shift."""
    return f"⇧{key}" if key != key.lower() else key.upper()


@register.filter
def capped(count: int) -> str:
    """A counter as it is written: `1.000+` where counting stopped."""
    return told_count(count)


@register.filter
def message_state(code: str) -> words.MessageMark:
    return words.MESSAGE_STATES[code]


@register.filter
def text_name(code: str) -> str:
    return str(words.MESSAGES.get(code, code.replace("_", " ")))
