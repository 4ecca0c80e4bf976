"""The forms of an import: the file, which column is what, and what their words mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kentongan.core.uploads import SIZE
from kentongan.desk import words
from kentongan.desk.forms.fields import REQUIRED, Choices, CleanText, agencies, categories
from kentongan.intake.importing.mapping import CHANNELS, FIELDS, MOST_WORDS, NEEDED, READY, Plan

FIELD_WORDS: Mapping[str, Any] = {
    "external_id": gettext_lazy("Number in the older system"),
    "title": gettext_lazy("Title"),
    "text": gettext_lazy("Text as told"),
    "edited": gettext_lazy("Text as edited"),
    "received_on": gettext_lazy("Day received"),
    "received_time": gettext_lazy("Time received"),
    "occurred_on": gettext_lazy("Day it happened"),
    "classification": gettext_lazy("Classification"),
    "category": gettext_lazy("Category"),
    "state": pgettext_lazy("column", "State"),
    "reason": gettext_lazy("Reason of postponing or archiving"),
    "place_text": gettext_lazy("Place in words"),
    "village": gettext_lazy("Kelurahan"),
    "district": gettext_lazy("Kecamatan"),
    "area": gettext_lazy("Code of the area"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "agency": gettext_lazy("Agency"),
    "name": gettext_lazy("Name of the reporter"),
    "contact": gettext_lazy("Number or address of the reporter"),
    "phone": gettext_lazy("Telephone of the reporter"),
    "email": gettext_lazy("E-mail of the reporter"),
    "flags": gettext_lazy("Anonymous or confidential, in one column"),
    "is_anonymous": gettext_lazy("Anonymous"),
    "is_confidential": gettext_lazy("Confidential"),
    "answer": gettext_lazy("Answer"),
    "answered_on": gettext_lazy("Day of the answer"),
    "closed_on": gettext_lazy("Day it was closed"),
    "tags": gettext_lazy("Tags"),
    "channel": gettext_lazy("Channel"),
}
STATE_WORDS: Mapping[str, Any] = {
    "received": gettext_lazy("not verified yet"),
    "routed": gettext_lazy("not followed up yet"),
    "in_progress": gettext_lazy("in progress"),
    "answered": gettext_lazy("in progress (answered)"),
    "closed": gettext_lazy("closed by the coordinator"),
    "closed_by_system": pgettext_lazy("import", "closed by the system"),
    "closed_by_reporter": gettext_lazy("closed by the reporter"),
    "archived": pgettext_lazy("import", "archived"),
    "referred": gettext_lazy("referred outside"),
}
_KEEP = gettext_lazy("Unknown: keep as text")
_ORDERS = [("dmy", gettext_lazy("day/month/year")), ("mdy", gettext_lazy("month/day/year"))]


class SheetForm(forms.Form):
    """A file, the name of the system it comes from, and how it is read."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("At most 8 MB and 50,000 rows. From Excel: save as “CSV UTF-8”."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file holds no rows below its headings."),
        },
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,text/csv"}),
    )
    source = CleanText(
        label=gettext_lazy("Name of the older system"),
        max_length=33,
        help_text=gettext_lazy("Small letters, figures, hyphens: surga-2019. With its number a report enters once."),
        error_messages=REQUIRED,
    )
    plan = forms.ChoiceField(label=gettext_lazy("Mapping"), required=False)

    def __init__(self, *args: Any, plans: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(name, _("LAPOR! export") if name in READY else name) for name in plans]
        self.fields["plan"].choices = [("", _("Guess from the headings")), *own]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > SIZE:
            raise forms.ValidationError(_("The file is larger than %(most)d MB. Split it.") % {"most": SIZE // 1024**2})
        return file


class ColumnsForm(forms.Form):
    """For each field of ours the column it comes from."""

    def __init__(self, *args: Any, headings: Sequence[str], plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(name, name) for name in headings]
        for name in FIELDS:
            is_needed = name in NEEDED
            self.fields[name] = forms.ChoiceField(
                label=FIELD_WORDS[name],
                required=is_needed,
                choices=[("", _("Choose") if is_needed else _("No column")), *own],
                initial=plan.columns.get(name, ""),
                error_messages={"required": gettext_lazy("Choose the column.")},
            )
        self.fields["order"] = forms.ChoiceField(
            label=gettext_lazy("Days in numbers are written"), choices=_ORDERS, initial=plan.order
        )
        self.fields["default_state"] = forms.ChoiceField(
            label=gettext_lazy("Rows that tell no state are"),
            choices=list(STATE_WORDS.items()),
            initial=plan.default_state,
        )

    def plan(self, before: Plan) -> Plan:
        data = self.cleaned_data
        columns = {name: data[name] for name in FIELDS if data.get(name)}
        return Plan(columns, before.words, data["order"], data["default_state"])


class WordsForm(forms.Form):
    """For each different word of a column what it means here."""

    def __init__(self, *args: Any, found: Mapping[str, Mapping[str, int]], meant: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups: list[tuple[Any, list[str]]] = []
        self._words: dict[str, tuple[str, str]] = {}
        for name, counted in found.items():
            choices, keys = self._choices(name), []
            for place, (word, count) in enumerate(list(counted.items())[:MOST_WORDS]):
                key = f"{name}-{place}"
                self._words[key] = (name, word)
                self.fields[key] = forms.ChoiceField(
                    label=f"{word} ({count})", required=False, choices=choices, initial=meant(name, word)
                )
                keys.append(key)
            if keys:
                self.groups.append((FIELD_WORDS[name], keys))

    def bound_groups(self) -> list[tuple[Any, list[forms.BoundField], int]]:
        """Title, inputs, and how many of them stay text."""
        groups = [(title, [self[key] for key in keys]) for title, keys in self.groups]
        return [(title, bound, sum(not one.value() for one in bound)) for title, bound in groups]

    def _choices(self, name: str) -> Choices:
        if name == "category":
            return categories(_KEEP)
        if name == "agency":
            return [(str(k) if not isinstance(v, list) else k, v) for k, v in agencies(_KEEP, has_ended=True)]
        tables: dict[str, Mapping[str, Any]] = {
            "state": STATE_WORDS,
            "classification": words.CLASSIFICATIONS,
            "channel": {code: words.CHANNELS[code].word for code in CHANNELS},
        }
        return [("", _KEEP), *tables[name].items()]

    def words(self) -> dict[str, dict[str, str]]:
        told: dict[str, dict[str, str]] = {}
        for key, (name, word) in self._words.items():
            told.setdefault(name, {})[word] = self.cleaned_data.get(key, "")
        return told


class KeepForm(forms.Form):
    """The name a mapping is kept under."""

    name = CleanText(label=gettext_lazy("Name of the mapping"), max_length=60, error_messages=REQUIRED)
