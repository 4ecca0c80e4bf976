"""A line of the table of limits, from a day on."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.desk import words
from kentongan.desk.forms.fields import CHOOSE, REQUIRED, CleanText, Day, agency_choice, of_words
from kentongan.ui.words import STAGES

UNITS = {
    "working_days": pgettext_lazy("unit", "working days"),
    "calendar_days": pgettext_lazy("unit", "calendar days"),
    "hours": pgettext_lazy("unit", "hours"),
}


class DeadlineForm(forms.Form):
    """Blank classification and agency mean any; the narrowest line answers."""

    stage = forms.ChoiceField(label=_("Stage"), choices=lambda: of_words(STAGES, blank=CHOOSE), error_messages=REQUIRED)
    classification = forms.ChoiceField(
        label=_("Classification"),
        required=False,
        choices=lambda: of_words(words.CLASSIFICATIONS, blank=pgettext_lazy("limit", "Any")),
    )
    agency = agency_choice(_("Agency"), required=False, blank=pgettext_lazy("limit", "Any"))
    amount = forms.IntegerField(label=_("How long"), error_messages={**REQUIRED})
    unit = forms.ChoiceField(label=_("Unit"), choices=lambda: of_words(UNITS))
    first_day = Day(label=_("Holds from"), error_messages={**REQUIRED})
    source = CleanText(label=_("Legal basis or source"), required=False, max_length=200)
