"""A text of a message, in the city's own words."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kentongan.desk.forms.fields import CleanText, long_text, of_words

GROUPS = {
    "reporter": _("To reporters"),
    "closing": _("Ending of every message"),
    "supporter": _("To supporters"),
    "mailbox": _("To a mailbox, asked for"),
    "staff": _("To those who work here"),
}
# What each variable says, for whoever writes the text.
MEANINGS = {
    "code": _("the code of the report or case"),
    "number": _("the number of the failure in the register"),
    "agency": _("the agency it is about"),
    "city": _("the government, from the profile"),
    "reason": _("the reason that was chosen"),
    "contact": _("where the other body is reached"),
    "subject": _("the title of the public report"),
    "received_at": _("when the report was received"),
    "due_at": _("the limit; empty where there is none"),
    "due_why": _("how the limit was counted"),
    "reply_by": _("until when the reporter can reply"),
    "complete_by": _("until when the reporter can complete it"),
    "link": _("the address of the page"),
    "minutes": _("how long the link holds, in minutes"),
    "username": _("the name he signs in with"),
    "at": _("when it happened"),
    "device": _("the device"),
    "place": _("the place, shortened"),
}


class TextForm(forms.Form):
    """Title and paragraphs, with blank lines between them."""

    title = CleanText(label=_("Title of the message"), max_length=120, required=False)
    body = long_text(_("Text of the message"), rows=10, limit=2000, hint=_("A blank line begins a new paragraph."))

    def __init__(self, *args: Any, has_title: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_title:
            del self.fields["title"]


class TextSearch(forms.Form):
    """What narrows the list."""

    q = CleanText(label=_("Words of the text"), required=False, max_length=60, widget=forms.SearchInput)
    group = forms.ChoiceField(label=_("To whom"), required=False, choices=lambda: of_words(GROUPS, blank=_("Anyone")))
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Both languages")), *settings.LANGUAGES]
    )
    own = forms.BooleanField(label=_("Only the city's own"), required=False)
