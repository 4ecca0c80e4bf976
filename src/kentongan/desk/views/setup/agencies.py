"""Agencies: their names and days; one becomes part of another; nothing that is referred to is deleted."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.agencies import actions
from kentongan.agencies.queries import AgencyFacts, agency_by_id, agency_names, uses_of
from kentongan.agencies.queries import agencies as all_agencies
from kentongan.cases.queries.workload import open_cases_of
from kentongan.core import clock
from kentongan.core.actor import Role
from kentongan.desk import words
from kentongan.desk.forms.setup.agencies import AgencyForm, AgencySearch, MergeForm, NewAgencyForm
from kentongan.desk.views.setup.editing import Sheet, asked, back_to, changed, deleted
from kentongan.desk.views.setup.listing import Item, Line, Move, Table, address, listed, told
from kentongan.desk.words import Text
from kentongan.places import queries as places
from kentongan.ui.gate import actor_of, staff
from kentongan.ui.templatetags.ui import day_text

FIELDS = ("name", "short_name", "kind", "parent", "area", "email", "phone", "valid_from", "valid_to")


@staff(Role.ADMINISTRATOR)
@require_GET
def agencies(request: HttpRequest) -> HttpResponse:
    """The agencies of today by name; ended ones where they are asked for."""
    search, today = AgencySearch(request.GET), clock.today()
    narrowed = search.cleaned_data if search.is_valid() else {}
    found = [a for a in all_agencies().values() if _fits(a, narrowed, today)]
    table = Table(
        here="agencies",
        title=gettext_lazy("Agencies"),
        lede=gettext_lazy("Renamed, merged or ended: what an agency did stays its own."),
        columns=(
            gettext_lazy("Name"),
            gettext_lazy("Short name"),
            gettext_lazy("Kind"),
            gettext_lazy("Stands below"),
            gettext_lazy("Days"),
        ),
        lines=[_line(a, today) for a in sorted(found, key=lambda a: a.name)],
        search=search,
        empty=gettext_lazy("No agency is found."),
        add=address("agency-new"),
        add_word=gettext_lazy("New agency"),
    )
    return listed(request, table)


def _fits(agency: AgencyFacts, narrowed: dict[str, Any], today: date) -> bool:
    text = narrowed.get("q", "").lower()
    return (
        (not text or text in f"{agency.code} {agency.name} {agency.short_name}".lower())
        and narrowed.get("kind", "") in {"", agency.kind}
        and (bool(narrowed.get("ended")) or not agency.has_ended(today))
    )


def _line(agency: AgencyFacts, today: date) -> Line:
    kind = words.AGENCY_KINDS.get(agency.kind, agency.kind)
    cells = (agency.name, agency.short_name, kind, _above(agency), _days(agency))
    return Line(address("agency", agency.id), cells, _note(agency, today))


def _above(agency: AgencyFacts) -> str:
    return agency_names([agency.parent]).get(agency.parent, "") if agency.parent else ""


def _note(agency: AgencyFacts, today: date) -> Text:
    if agency.has_ended(today):
        return gettext_lazy("ended")
    if agency.valid_from is not None and agency.valid_from > today:
        return gettext_lazy("not yet")
    return ""


def _days(agency: AgencyFacts) -> str:
    parts = []
    if agency.valid_from is not None:
        parts.append(_("from %(day)s") % {"day": day_text(agency.valid_from)})
    if agency.valid_to is not None:
        parts.append(_("until %(day)s") % {"day": day_text(agency.valid_to)})
    return " ".join(parts)


@staff(Role.ADMINISTRATOR)
@require_GET
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency: what it is, what hangs on it, what was changed; its former names stand there."""
    row = agency_by_id(pk)
    moves = [
        Move(address("agency-edit", pk), gettext_lazy("Change"), "edit", is_first=True),
        Move(address("agency-merge", pk), gettext_lazy("Merge"), "transfer"),
        Move(address("agency-delete", pk), gettext_lazy("Delete"), "trash"),
    ]
    return told(request, Item("agencies", row.name, f"agency:{pk}", _facts(row), moves, note=_note(row, clock.today())))


def _facts(row: AgencyFacts) -> list[tuple[Text, Any]]:
    uses, place = uses_of(row.id), places.areas().get(row.area or "")
    return [
        (gettext_lazy("Code"), row.code),
        (gettext_lazy("Short name"), row.short_name),
        (gettext_lazy("Kind"), words.AGENCY_KINDS.get(row.kind, row.kind)),
        (gettext_lazy("Stands below"), _above(row)),
        (gettext_lazy("Is the office of"), place.name if place else ""),
        (gettext_lazy("E-mail"), row.email),
        (gettext_lazy("Telephone"), row.phone),
        (gettext_lazy("Days"), _days(row)),
        (gettext_lazy("Users who work here"), str(uses.users)),
        (gettext_lazy("Routes it leads, supports"), f"{uses.leads}, {uses.supports}"),
        (gettext_lazy("Open cases it leads"), str(open_cases_of(row.id))),
    ]


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new agency."""
    by = actor_of(request)

    def act(data: dict[str, Any]) -> int:
        return actions.create_agency(data["code"], {name: data[name] for name in FIELDS}, by=by)

    def done(pk: int) -> HttpResponse:
        return back_to(request, address("agency", pk), gettext_lazy("The agency is there."))

    sheet = Sheet(gettext_lazy("New agency"), address("agencies"), gettext_lazy("Agencies"))
    return asked(request, sheet, NewAgencyForm, act, done)


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Names, place in the tree, days."""
    by, row = actor_of(request), agency_by_id(pk)

    def current() -> dict[str, Any]:
        fresh = agency_by_id(row.id)
        return {name: getattr(fresh, name) for name in FIELDS}

    return changed(
        request,
        _sheet(row, gettext_lazy("Change the agency"), lede=gettext_lazy("A former name stays in its history.")),
        AgencyForm,
        current,
        lambda wanted: actions.change_agency(row.id, wanted, by=by),
        lambda _: back_to(request, address("agency", row.id), gettext_lazy("Saved.")),
    )


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked before, with what hangs on it."""
    by, row = actor_of(request), agency_by_id(pk)
    uses = uses_of(row.id)
    lede = _(
        "%(routes)d routes go to the successor. %(cases)d open cases stay: it finishes them or sends them back, or the "
        "coordinator passes them on; he finds them by the filter of agencies. %(users)d users work here."
    ) % {"routes": uses.leads + uses.supports, "cases": open_cases_of(row.id), "users": uses.users}
    title, button = gettext_lazy("Merge into another agency?"), gettext_lazy("Merge")
    return asked(
        request,
        _sheet(row, title, lede=lede, button=button, is_harm=True),
        MergeForm,
        lambda data: actions.merge_agency(row.id, **data, by=by),
        lambda _: back_to(request, address("agency", row.id), gettext_lazy("The agencies are merged.")),
    )


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """For an agency made by mistake; where anything refers to it, it is said what to do instead."""
    by, row = actor_of(request), agency_by_id(pk)
    sheet = _sheet(
        row,
        gettext_lazy("Delete the agency?"),
        lede=gettext_lazy("Only one that was made by mistake can be deleted: nothing may refer to it."),
        button=gettext_lazy("Delete"),
        is_harm=True,
        gone_to=address("agencies"),
    )
    return deleted(request, sheet, lambda: actions.delete_agency(row.id, by=by), gettext_lazy("The agency is deleted."))


def _sheet(row: AgencyFacts, title: Text, **more: Any) -> Sheet:
    return Sheet(title, back=address("agency", row.id), back_word=row.short_name, **more)
