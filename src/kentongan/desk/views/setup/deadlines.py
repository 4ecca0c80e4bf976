"""The table of limits: what holds, and a new version of a line from a day on with what it would do."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.agencies.queries import agency_names
from kentongan.cases.actions import set_deadline_rule
from kentongan.cases.deadlines import Rule
from kentongan.cases.queries.limits import in_words
from kentongan.cases.queries.rules import rules, running_by, sources
from kentongan.core import clock
from kentongan.core.actor import Role
from kentongan.desk import routing, words
from kentongan.desk.forms.setup.deadlines import DeadlineForm
from kentongan.desk.views.setup.editing import Sheet, asked, back_to
from kentongan.desk.views.setup.listing import Line, Table, address, listed
from kentongan.desk.words import Text
from kentongan.ui.gate import actor_of, staff
from kentongan.ui.words import STAGES

_TITLE = gettext_lazy("Limits")


@staff(Role.ADMINISTRATOR)
@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """All versions, those of a line beside each other, the newest first."""
    told = sources()
    order = {stage: n for n, stage in enumerate(STAGES)}
    found = sorted(rules(), key=lambda r: (order.get(r.stage, 99), r.classification, r.agency or 0, -r.version))
    table = Table(
        here="deadlines",
        title=_TITLE,
        lede=gettext_lazy(
            "How long each stage may take. The narrowest line answers; what was promised stays promised."
        ),
        columns=(
            gettext_lazy("Stage"),
            gettext_lazy("Classification"),
            gettext_lazy("Agency"),
            gettext_lazy("How long"),
            gettext_lazy("Days"),
            gettext_lazy("Legal basis or source"),
        ),
        lines=[_line(rule, told.get(rule.id, "")) for rule in found],
        search=forms.Form(),
        empty=gettext_lazy("There is no limit yet."),
        add=address("deadline-new"),
        add_word=gettext_lazy("New limit"),
    )
    return listed(request, table)


def _line(rule: Rule, source: str) -> Line:
    everyone = gettext_lazy("any")
    cells = (
        capfirst(str(STAGES.get(rule.stage, rule.stage))),
        words.CLASSIFICATIONS.get(rule.classification, everyone) if rule.classification else everyone,
        agency_names().get(rule.agency or 0, everyone),
        in_words(rule.amount, rule.unit),
        routing.days(rule.valid_from, rule.valid_to),
        source,
    )
    return Line(f"{address('deadline-new')}?rule={rule.id}", cells, _note(rule))


def _note(rule: Rule) -> Text:
    today = clock.today()
    if rule.valid_to is not None and rule.valid_to < today:
        return gettext_lazy("ended")
    return "" if rule.valid_from <= today else gettext_lazy("not yet")


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new line, or (`?rule=`) a new version of one that is there."""
    by = actor_of(request)
    wanted = request.GET.get("rule", "")
    old = next((rule for rule in rules() if str(rule.id) == wanted), None)
    start: dict[str, Any] = {"first_day": clock.today()}
    if old is not None:
        start |= {n: getattr(old, n) for n in ("stage", "classification", "agency", "amount", "unit")}
        start["source"] = sources().get(old.id, "")

    def form_of(*data: Any) -> forms.Form:
        return DeadlineForm(data[0] if data else None, initial=start)

    def act(data: dict[str, Any]) -> int:
        values = {**data, "agency": data["agency"] or None}
        return set_deadline_rule(values, values.pop("first_day"), by=by)

    sheet = Sheet(
        gettext_lazy("A limit from a day on"),
        back=address("deadlines"),
        back_word=_TITLE,
        lede=gettext_lazy("The version that holds until then ends the day before."),
        preview=_effect,
        preview_word=gettext_lazy("Show the effect"),
    )
    return asked(
        request, sheet, form_of, act, lambda _pk: back_to(request, address("deadlines"), gettext_lazy("Saved."))
    )


def _effect(data: dict[str, Any]) -> str:
    count = running_by(data["stage"], data["classification"], data["agency"] or None)
    text = ngettext(
        "%(count)d open case runs by this line and keeps the limit it was promised. New ones have: %(words)s.",
        "%(count)d open cases run by this line and keep the limits they were promised. New ones have: %(words)s.",
        count,
    )
    return text % {"count": count, "words": in_words(data["amount"], data["unit"])}
