"""Codes of the second factor, and which roles need one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.core.actor import Role
from kentongan.desk import words
from kentongan.desk.forms.fields import REQUIRED, CleanText, of_words


def _code(hint: Any) -> CleanText:
    return CleanText(
        label=_("Code"),
        max_length=20,
        error_messages=REQUIRED,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=hint,
    )


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = _code(_("Six digits from the app, or one of your recovery codes."))


class AppCodeForm(forms.Form):
    """The first code of a new app."""

    code = _code(_("The six digits the app shows now."))


class RequiredForm(forms.Form):
    """Which roles must give a second factor."""

    roles = forms.TypedMultipleChoiceField(
        label=_("Roles that need a second factor"),
        required=False,
        choices=lambda: of_words(words.ROLES),
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
    )
