"""Signing in, and what one keeps of the look."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SignInForm(AuthenticationForm):
    """Name and password. A wrong name and a wrong password are told the same."""

    error_messages = {
        "invalid_login": _("Name or password is wrong. Check the capital letters, then try again."),
        "inactive": _("This account is closed. Ask the administrator."),
    }

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=pgettext_lazy("sign-in", "Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class PreferencesForm(forms.Form):
    """Language and scheme; empty means: as it was (language), as the system has it (theme)."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(choices=[("auto", ""), ("light", ""), ("dark", "")], required=False)
