"""When people are told of time, and which waits stop the clock."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.cases.queries.timing import WAITS
from kentongan.desk.forms.fields import REQUIRED, CleanText, of_words

PAUSING = {"postponed": _("while a report is postponed"), "ask": _("while the reporter is asked")}


def hour(label: Any, hint: Any = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=hint, widget=widget, error_messages={**REQUIRED})


def days(label: Any, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, error_messages={**REQUIRED})


class TimingForm(forms.Form):
    """All of it on one sheet; the act judges what fits together."""

    opens_at = hour(_("People are told from"), _("What is due at night or on a day off comes at the next opening."))
    closes_at = hour(_("until"))
    list_at = hour(_("The leaders' list of the day comes at"))
    before_days = days(_("Reminder before a limit, working days"))
    coordinator_after = days(_("The coordinator is told after the limit, working days"))
    supervisor_after = days(_("The supervisor is told after the limit, working days"))
    pausing = forms.MultipleChoiceField(
        label=_("The citizen's clock stands still"),
        required=False,
        choices=lambda: [choice for choice in of_words(PAUSING) if choice[0] in WAITS],
        widget=forms.CheckboxSelectMultiple,
    )
    extension_days = days(_("An extension adds working days"), _("UU 14/2008: seven."))
    extension_most = days(_("No extension goes beyond, working days from receipt"), _("UU 14/2008: seventeen."))
    ombudsman_contact = CleanText(
        label=_("How the Ombudsman is reached"),
        max_length=200,
        error_messages=REQUIRED,
        help_text=_("The reporter reads this when a report is sixty days old."),
    )
