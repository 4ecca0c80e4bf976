"""Reports of an older system from a sheet: chosen, mapped, looked at, imported by the worker, told of."""

from typing import Any

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.agencies.queries import agency_names
from kentongan.cases.queries.categories import category_facts
from kentongan.core.actor import Role
from kentongan.core.errors import NotFound, Refused
from kentongan.desk import words as desk_words
from kentongan.desk.forms.importing import FIELD_WORDS, STATE_WORDS, ColumnsForm, KeepForm, SheetForm, WordsForm
from kentongan.desk.page import show
from kentongan.desk.views.acting import told_beside
from kentongan.intake import actions, queries
from kentongan.intake.importing.lines import Line
from kentongan.intake.importing.mapping import meaning
from kentongan.statistics import sheets
from kentongan.ui.gate import actor_of, staff

_importers = staff(Role.COORDINATOR, Role.ADMINISTRATOR)
_SAMPLES = 3


@_importers
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """His imports, and a new file."""
    plans, by = list(queries.saved_plans()), actor_of(request)
    form = SheetForm(request.POST or None, request.FILES or None, plans=plans)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            pk = actions.choose_sheet(
                data["file"].name, data["file"].read(), source=data["source"], plan=data["plan"], by=by
            )
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            return redirect("desk:import-columns", pk)
    context = {"here": "imports", "form": form, "imports": queries.imports(by), "states": _progress_words()}
    return show(request, "desk/imports.html", context, status=422 if request.method == "POST" else 200)


def _progress_words() -> dict[str, str]:
    return {
        "chosen": pgettext("import", "columns not chosen yet"),
        "mapped": pgettext("import", "ready to be imported"),
        "waiting": pgettext("import", "waiting for its turn"),
        "running": pgettext("import", "being imported"),
        "done": pgettext("import", "imported"),
        "failed": pgettext("import", "interrupted"),
    }


@_importers
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, key: str) -> HttpResponse:
    """Which column is which of our fields; the first rows stand beside."""
    by = actor_of(request)
    sheet = queries.sheet_of(key, by=by)
    form = ColumnsForm(request.POST or None, headings=sheet.table.headings, plan=sheet.plan)
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_import(key, form.plan(sheet.plan), is_whole=False, by=by)
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            return redirect("desk:import-words", key)
    taken = set(sheet.plan.columns.values())
    context = {
        "here": "imports",
        "form": form,
        "import": queries.import_of(key, by=by),
        "table": sheet.table,
        "samples": sheet.table.records[:_SAMPLES],
        "left": [name for name in sheet.table.headings if name not in taken],
    }
    return show(request, "desk/import_columns.html", context, status=422 if request.method == "POST" else 200)


@_importers
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, key: str) -> HttpResponse:
    """What their words mean here; what nobody knows stays text."""
    by = actor_of(request)
    sheet, ours = queries.sheet_of(key, by=by), queries.ours()
    form = WordsForm(
        request.POST or None,
        found=queries.words_of(sheet),
        meant=lambda name, word: meaning(name, word, sheet.plan, ours),
    )
    is_sent = request.method == "POST"
    if is_sent and (form.is_valid() or not form.fields):
        told = form.words() if form.fields else {}
        try:
            actions.plan_import(key, msgspec.structs.replace(sheet.plan, words=told), is_whole=True, by=by)
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            return redirect("desk:import", key)
    context = {"here": "imports", "form": form, "import": queries.import_of(key, by=by)}
    return show(request, "desk/import_words.html", context, status=422 if is_sent else 200)


