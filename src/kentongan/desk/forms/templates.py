"""A template for answers: its name, what it is for, whose it is, its text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.desk.forms.fields import REQUIRED, CleanText, agency_choice, keep_agency, long_text, of_words
from kentongan.desk.words import PURPOSES
from kentongan.workspace.variables import VARIABLES


class TemplateForm(forms.Form):
    """Every variable is in braces; the act refuses unknown ones."""

    name = CleanText(label=_("Name of the template"), max_length=80, error_messages=REQUIRED)
    purpose = forms.ChoiceField(label=pgettext_lazy("template", "For"), choices=lambda: of_words(PURPOSES))
    agency = agency_choice(_("Whose"), required=False, blank=_("The whole city"))
    text = long_text(_("Text"), rows=7, limit=4000, hint=" ".join(f"{{{name}}}" for name in VARIABLES))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_agency(self, "agency")
