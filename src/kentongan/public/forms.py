"""The public forms. What they ask is little; what they refuse they say beside the field."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kentongan.cases.queries.categories import CategoryFacts, category_facts, current_code
from kentongan.core import clock, phone
from kentongan.core.text import clean
from kentongan.places import queries as places

LONGEST_TEXT = 10_000
OUTSIDE = "outside"
Choices = list[tuple[str, Any]]


class HonestForm(forms.Form):
    """A form with one field no person sees. Machines fill it; whoever does is asked to leave it empty."""

    website = forms.CharField(required=False, label=_("Leave this empty"))

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave this field empty; it only catches machines."))
        return ""


class CleanText(forms.CharField):
    """Text without control and direction signs."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class CategoryChoice(forms.ChoiceField):
    """A category by its code. A code that was retired means its successor."""

    def prepare_value(self, value: Any) -> Any:
        return current_code(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        return current_code(super().to_python(value))


def category_choices() -> Choices:
    """The active categories in two levels, in the reader's language, sensitive ones among them."""
    facts = [f for f in category_facts().values() if f.is_active]
    language = get_language() or "id"
    groups: Choices = [("", _("I do not know"))]
    for top in (f for f in facts if f.parent is None):
        inner = [(f.code, f.label(language)) for f in facts if f.parent == top.code]
        own = (top.code, top.label(language) if not inner else _("%(name)s: other") % {"name": top.label(language)})
        groups.append((top.label(language), [*inner, own]) if inner else own)
    return groups


def area_choices() -> Choices:
    """The kelurahan by kecamatan, and the choice of a place outside the city."""
    choices: Choices = [("", _("Choose, or leave it to us"))]
    choices += [(f"Kec. {d.name}", [(v.code, v.name) for v in places.villages(d.code)]) for d in places.districts()]
    return [*choices, (OUTSIDE, _("Outside the city"))]


def landmark_choices() -> Choices:
    """The landmarks by kelurahan."""
    areas: Mapping[str, places.AreaFacts] = places.areas()
    groups: dict[str, Choices] = {}
    for landmark in places.landmarks():
        area = areas.get(landmark.area or "")
        groups.setdefault(area.name if area else "", []).append((str(landmark.id), landmark.name))
    return [("", _("None of these")), *sorted(groups.items())]


class WhatForm(HonestForm):
    """Step 1: what it is about."""

    category = CategoryChoice(required=False, label=_("Subject"), choices=category_choices)
    text = CleanText(
        label=_("In your own words"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Tell us in a few words what happened."),
            "max_length": _("At most %(limit_value)s characters, please. Yours has %(show_value)s."),
        },
    )
    occurred_on = forms.DateField(
        required=False,
        label=_("When did it happen?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"invalid": _("Write the day as 2026-11-24 or 24-11-2026.")},
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not any(sign.isalpha() for sign in text):
            raise ValidationError(_("Tell us in a few words what happened."))
        return text

    def clean_occurred_on(self) -> Any:
        on = self.cleaned_data["occurred_on"]
        if on and on > clock.today():
            raise ValidationError(_("This day has not come yet."))
        return on

    def facts(self) -> CategoryFacts | None:
        """The chosen category."""
        return category_facts().get(self.cleaned_data.get("category") or "")


class WhereForm(HonestForm):
    """Step 2: where it is. Everything may stay empty."""

    area = forms.ChoiceField(required=False, label=_("Kelurahan"), choices=area_choices)
    landmark = forms.ChoiceField(required=False, label=_("Near which known place?"), choices=landmark_choices)
    place = CleanText(
        required=False,
        max_length=200,
        label=_("How do we find it?"),
        help_text=_("Street, house across, pole number. For instance: across from the prayer house, second pole."),
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pin = data.get("lat"), data.get("lon")
        if None in pin or not (abs(pin[0]) <= 90 and abs(pin[1]) <= 180):  # type: ignore[arg-type]
            data["lat"] = data["lon"] = None
        return data


def _email(label: Any, *, is_required: bool = False) -> forms.EmailField:
    return forms.EmailField(
        required=is_required,
        max_length=120,
        label=label,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("This is no e-mail address. It looks like name@example.id."),
        },
    )


class WhoForm(HonestForm):
    """Step 3: who tells it. Nobody has to say."""

    name = CleanText(required=False, max_length=120, label=_("Name"), widget=forms.TextInput({"autocomplete": "name"}))
    phone = CleanText(
        required=False,
        max_length=30,
        label=_("Mobile number"),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = _email(_("E-mail"))
    is_anonymous = forms.BooleanField(required=False, label=_("Anonymous"))
    is_confidential = forms.BooleanField(required=False, label=_("Confidential"))

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        normal = phone.normal(typed) if typed else ""
        if normal is None:
            raise ValidationError(_("This is no telephone number. It looks like 0811-0000-012."))
        return normal


class SupportForm(HonestForm):
    """An address for news of a report one supports, if one wants any."""

    email = _email(_("E-mail, if you want news"))


class MailboxForm(HonestForm):
    """The address one gave, to find one's reports again."""

    email = _email(_("E-mail"), is_required=True)


class FollowForm(HonestForm):
    """Letters of a kelurahan: to which mailbox, how often."""

    email = _email(_("E-mail"), is_required=True)
    area = forms.ChoiceField(
        label=_("Kelurahan"),
        choices=lambda: [("", _("Choose a kelurahan")), *area_choices()[1:-1]],
        error_messages={"required": _("Choose a kelurahan."), "invalid_choice": _("Choose a kelurahan.")},
    )
    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=[("daily", _("Every morning")), ("weekly", _("Every Monday"))],
        initial="weekly",
        error_messages={"required": _("Choose how often."), "invalid_choice": _("Choose how often.")},
    )


class TrackForm(forms.Form):
    """The code, and for more than the status the PIN or the last six digits of the phone."""

    code = forms.CharField(max_length=40, label=_("Report code"))
    factor = forms.CharField(max_length=20, required=False, label=_("PIN"))


class WordForm(forms.Form):
    """A reply, what was missing, or why it is not finished."""

    text = CleanText(
        max_length=4000,
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you want to tell us.")},
    )


class RateForm(forms.Form):
    """One to five stars, never filled in beforehand."""

    stars = forms.TypedChoiceField(
        coerce=int,
        choices=[(n, n) for n in range(5, 0, -1)],
        label=_("Your rating"),
        error_messages={"required": _("Choose one to five stars."), "invalid_choice": _("Choose one to five stars.")},
    )
    text = CleanText(required=False, max_length=2000, label=_("Why?"), widget=forms.Textarea(attrs={"rows": 2}))
