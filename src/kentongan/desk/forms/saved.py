"""Naming a list, and with whom it is shared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.agencies.queries import agency_names
from kentongan.core.actor import Actor
from kentongan.desk.forms.fields import REQUIRED, Choices, CleanText
from kentongan.desk.words import ROLES


def audiences(by: Actor) -> Choices:
    """With whom this actor may share: his agency, each of his roles."""
    found: Choices = [("mine", _("Only me"))]
    if by.agency is not None:
        found.append(("agency", _("All of %(agency)s") % {"agency": agency_names([by.agency]).get(by.agency, "")}))
    roles = (role.value for role in sorted(by.roles))
    return found + [(f"role:{role}", _("All with the role %(role)s") % {"role": ROLES[role]}) for role in roles]


class ViewForm(forms.Form):
    """A name and an audience."""

    name = CleanText(label=_("Name of the view"), max_length=60, error_messages=REQUIRED)
    audience = forms.ChoiceField(label=_("Who sees it"))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = audiences(by)  # type: ignore[attr-defined]

    @property
    def told(self) -> dict[str, str]:
        """What the act takes."""
        audience, _sign, role = str(self.cleaned_data["audience"]).partition(":")
        return {"name": self.cleaned_data["name"], "audience": audience, "role": role}