@_importers
@require_GET
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Before: the first rows as they would become, and what is wrong. Then how far it is; then what became of it."""
    found = queries.import_of(key, by=actor_of(request))
    if found.state == "chosen" and found.has_file:
        return redirect("desk:import-columns", key)
    if found.state == "mapped" and found.has_file:
        return _preview(request, key, found, KeepForm())
    context = {"here": "imports", "import": found, "word": _progress_words()[found.state]}
    return show(request, "desk/import_state.html", context)


def _preview(request: HttpRequest, key: str, found: queries.ImportFacts, form: forms.Form) -> HttpResponse:
    sheet = queries.sheet_of(key, by=actor_of(request))
    lines = actions.tried(queries.lines_of(sheet, limit=queries.PREVIEWED), found.source)
    checked: dict[str, Any] = dict(found.checked)
    kinds = [(FIELD_WORDS.get(name, ""), reason, count) for name, reason, count in checked.get("kinds", [])]
    context = {
        "here": "imports",
        "import": found,
        "form": form,
        "lines": [_shown(line) for line in lines],
        "checked": checked,
        "kinds": kinds,
        "kept": [(FIELD_WORDS[name], count) for name, count in checked.get("kept", {}).items()],
        "by_state": [(STATE_WORDS[name], count) for name, count in checked.get("states", {}).items()],
    }
    return show(request, "desk/import_check.html", context, status=422 if form.is_bound else 200)


def _shown(line: Line) -> dict[str, Any]:
    """A row as it would become, in words."""
    category = category_facts().get(line.category)
    flags = [word for is_set, word in ((line.is_anonymous, _("Anonymous")), (line.is_confidential, _("Confidential")))]
    is_set = (line.is_anonymous, line.is_confidential)
    return {
        "line": line,
        "state": STATE_WORDS[line.state],
        "category": category.name if category else "",
        "classification": desk_words.CLASSIFICATIONS.get(line.classification, ""),
        "agency": agency_names([line.lead]).get(line.lead, "") if line.lead else "",
        "reporter": ", ".join(filter(None, (line.name, line.phone, line.email))),
        "flags": [word for word, yes in zip(flags, is_set, strict=True) if yes],
        "wrong": [(FIELD_WORDS.get(wrong.field, ""), wrong.reason) for wrong in line.wrong],
    }


@_importers
@require_POST
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Import it; the worker does it."""
    actions.begin_import(key, by=actor_of(request))
    return redirect("desk:import", key)


@_importers
@require_POST
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the mapping for the next sheet of this kind."""
    by, form = actor_of(request), KeepForm(request.POST)
    found = queries.import_of(key, by=by)
    if form.is_valid():
        try:
            actions.keep_plan(key, form.cleaned_data["name"], by=by)
        except Refused as refusal:
            told_beside(form, refusal)
        else:
            messages.success(request, _("The mapping is kept. Choose it with the next file."))
            return redirect("desk:import", key)
    if found.state != "mapped":
        return redirect("desk:import", key)
    return _preview(request, key, found, form)


@_importers
@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Away with the file and what was told of it."""
    actions.delete_import(key, by=actor_of(request))
    messages.success(request, _("The import is deleted. Reports that were taken in stay."))
    return redirect("desk:imports")


@_importers
@require_GET
def rows(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Rows with what is wrong with them, as a sheet to be corrected and brought again."""
    by = actor_of(request)
    found = queries.import_of(key, by=by)
    if name == "wrong":
        headings, lines = _wrong_rows(key, found.source, request)
    elif name in {"refused", "changed"}:
        headings, lines = _told_rows(key, name, request)
    else:
        raise NotFound(name)
    data = sheets.written("csv", headings, lines)
    filename = f"{found.source}-{found.id}-{name}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=sheets.MEDIA_TYPES["csv"], headers=headers)


def _wrong_rows(key: str, source: str, request: HttpRequest) -> tuple[list[str], list[list[Any]]]:
    sheet = queries.sheet_of(key, by=actor_of(request))
    lines = actions.tried(queries.lines_of(sheet), source)
    cells = {record.number: record.cells for record in sheet.table.records}
    found = [
        [*cells[line.number], line.number, "; ".join(f"{FIELD_WORDS.get(w.field, '')}: {w.reason}" for w in line.wrong)]
        for line in lines
        if line.wrong
    ]
    return [*sheet.table.headings, _("Row"), pgettext("column", "Reason")], found


def _told_rows(key: str, kind: str, request: HttpRequest) -> tuple[list[str], list[list[Any]]]:
    told = queries.told_of(key, by=actor_of(request))
    found = [row for row in told.rows if row.kind == kind]
    if kind == "refused":
        why = [f"{FIELD_WORDS.get(row.field, '')}: {row.reason}" for row in found]
        pairs = zip(found, why, strict=True)
        return (
            [*told.headings, _("Row"), pgettext("column", "Reason")],
            [[*row.cells, row.row, reason] for row, reason in pairs],
        )
    headings = [*told.headings, _("Row"), _("Code here"), _("Differs in")]
    return headings, [[*row.cells, row.row, row.code, _named(row.field)] for row in found]


def _named(fields: str) -> str:
    return ", ".join(str(FIELD_WORDS.get(name, name)) for name in fields.split(","))
