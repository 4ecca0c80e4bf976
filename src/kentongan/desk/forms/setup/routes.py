"""The routing table: who leads on a category, at a place, on a class of road, in a span of days."""

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kentongan.agencies.queries import agencies_now
from kentongan.cases.queries.categories import category_facts
from kentongan.desk import words
from kentongan.desk.forms.fields import (
    CHOOSE,
    REQUIRED,
    CategoryChoice,
    Choices,
    CleanText,
    Day,
    agencies,
    agency_choice,
    areas,
    categories,
    keep_agency,
    number,
    of_words,
)
from kentongan.desk.forms.setup.agencies import office_areas

ANY_PLACE, ANY_ROAD = pgettext_lazy("route", "Any place"), pgettext_lazy("route", "Any road")
ROADS = {
    **{"": ANY_ROAD},
    **{code: word for code, word in words.ROAD_CLASSES.items() if code},
    "city": pgettext_lazy("road", "City road"),
}
OFFICES = {
    "village": _("The kelurahan's own office"),
    "district": _("The kecamatan's own office"),
}


def places() -> Choices:
    return [("", ANY_PLACE), *office_areas()[1:]]


def category_name(code: str) -> str:
    """A category in the reader's language; one the city has not keeps its code."""
    facts = category_facts().get(code)
    return facts.label(get_language() or "id") if facts else code


def supporters() -> Choices:
    """Who can be named as support: the offices of the places come by themselves."""
    return [(one.id, one.name) for one in agencies_now() if one.is_external or not one.area]


class AgenciesForm(forms.Form):
    """Who leads and supports. An agency that stands there stays a choice also after it has ended."""

    lead = agency_choice(_("Lead agency"))
    support = forms.TypedMultipleChoiceField(
        label=_("Supporting agencies"),
        required=False,
        choices=supporters,
        coerce=number,
        widget=forms.CheckboxSelectMultiple,
    )
    offices = forms.MultipleChoiceField(
        label=_("Offices of the place itself that support"),
        required=False,
        choices=lambda: of_words(OFFICES),
        widget=forms.CheckboxSelectMultiple,
    )
    source = CleanText(
        label=_("Legal basis or source"),
        required=False,
        max_length=200,
        help_text=_("As in: Perwali 12/2026, article 4."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_agency(self, "lead")
        support: Any = self.fields["support"]
        kept = [pk for pk in self.initial.get("support") or [] if not support.valid_value(pk)]
        names = dict(agencies_by_id())
        support.choices = [*support.choices, *((pk, names[pk]) for pk in kept)]


def agencies_by_id() -> Choices:
    return [one for _group, inner in agencies(has_ended=True)[1:] for one in inner]


class RouteForm(AgenciesForm):
    """One version of a line, corrected."""

    field_order: tuple[str, ...] = ("lead", "support", "offices", "valid_from", "valid_to", "source")

    valid_from = Day(label=_("First day"), required=False, help_text=_("Empty means: always."))
    valid_to = Day(label=_("Last day"), required=False, help_text=_("Empty means: until further notice."))


class NewRouteForm(RouteForm):
    """A new line also says of what it speaks; that stays."""

    field_order = ("subject", "area", "road_class", *RouteForm.field_order)

    subject = CategoryChoice(
        label=_("Category"), choices=lambda: categories(CHOOSE), error_messages={"required": _("Choose the category.")}
    )
    area = forms.ChoiceField(label=_("Place"), required=False, choices=places)
    road_class = forms.ChoiceField(label=_("Class of road"), required=False, choices=lambda: of_words(ROADS))


class RenewForm(AgenciesForm):
    """Who leads and supports from a day on."""

    field_order = ("first_day", "lead", "support", "offices", "source")

    first_day = Day(
        label=_("From this day"),
        help_text=_("Until the day before, the line stays as it is now."),
        error_messages=REQUIRED,
    )


class RouteSearch(forms.Form):
    """What narrows the table."""

    subject = CategoryChoice(
        label=_("Category"), required=False, choices=lambda: categories(pgettext_lazy("filter", "Any"))
    )
    agency = agency_choice(_("Agency"), required=False, blank=pgettext_lazy("filter", "Any"))
    on = Day(label=_("In force on"), required=False)
    ended = forms.BooleanField(label=_("All versions, also ended and future ones"), required=False)


class TryForm(forms.Form):
    """A matter as it might come in."""

    subject = CategoryChoice(
        label=_("Category"), choices=lambda: categories(CHOOSE), error_messages={"required": _("Choose the category.")}
    )
    area = forms.ChoiceField(label=_("Kelurahan"), required=False, choices=areas)
    road_class = forms.ChoiceField(label=_("Whose road"), required=False, choices=lambda: of_words(words.ROAD_CLASSES))
    on = Day(label=_("Day"), required=False, help_text=_("Empty means today."))
