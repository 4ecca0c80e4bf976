"""Choices and inputs the desk's forms share."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kentongan.agencies.queries import agencies as all_agencies
from kentongan.agencies.queries import agencies_now, agency_names
from kentongan.cases.actions import Upload
from kentongan.cases.media import accepted_types, check_count, read
from kentongan.cases.queries.categories import category_facts, current_code
from kentongan.core import clock
from kentongan.core.errors import Refused
from kentongan.core.text import clean
from kentongan.desk import words
from kentongan.places import queries as places

Choices = list[tuple[Any, Any]]
CHOOSE, UNKNOWN, NONE = _("Choose"), _("Not known"), _("None")
REQUIRED = {"required": _("This must not be empty.")}


class CleanText(forms.CharField):
    """Text without control and direction signs."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")


def long_text(label: Any, *, rows: int = 3, limit: int = 10_000, required: bool = True, hint: Any = "") -> CleanText:
    return CleanText(
        label=label,
        required=required,
        max_length=limit,
        help_text=hint,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": rows}),
    )


class Files(forms.FileField):
    """Any number of files, as the acts take them."""

    widget = type("ManyFiles", (forms.ClearableFileInput,), {"allow_multiple_selected": True})

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Offered is what can be taken now."""
        self.widget.attrs["accept"] = ",".join(accepted_types())  # type: ignore[attr-defined]
        return super().get_bound_field(form, field_name)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        given = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        try:
            check_count(len(given))
            return [Upload(file.name or "", read(file)) for file in given]
        except Refused as refusal:
            raise forms.ValidationError(str(refusal.reason)) from refusal


class YesNo(forms.TypedChoiceField):
    """A question without a default: answered yes, answered no, or not answered (None)."""

    def __init__(self, *, yes: Any, no: Any, **kwargs: Any) -> None:
        super().__init__(
            choices=[("no", no), ("yes", yes)],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


class CategoryChoice(forms.ChoiceField):
    """A category by its code. A code that was retired means its successor."""

    def prepare_value(self, value: Any) -> Any:
        return current_code(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        return current_code(super().to_python(value))


def of_words(table: Mapping[str, Any], *, blank: Any = None) -> Choices:
    """The choices of a table of words; with a first empty one where `blank` says what it means."""
    first: Choices = [] if blank is None else [("", blank)]
    return first + [(code, getattr(word, "word", word)) for code, word in table.items()]


def classifications() -> Choices:
    return of_words(words.CLASSIFICATIONS, blank=_("Choose"))


def categories(blank: Any = CHOOSE) -> Choices:
    """The active categories in two levels, in the reader's language."""
    facts = [fact for fact in category_facts().values() if fact.is_active]
    language = get_language() or "id"
    groups: Choices = [("", blank)]
    for top in (fact for fact in facts if fact.parent is None):
        inner = [(fact.code, fact.label(language)) for fact in facts if fact.parent == top.code]
        own = (
            (top.code, _("%(name)s: other") % {"name": top.label(language)})
            if inner
            else (top.code, top.label(language))
        )
        groups.append((top.label(language), [*inner, own]) if inner else own)
    return groups


def areas(blank: Any = UNKNOWN) -> Choices:
    """The kelurahan by kecamatan."""
    return [
        ("", blank),
        *((f"Kec. {d.name}", [(v.code, v.name) for v in places.villages(d.code)]) for d in places.districts()),
    ]


def agencies(blank: Any = CHOOSE, *, has_ended: bool = False) -> Choices:
    """The agencies that work now: the city's own first, then offices of places, then those outside its power.

    `has_ended` adds those that work no longer, whose cases are still looked for.
    """
    groups: dict[str, Choices] = {"own": [], "local": [], "outside": [], "ended": []}
    for agency in agencies_now():
        group = "outside" if agency.is_external else "local" if agency.area else "own"
        groups[group].append((agency.id, agency.name))
    if has_ended:
        over = (a for a in all_agencies().values() if a.has_ended(clock.today()))
        groups["ended"] = [(a.id, a.name) for a in sorted(over, key=lambda a: a.name)]
    named = (
        (_("City agencies"), "own"),
        (_("Kecamatan and kelurahan"), "local"),
        (_("Outside the city"), "outside"),
        (_("Ended"), "ended"),
    )
    return [("", blank), *((name, groups[key]) for name, key in named if groups[key])]


def number(value: Any) -> int | None:
    return int(value) if value else None


def keep_agency(form: forms.Form, name: str) -> None:
    """The agency that stands there stays a choice, also after it has ended."""
    chosen, field = form.initial.get(name), form.fields[name]
    if chosen and not field.valid_value(chosen):  # type: ignore[attr-defined]
        field.choices = [*field.choices, *agency_names([chosen]).items()]  # type: ignore[attr-defined]


def keep_category(form: forms.Form, name: str) -> None:
    """A category that was retired stays a choice of what has it already."""
    facts, field = category_facts().get(form[name].value() or ""), form.fields[name]
    if facts and not facts.is_active:
        label = _("%(name)s (no longer used)") % {"name": facts.label(get_language() or "id")}
        field.choices = [*field.choices, (facts.code, label)]  # type: ignore[attr-defined]


def agency_choice(label: Any, *, required: bool = True, blank: Any = CHOOSE, hint: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=required,
        choices=lambda: agencies(blank),
        coerce=number,
        empty_value=None,
        help_text=hint,
        error_messages={"required": _("Choose the agency.")},
    )
