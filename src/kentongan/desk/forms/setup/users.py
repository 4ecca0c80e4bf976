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
    long_text,
    number,
    of_words,
)

_LARGEST = 200_000  # bytes of a sheet


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


class SheetForm(forms.Form):
    """A sheet as CSV: a file, or its rows pasted; a file that was sent stands among the rows from then on."""

    file = forms.FileField(
        label=_("CSV file"), required=False, widget=forms.FileInput({"accept": ".csv,text/csv,text/plain"})
    )
    text = long_text(
        _("Rows"),
        rows=10,
        limit=200_000,
        required=False,
        hint=_("Roles with a semicolon between them; agencies by code."),
    )

    def __init__(self, posted: Any = None, files: Any = None) -> None:
        sent = files.get("file") if files else None
        if posted is not None and sent is not None and sent.size <= _LARGEST:
            posted = posted.copy()
            posted["text"] = sent.read().decode("utf-8-sig", errors="replace")
        super().__init__(posted, None if sent is None or sent.size <= _LARGEST else files)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file"):
            self.add_error("file", _("The file is too large."))
        elif not data.get("text") and not self.errors:
            self.add_error("text", _("Choose a file or paste its rows."))
        return data


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
