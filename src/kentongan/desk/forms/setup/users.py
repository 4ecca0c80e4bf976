"""Who works here, with which roles, for whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.desk import words
from kentongan.desk.forms.fields import (
    NONE,
    REQUIRED,
    Choices,
    CleanText,
    agency_choice,
    areas,
    keep_agency,
    number,
    of_words,
)


class UserForm(forms.Form):
    """What can be changed of a user. His agency stays a choice also after it has ended."""

    name = CleanText(label=_("Name"), max_length=120, error_messages=REQUIRED)
    email = CleanText(label=_("E-mail"), required=False, max_length=120, widget=forms.EmailInput)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=lambda: of_words(words.ROLES),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    agency = agency_choice(
        _("Agency"), required=False, blank=NONE, hint=_("Officers and field officers work for an agency.")
    )
    area = forms.ChoiceField(
        label=_("Kelurahan"),
        required=False,
        choices=lambda: areas(NONE),
        help_text=_("Village staff work for a kelurahan or desa."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_agency(self, "agency")

    def clean_area(self) -> str | None:
        return self.cleaned_data["area"] or None


class NewUserForm(UserForm):
    """A new user also gets the name he signs in with; it stays."""

    field_order = ("username", "name", "email", "roles", "agency", "area")

    username = CleanText(
        label=_("User name"),
        max_length=60,
        help_text=_("He signs in with it; it cannot be changed later. Small letters, no spaces."),
        error_messages=REQUIRED,
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )


class ClosingForm(forms.Form):
    """To whom the views go that he shares."""

    to = forms.TypedChoiceField(
        label=_("The views he shares go to"),
        required=False,
        coerce=number,
        empty_value=None,
        help_text=_("Without a choice they stay as they are, and nobody can change them."),
    )

    def __init__(self, *args: Any, others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", NONE), *others]  # type: ignore[attr-defined]


class UserSearch(forms.Form):
    """What narrows the list of users."""

    q = CleanText(label=_("Name or user name"), required=False, max_length=60, widget=forms.SearchInput)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=lambda: of_words(words.ROLES, blank=_("Any role"))
    )
    closed = forms.BooleanField(label=_("Closed accounts"), required=False)
