"""The look's words and marks for templates: icons, states, deadlines, moments. Never colour alone."""

from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kentongan.core import clock
from kentongan.ui import deadline, words

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite. Decoration unless it has a label; `size` is a class (`lg`, `xl`)."""
    classes = f"i {size}".strip()
    href = f"{static('build/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@register.simple_tag
def state(value: str, is_verified: bool = False) -> SafeString:
    """The badge of a case's state: icon, word, colour.

    `is_verified`: for citizens, to whom a verified case that waits for its agency is not "not verified yet".
    """
    value = "routed" if is_verified and value == "received" else value
    mark, label = words.STATES[value]
    return format_html('<span class="badge" data-state="{}">{}{}</span>', value, icon(mark), capfirst(str(label)))


@register.filter
def state_word(value: str) -> str:
    """The word of a state alone."""
    return capfirst(str(words.STATES[value][1]))


@register.simple_tag
def flag(value: str) -> SafeString:
    """The badge of `anonymous` or `confidential`."""
    mark, label = words.FLAGS[value]
    return format_html('<span class="badge" data-flag="{}">{}{}</span>', value, icon(mark), capfirst(str(label)))


def _stopped() -> SafeString:
    pill = deadline.stopped()
    picture = icon(deadline.ICONS[pill.level])
    return format_html('<span class="due" data-due="{}">{}{}</span>', pill.level, picture, capfirst(pill.text))


@register.simple_tag
def due(
    due_at: datetime | None = None,
    stage: str = "",
    started_at: datetime | None = None,
    met_at: datetime | None = None,
    stopped: bool = False,
    working_days: int | None = None,
) -> SafeString | str:
    """A deadline as a measure: the fill is the time used, in steps of five; the words give days or the hour.

    `working_days` are those left, where the caller has a calendar. Without a limit only a stopped clock is drawn.
    """
    if due_at is None:
        return _stopped() if stopped else ""
    pill = deadline.pill(
        due_at, now=clock.now(), started_at=started_at, met_at=met_at, is_stopped=stopped, working_days=working_days
    )
    name = words.STAGES.get(stage, "")
    full = _("due %(moment)s") % {"moment": moment_text(due_at, "full")}
    return format_html(
        '<span class="due used-{}" data-due="{}" title="{}">{}<span class="vh">{} </span>{}</span>',
        pill.used,
        pill.level,
        full,
        icon(deadline.ICONS[pill.level]),
        name,
        capfirst(pill.text),
    )


def moment_text(moment: datetime, style: str = "") -> str:
    """The moment on the city's clock. Styles: short (today the hour, else the day), clock, full, and day with hour."""
    here = clock.local(moment)
    colon = "." if get_language() == "id" else ":"
    hour = here.strftime(f"%H{colon}%M")
    if style == "clock" or (style == "short" and here.date() == clock.today()):
        return hour
    if style == "short":
        return day_text(here.date())
    return f"{date_format(here, 'l, j F Y' if style == 'full' else 'j M Y')}, {hour} {here.tzname()}"


def day_text(value: date) -> str:
    """A day; the year only where it is not this one."""
    return date_format(value, "j M" if value.year == clock.today().year else "j M Y")


@register.simple_tag
def when(moment: datetime | None, style: str = "") -> SafeString | str:
    """A `<time>`: exact for machines, local for people."""
    if moment is None:
        return ""
    full = moment_text(moment, "full")
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), full, moment_text(moment, style))


@register.simple_tag
def day(value: date | datetime | None, style: str = "") -> SafeString | str:
    """A `<time>` of a day alone; `full` with weekday and year."""
    if value is None:
        return ""
    here = clock.local(value).date() if isinstance(value, datetime) else value
    text = date_format(here, "l, j F Y") if style == "full" else day_text(here)
    return format_html('<time datetime="{}">{}</time>', here.isoformat(), text)


@register.simple_tag
def code(value: str) -> SafeString:
    """A tracking code in letters that cannot be mistaken for one another."""
    return format_html('<span class="code">{}</span>', value)


@register.filter
def num(value: float) -> str:
    """A number with the language's separators: 18.789 in Indonesian."""
    return number_format(value, use_l10n=True, force_grouping=True)


@register.simple_tag
def control(field: Any, **attrs: Any) -> SafeString:
    """The input of a form field in the look's clothes; more attributes by name (`data_x` becomes `data-x`)."""
    return drawn(field, attrs)


def drawn(field: Any, attrs: dict[str, Any]) -> SafeString:
    """The input with the class and the attributes it needs here."""
    widget = field.field.widget
    classes = "" if getattr(widget, "input_type", "") in {"checkbox", "radio", "file"} else "input"
    named = {name.replace("_", "-"): value for name, value in attrs.items() if value not in (None, "")}
    html: SafeString = field.as_widget(attrs={"class": classes, **named} if classes else named)
    return html


@register.inclusion_tag("ui/field.html")
def field(bound: Any, hint: str = "", optional: bool = False, **attrs: Any) -> dict[str, Any]:
    """Label, input, hint and error of one form field; what stands after the label goes to the input."""
    hint = hint or bound.help_text
    described = [f"{bound.auto_id}_helptext"] if hint else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    more = {"aria_describedby": " ".join(described), "aria_invalid": "true" if bound.errors else ""}
    return {"field": bound, "hint": hint, "optional": optional, "input": drawn(bound, {**more, **attrs})}
