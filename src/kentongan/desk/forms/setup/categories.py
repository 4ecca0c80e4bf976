"""A category: its names, its place in the tree, what it means for a report; and how it is retired."""

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kentongan.cases.queries.categories import category_facts
from kentongan.cases.queries.category_uses import order_of
from kentongan.desk import words
from kentongan.desk.forms.fields import NONE, REQUIRED, CategoryChoice, Choices, CleanText, categories, of_words

# The drawings of the sprite that stand for a matter, each with what it shows.
DRAWINGS = {
    "road": pgettext_lazy("drawing", "road"),
    "drop": pgettext_lazy("drawing", "water"),
    "lamp": pgettext_lazy("drawing", "lamp"),
    "tree": pgettext_lazy("drawing", "tree"),
    "trash": pgettext_lazy("drawing", "waste"),
    "leaf": pgettext_lazy("drawing", "green space"),
    "bus": pgettext_lazy("drawing", "bus"),
    "car": pgettext_lazy("drawing", "car"),
    "truck": pgettext_lazy("drawing", "lorry"),
    "house": pgettext_lazy("drawing", "house"),
    "school": pgettext_lazy("drawing", "school"),
    "store": pgettext_lazy("drawing", "market"),
    "heart": pgettext_lazy("drawing", "health"),
    "med": pgettext_lazy("drawing", "medical help"),
    "people": pgettext_lazy("drawing", "people"),
    "card": pgettext_lazy("drawing", "identity card"),
    "money": pgettext_lazy("drawing", "money"),
    "shield": pgettext_lazy("drawing", "order"),
    "siren": pgettext_lazy("drawing", "emergency"),
    "fire": pgettext_lazy("drawing", "fire"),
    "rain": pgettext_lazy("drawing", "weather"),
    "wave": pgettext_lazy("drawing", "flood"),
    "snake": pgettext_lazy("drawing", "animal"),
    "phone": pgettext_lazy("drawing", "telephone"),
    "book": pgettext_lazy("drawing", "book"),
    "flag": pgettext_lazy("drawing", "flag"),
    "chat": pgettext_lazy("drawing", "conversation"),
    "info": pgettext_lazy("drawing", "information"),
    "dots": pgettext_lazy("drawing", "other"),
}


def drawings() -> Choices:
    """Those of the list, and any other the city has in use already."""
    used = {facts.icon for facts in category_facts().values()} - DRAWINGS.keys() - {""}
    return [("", NONE), *DRAWINGS.items(), *((icon, icon) for icon in sorted(used))]


def first_level() -> Choices:
    language = get_language() or "id"
    tops = [facts for facts in category_facts().values() if facts.parent is None and facts.is_active]
    return [("", _("None: it is of the first level")), *((top.code, top.label(language)) for top in tops)]


class CategoryForm(forms.Form):
    """What can be changed of a category."""

    name = CleanText(label=_("Name in Indonesian"), max_length=120, error_messages=REQUIRED)
    name_en = CleanText(label=_("Name in English"), max_length=120, error_messages=REQUIRED)
    parent = forms.ChoiceField(label=_("Stands below"), required=False, choices=first_level)
    icon = forms.ChoiceField(label=_("Drawing"), required=False, choices=drawings)
    classification = forms.ChoiceField(
        label=_("Usual classification"),
        required=False,
        choices=lambda: of_words(words.CLASSIFICATIONS, blank=NONE),
        help_text=_("The coordinator sees it first when he verifies, and can choose another."),
    )
    is_sensitive = forms.BooleanField(
        label=_("Sensitive"),
        required=False,
        help_text=_("Its reports are confidential from the first moment and never public."),
    )
    is_emergency = forms.BooleanField(
        label=_("May be an emergency"),
        required=False,
        help_text=_("The form shows the emergency number to whoever chooses it."),
    )


class NewCategoryForm(CategoryForm):
    """A new category also gets its code; it stays."""

    field_order = ("code", "name", "name_en")

    code = CleanText(
        label=_("Code"),
        max_length=60,
        error_messages=REQUIRED,
        help_text=_(
            "Small letters, figures and hyphens, as in lampu-jalan. Partners use it; it cannot be changed later."
        ),
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
    )


class OrderForm(forms.Form):
    """Behind which of its level it stands."""

    after = forms.ChoiceField(label=_("It stands after"), required=False)

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts, language = category_facts(), get_language() or "id"
        others = [(one, facts[one].label(language)) for one in order_of(code) if one != code]
        self.fields["after"].choices = [("", _("none: it is the first")), *others]  # type: ignore[attr-defined]


class RetireForm(forms.Form):
    """What answers for it from now on."""

    successor = CategoryChoice(
        label=_("Successor"),
        required=False,
        choices=lambda: categories(_("None: its code is refused from now on")),
        help_text=_("Forms offer it instead; partners and saved views that still use the old code get it."),
    )
    takes_routes = forms.BooleanField(
        label=_("Who leads on this category also leads on the successor"),
        required=False,
        help_text=_("Only where the routing table has no line for the successor yet."),
    )


class CategorySearch(forms.Form):
    """What narrows the tree."""

    q = CleanText(label=_("Name or code"), required=False, max_length=60, widget=forms.SearchInput)
    retired = forms.BooleanField(label=_("Retired ones too"), required=False)
