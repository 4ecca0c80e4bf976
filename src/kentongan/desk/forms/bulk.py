"""What bulk acts ask beside the forms of single acts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.cases.actions.tags import LONGEST_TAG
from kentongan.desk.forms.acts import tags_of
from kentongan.desk.forms.fields import REQUIRED, CleanText


class TagForm(forms.Form):
    tags = CleanText(
        label=_("Tags"),
        max_length=LONGEST_TAG * 5,
        error_messages=REQUIRED,
        help_text=_("With commas between them. Only those inside see them."),
    )

    def clean_tags(self) -> list[Any]:
        words = list(tags_of(self.cleaned_data["tags"]))
        if not words:
            raise forms.ValidationError(REQUIRED["required"])
        return words
