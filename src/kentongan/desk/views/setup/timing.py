"""When people are told of time, and which waits stop the clock."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.cases.actions import change_time_rules
from kentongan.cases.queries.timing import FIELDS, time_rules
from kentongan.core.actor import Role
from kentongan.desk.forms.setup.timing import PAUSING, TimingForm
from kentongan.desk.views.setup.editing import Sheet, back_to, changed
from kentongan.desk.views.setup.listing import Item, Move, address, told
from kentongan.desk.words import Text
from kentongan.ui.gate import actor_of, staff

_TITLE = gettext_lazy("Reminders and pauses")


@staff(Role.ADMINISTRATOR)
@require_GET
def timing(request: HttpRequest) -> HttpResponse:
    """What holds now, and what was changed of it."""
    now = time_rules()
    facts: list[tuple[Text, Any]] = [(TimingForm.base_fields[name].label or name, _said(name, now)) for name in FIELDS]
    moves = [Move(address("timing-edit"), gettext_lazy("Change"), "edit", is_first=True)]
    return told(request, Item("timing", _TITLE, "time-rules:1", facts, moves))


def _said(name: str, now: Any) -> Any:
    value = getattr(now, name)
    if name == "pausing":
        return ", ".join(str(PAUSING[wait]) for wait in value) or gettext_lazy("never")
    return value.strftime("%H.%M") if name.endswith("_at") else str(value)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Reminders that are not sent yet are planned anew; who waits now follows the new rule at once."""
    by = actor_of(request)

    def current() -> dict[str, Any]:
        now = time_rules()
        return {name: getattr(now, name) for name in TimingForm.base_fields}

    sheet = Sheet(
        gettext_lazy("Change reminders and pauses"),
        back=address("timing"),
        back_word=_TITLE,
        lede=gettext_lazy(
            "What was sent already is not sent again. Limits that run follow a change of pauses at once."
        ),
    )
    return changed(
        request,
        sheet,
        TimingForm,
        current,
        lambda wanted: change_time_rules(wanted, by=by),
        lambda _done: back_to(request, address("timing"), gettext_lazy("Saved.")),
    )
