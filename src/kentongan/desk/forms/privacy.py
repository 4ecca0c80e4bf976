"""The register of requests of the persons concerned."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.desk import protecting, words
from kentongan.desk.forms.fields import REQUIRED, CleanText, long_text, of_words
from kentongan.people.reasons import BREACHED, CHANNELS


def moment(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateTimeField:
    """A day and an hour on the city's clock."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=hint,
        error_messages=REQUIRED,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


class AskedForm(forms.Form):
    """A request as it was brought."""

    kind = forms.ChoiceField(
        label=_("What is asked for"),
        choices=lambda: of_words(words.REQUESTS, blank=_("Choose")),
        error_messages=REQUIRED,
    )
    channel = forms.ChoiceField(
        label=pgettext_lazy("request", "How did it come?"),
        choices=lambda: of_words({code: words.channel_of(code) for code in CHANNELS}),
    )
    received_at = moment(
        _("When did it reach us?"), required=False, hint=_("Empty means: now. The 72 hours run from here.")
    )
    name = CleanText(label=_("Name"), max_length=120, error_messages=REQUIRED)
    contact = CleanText(label=_("Where the answer goes"), required=False, max_length=200)
    text = long_text(_("In the asker's words"), limit=4000, required=False)


class FindForm(forms.Form):
    """A number or an address by which persons are found; it travels in no address."""

    contact = CleanText(label=_("Mobile number or e-mail"), max_length=120, error_messages=REQUIRED)


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=lambda: of_words(words.REQUEST_DECISIONS, blank=_("Choose")),
        error_messages=REQUIRED,
    )
    ground = forms.ChoiceField(
        label=_("Ground, where it is not granted in full"),
        required=False,
        choices=lambda: of_words(words.REQUEST_GROUNDS, blank="-"),
    )
    answer = long_text(_("What the asker reads"), rows=5, limit=4000)


class CorrectForm(forms.Form):
    """One piece of a person's identity as it is right; `shown` is what stood there."""

    person = forms.IntegerField(widget=forms.HiddenInput)
    field = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    wanted = CleanText(label=_("As it is right"), max_length=254, error_messages=REQUIRED)


class CarriedOutForm(forms.Form):
    note = long_text(
        _("How was it carried out?"), limit=2000, hint=_("For example: handed over at the counter, identity card seen.")
    )


class RuleForm(forms.Form):
    """How long one kind of data is kept."""

    days = forms.IntegerField(label=_("Keep for how many days?"), min_value=1, max_value=36500, error_messages=REQUIRED)
    basis = CleanText(
        label=_("On what basis?"),
        max_length=300,
        error_messages=REQUIRED,
        help_text=_("The law, or the city's schedule of archives."),
    )
    is_on = forms.BooleanField(label=_("In use"), required=False, help_text=_("Otherwise this kind is left out."))


class BreachForm(forms.Form):
    """What is known of a breach. Its words stand in the letters."""

    known_at = moment(_("When was it known?"), hint=_("The three times 24 hours run from here."))
    happened_at = moment(_("When did it happen?"), required=False, hint=_("Empty where it is not known yet."))
    data = forms.MultipleChoiceField(  # type: ignore[assignment] # the metaclass takes the field off the class
        label=_("Which data were disclosed?"),
        choices=lambda: of_words({code: protecting.BREACHED[code] for code in BREACHED}),
        widget=forms.CheckboxSelectMultiple,
        error_messages=REQUIRED,
    )
    persons = forms.IntegerField(
        label=_("How many persons does it concern?"), min_value=0, max_value=10**9, error_messages=REQUIRED
    )
    is_estimate = forms.BooleanField(label=_("This number is an estimate"), required=False)
    cause = long_text(
        _("How were they disclosed?"), limit=4000, hint=_("Name nobody: the letter goes to everyone concerned.")
    )
    measures = long_text(_("What is done about it?"), limit=4000, hint=_("To contain it, and to make it good."))
    advice = long_text(_("What can the persons concerned do?"), limit=4000, required=False)
    contact = CleanText(
        label=_("Where can they ask?"), max_length=200, error_messages=REQUIRED, help_text=_("An office, not a person.")
    )
    needs_public_notice = forms.BooleanField(
        label=_("The public is told too"),
        required=False,
        help_text=_("Where it disturbs public services or has a serious impact on the public."),
    )


class ToldForm(forms.Form):
    whom = forms.ChoiceField(
        label=_("Who was told?"),
        choices=lambda: of_words(protecting.TOLD, blank=_("Choose")),
        error_messages=REQUIRED,
    )
    at = moment(_("When?"))


class CloseBreachForm(forms.Form):
    note = long_text(_("What was done so that it does not happen again?"), limit=4000)
