"""The register of requests of the persons concerned."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.desk import words
from kentongan.desk.forms.fields import REQUIRED, CleanText, long_text, of_words
from kentongan.people.reasons import CHANNELS


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
    received_at = forms.DateTimeField(
        label=_("When did it reach us?"),
        required=False,
        help_text=_("Empty means: now. The 72 hours run from here."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
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
