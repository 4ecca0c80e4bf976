"""A report that came by telephone, at the counter or on paper, entered by someone who works here."""

import uuid
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from kentongan.cases.media import accepted_words
from kentongan.channels import registry
from kentongan.desk import words
from kentongan.desk.forms.fields import CategoryChoice, CleanText, Files, areas, categories, long_text
from kentongan.places import queries as places

OUTSIDE = "outside"


class EntryForm(forms.Form):
    """Nothing personal is mandatory. `token` makes sending twice harmless."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=lambda: [(code, words.CHANNELS[code].word) for code in words.ENTRY_CHANNELS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came.")},
    )
    text = long_text(_("What happened?"), rows=6)
    category = CategoryChoice(label=_("Category"), required=False, choices=lambda: categories(_("I do not know")))
    area = forms.ChoiceField(label=_("Kelurahan"), required=False)
    place_text = CleanText(
        label=_("Where exactly?"),
        required=False,
        max_length=300,
        help_text=_("Street, known place, house across, pole number."),
    )
    occurred_on = forms.DateField(
        label=_("When did it happen?"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
    )
    received_at = forms.DateTimeField(
        label=_("When did it reach us?"),
        required=False,
        help_text=_("Empty means: now. For a letter, the day it arrived."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    name = CleanText(label=_("Name"), required=False, max_length=120)
    phone = CleanText(
        label=_("Mobile number"), required=False, max_length=30, widget=forms.TextInput({"inputmode": "tel"})
    )
    email = CleanText(label=_("E-mail"), required=False, max_length=120)
    is_anonymous = forms.BooleanField(
        label=_("Anonymous: the agency does not see the name; opening it needs a reason and is recorded"),
        required=False,
    )
    is_confidential = forms.BooleanField(label=_("Confidential: the public does not read the report"), required=False)
    photos = Files(label=lazy(accepted_words, str)(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [*areas(), (OUTSIDE, _("Outside the city"))]  # type: ignore[attr-defined]

    @property
    def news_by(self) -> tuple[str, ...]:
        """The kinds of contact that news reaches now: no more is promised."""
        return registry.reached()

    def clean_area(self) -> str:
        chosen: str = self.cleaned_data["area"]
        return chosen if chosen == OUTSIDE or chosen in places.areas() else ""
