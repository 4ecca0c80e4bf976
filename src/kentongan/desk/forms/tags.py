"""Forms of the city's tags."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.cases.actions.tags import LONGEST_TAG
from kentongan.cases.queries.tags import tags
from kentongan.desk.forms.fields import CHOOSE, REQUIRED, CleanText


class RenameForm(forms.Form):
    name = CleanText(label=_("New name"), max_length=LONGEST_TAG, error_messages=REQUIRED)


class JoinForm(forms.Form):
    """Joining cannot be taken back, so it asks twice."""

    into = forms.ChoiceField(
        label=_("Or join it to"), error_messages={"required": _("Choose the tag it shall become.")}
    )
    is_sure = forms.BooleanField(
        label=_("Yes, for good: its cases will have the other tag"),
        error_messages={"required": _("Tick this: joining cannot be taken back.")},
    )

    def __init__(self, *args: Any, but: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(str(tag.id), tag.name) for tag in tags() if tag.id != but]
        self.fields["into"].choices = [("", CHOOSE), *others]  # type: ignore[attr-defined]
