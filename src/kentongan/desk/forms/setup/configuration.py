"""All configuration as one file: taken, and brought."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.places.configuration import LARGEST


class ConfigurationForm(forms.Form):
    """A file of ours; `text` carries it from the plan to its carrying out."""

    file = forms.FileField(
        label=gettext_lazy("Configuration file"),
        required=False,
        help_text=gettext_lazy("JSON, as exported here or corrected by hand. First you see what it would do."),
        widget=forms.FileInput({"accept": ".json,application/json"}),
    )
    text = forms.CharField(required=False, strip=False, max_length=LARGEST, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is not None:
            if file.size > LARGEST:
                raise forms.ValidationError({"file": _("The file is larger than a configuration can be.")})
            data["text"] = self._text(file)
        if not data.get("text"):
            self.add_error("file", _("Choose a file."))
        return data

    def _text(self, file: Any) -> str:
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", _("The file holds no text we can read. Save it as UTF-8."))
            return ""
