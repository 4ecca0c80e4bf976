"""The city's profile: names and contact, its look, its map, how it works."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kentongan.desk.forms.fields import REQUIRED, CleanText, long_text


class ContactForm(forms.Form):
    """What the city is called, where it is reached, what it says beside 112."""

    name = CleanText(label=_("Name"), max_length=80, error_messages=REQUIRED)
    short_name = CleanText(
        label=_("Short name"), max_length=40, error_messages=REQUIRED, help_text=_("As phones show it below the icon.")
    )
    government = CleanText(
        label=_("Government"),
        max_length=120,
        error_messages=REQUIRED,
        help_text=_("In the head of pages and receipts, and as the sender of messages."),
    )
    holder = CleanText(label=_("Run by"), max_length=120, error_messages=REQUIRED)
    address = CleanText(label=_("Postal address"), required=False, max_length=200)
    phone = CleanText(label=_("Telephone"), required=False, max_length=40)
    email = CleanText(label=_("E-mail"), required=False, max_length=120, widget=forms.EmailInput)
    website = CleanText(label=_("Website"), required=False, max_length=200, help_text=_("Begins with https://"))
    links = long_text(
        _("Further links below every page"),
        required=False,
        limit=1000,
        hint=_("One a line, at most eight, as in: Portal kota | https://…"),
    )
    privacy_contact = CleanText(
        label=_("Data protection officer"),
        required=False,
        max_length=200,
        help_text=_("The office with e-mail or telephone, for the privacy notice; not a person's name."),
    )
    emergency_text = CleanText(
        label=_("Words beside 112, Indonesian"),
        required=False,
        max_length=120,
        help_text=_("Empty means the usual words. The number itself is always 112."),
    )
    emergency_text_en = CleanText(label=_("Words beside 112, English"), required=False, max_length=120)
    neighbour_contact = CleanText(
        label=_("What is said where a place lies in the neighbouring region"), required=False, max_length=200
    )


class MapForm(forms.Form):
    """Where maps begin."""

    lat = forms.FloatField(label=_("Latitude of the middle"), help_text=_("As in -7.8237"))
    lon = forms.FloatField(label=_("Longitude of the middle"), help_text=_("As in 112.015"))
    zoom = forms.FloatField(label=_("How near"), help_text=_("From 8 (far) to 18 (near)"))


class WorkForm(forms.Form):
    """How the city works."""

    are_answers_checked = forms.BooleanField(
        label=_("Answers are checked before they go out"),
        required=False,
        help_text=_("An agency hands its answer in; the coordinator approves it or gives it back."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the public pages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least Indonesian.")},
    )


class ColoursForm(forms.Form):
    """Two colours, as six hexadecimal figures; both empty: the colours of the house."""

    brand = CleanText(
        label=_("Main colour"),
        required=False,
        max_length=7,
        help_text=_("Buttons and links, as in #005755. The dark scheme's variant is mixed from it."),
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
    )
    brand_deep = CleanText(
        label=_("Deep colour"),
        required=False,
        max_length=7,
        help_text=_("The ground of bars and of the first page, as in #003637."),
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
    )


class LogoForm(forms.Form):
    """Another coat of arms, or none; `shown` is the one the form showed."""

    logo = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("PNG or WebP, at least 64 pixels each way, at most 2 MB. SVG is not taken."),
        widget=forms.FileInput({"accept": "image/png,image/webp"}),
    )
    is_removed = forms.BooleanField(label=_("Take the picture away, show the drum again"), required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("is_removed") and not data.get("logo") and not self.errors:
            self.add_error("logo", _("Choose a picture."))
        return data
