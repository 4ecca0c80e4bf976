"""The form of an internal note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.cases.actions.notes import LONGEST
from kentongan.desk.forms.fields import long_text


class NoteForm(forms.Form):
    text = long_text(
        _("Note"), rows=4, limit=LONGEST, hint=_("Write @ and a name to mention a colleague. No numbers, no addresses.")
    )
    audience = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[("all", _("All who read this case")), ("agency", _("Only my own office"))],
        initial="all",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["audience"]

    @property
    def readers(self) -> str:
        return str(self.cleaned_data.get("audience") or "all")
