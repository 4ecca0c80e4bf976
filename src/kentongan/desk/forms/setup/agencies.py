"""An agency: its names, its place in the tree, its days; and how it becomes part of another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.desk import words
from kentongan.desk.forms.fields import CHOOSE, NONE, REQUIRED, CleanText, Day, agency_choice, keep_agency, of_words
from kentongan.places import queries as places


def office_areas() -> list[tuple[Any, Any]]:
    """The areas an agency can be the office of: kecamatan with their kelurahan."""
    groups = [
        (f"Kec. {d.name}", [(d.code, f"Kecamatan {d.name}"), *((v.code, v.name) for v in places.villages(d.code))])
        for d in places.districts()
    ]
    return [("", NONE), *groups]


class AgencyForm(forms.Form):
    """What can be changed of an agency. What stands above it stays a choice also after it has ended."""

    name = CleanText(label=_("Name"), max_length=160, error_messages=REQUIRED)
    short_name = CleanText(
        label=_("Short name"), max_length=60, error_messages=REQUIRED, help_text=_("As lists and labels show it.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: of_words(words.AGENCY_KINDS, blank=CHOOSE),
        help_text=_("Cases are passed on to the city's own, and referred to those outside its power."),
        error_messages=REQUIRED,
    )
    parent = agency_choice(_("Stands below"), required=False, blank=NONE)
    area = forms.ChoiceField(label=_("Is the office of"), required=False, choices=office_areas)
    email = CleanText(label=_("E-mail"), required=False, max_length=120, widget=forms.EmailInput)
    phone = CleanText(label=_("Telephone"), required=False, max_length=40)
    valid_from = Day(label=_("First day"), required=False, help_text=_("Empty means: always."))
    valid_to = Day(
        label=_("Last day"),
        required=False,
        help_text=_("After it, nothing new is passed on to it. What it did stays its own."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_agency(self, "parent")


class NewAgencyForm(AgencyForm):
    """A new agency also gets its code; it stays."""

    field_order = ("code", "name", "short_name")

    code = CleanText(
        label=_("Code"),
        max_length=40,
        error_messages=REQUIRED,
        help_text=_("Small letters, figures and hyphens, as in dpupr. It cannot be changed later."),
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
    )


class MergeForm(forms.Form):
    """Into which agency, from when."""

    into = agency_choice(_("Successor"))
    last_day = Day(
        label=_("Last day of this agency"),
        help_text=_("From the next day on the successor leads and supports in its place."),
        error_messages=REQUIRED,
    )
    moves_users = forms.BooleanField(
        label=_("Its users work for the successor from now on"),
        required=False,
        help_text=_("Without it they stay until you move them, and can finish what they have."),
    )


class AgencySearch(forms.Form):
    """What narrows the list of agencies."""

    q = CleanText(label=_("Name or code"), required=False, max_length=60, widget=forms.SearchInput)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=lambda: of_words(words.AGENCY_KINDS, blank=_("Any kind"))
    )
    ended = forms.BooleanField(label=_("Ended ones too"), required=False)
