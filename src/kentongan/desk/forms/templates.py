"""A template for answers: its name, what it is for, whose it is, its text."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.desk.forms.fields import REQUIRED, CleanText, agencies, long_text, number, of_words
from kentongan.desk.words import PURPOSES
from kentongan.workspace.actions.templates import Wanted
from kentongan.workspace.variables import VARIABLES


class TemplateForm(forms.Form):
    """Every variable is in braces; the act refuses unknown ones."""

    name = CleanText(label=_("Name of the template"), max_length=80, error_messages=REQUIRED)
    purpose = forms.ChoiceField(label=pgettext_lazy("template", "For"), choices=lambda: of_words(PURPOSES))
    agency = forms.TypedChoiceField(
        label=_("Whose"),
        required=False,
        choices=lambda: agencies(_("The whole city")),
        coerce=number,
        empty_value=None,
    )
    text = long_text(_("Text"), rows=7, limit=4000, hint=" ".join(f"{{{name}}}" for name in VARIABLES))

    @property
    def wanted(self) -> Wanted:
        """What the act takes."""
        return Wanted(**self.cleaned_data)
