"""What narrows a list, as the inputs of the filter pop-over and of the address."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.cases.queries.inbox import Filters
from kentongan.cases.queries.tags import tag_of, tags
from kentongan.desk import words
from kentongan.desk.forms.fields import CategoryChoice, Choices, Day, agencies, areas, categories, number, of_words
from kentongan.places import queries as places

_ANY = pgettext_lazy("filter", "Any")


def districts() -> Choices:
    return [("", _ANY), *((d.code, d.name) for d in places.districts())]


def tag_choices() -> Choices:
    return [("", _ANY), *((tag.name, tag.name) for tag in tags())]


class TagChoice(forms.ChoiceField):
    """A tag by the name it has now: an address with a former one still opens."""

    def to_python(self, value: Any) -> str:
        found = tag_of(str(value or ""))
        return found.name if found else ""


class FilterForm(forms.Form):
    """Every input may stay empty. What cannot be read is left out, never refused: an old address still opens."""

    channel = forms.ChoiceField(
        label=_("Channel"),
        required=False,
        choices=lambda: of_words({code: words.CHANNELS[code] for code in words.REPORT_CHANNELS}, blank=_ANY),
    )
    district = forms.ChoiceField(label=_("Kecamatan"), required=False, choices=districts)
    area = forms.ChoiceField(label=_("Kelurahan"), required=False, choices=lambda: areas(_ANY))
    category = CategoryChoice(label=_("Category"), required=False, choices=lambda: categories(_ANY))
    agency = forms.TypedChoiceField(
        label=_("Agency"),
        required=False,
        choices=lambda: agencies(_ANY, has_ended=True),
        coerce=number,
        empty_value=None,
    )
    classification = forms.ChoiceField(
        label=_("Classification"), required=False, choices=lambda: of_words(words.CLASSIFICATIONS, blank=_ANY)
    )
    tag = TagChoice(label=pgettext_lazy("filter", "Tag"), required=False, choices=tag_choices)
    since = Day(label=_("Received from"), required=False)
    until = Day(label=_("Received until"), required=False)
    anonymous = forms.BooleanField(label=_("Anonymous"), required=False)
    confidential = forms.BooleanField(label=_("Confidential"), required=False)

    def __init__(self, *args: Any, has_agencies: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})
        if not has_agencies:
            del self.fields["agency"]

    @property
    def selects(self) -> Iterator[BoundField]:
        names = ("channel", "classification", "district", "area", "category", "tag", "agency")
        return (self[name] for name in names if name in self.fields)

    @property
    def ticks(self) -> Iterator[BoundField]:
        return (self[name] for name in ("anonymous", "confidential"))

    def chosen(self) -> dict[str, Any]:
        """The filters that are set, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}

    def filters(self, text: str = "") -> Filters:
        names = {"anonymous": "is_anonymous", "confidential": "is_confidential"}
        chosen = {names.get(name, name): value for name, value in self.chosen().items()}
        return Filters(**chosen, text=text)
