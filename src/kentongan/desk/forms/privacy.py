"""The register of requests of the persons concerned."""

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.desk.forms.fields import REQUIRED, CleanText, long_text, of_words

KINDS: Mapping[str, Promise] = {
    "access": _("Access to one's data"),
    "correction": _("Correction"),
    "erasure": _("Erasure"),
    "withdrawal": _("Withdrawal of consent"),
}
CHANNELS: Mapping[str, Promise] = {
    "counter": _("At the counter"),
    "letter": _("By letter"),
    "email": _("By e-mail"),
    "phone": _("By telephone"),
}
DECISIONS: Mapping[str, Promise] = {
    "granted": pgettext_lazy("request", "Granted"),
    "partly": pgettext_lazy("request", "Granted in part"),
    "refused": pgettext_lazy("request", "Refused"),
}
# What an erasure takes, by kind of row as the rehearsal counts it; "others" is what stands beside the personal columns.
GOING: Mapping[str, Promise] = {
    "people.person": _("Names and marks of persons"),
    "people.contact": _("Numbers and addresses"),
    "people.datarequest": _("Words of data requests"),
    "notifications.message": _("Messages written to them"),
    "cases.report": _("Reports as they were told"),
    "cases.entry": _("Replies on cases"),
    "cases.attachment": _("Names of files"),
    "others": _("Texts of cases, and files"),
}
GROUNDS: Mapping[str, Promise] = {
    "safety": _("It would endanger the safety or health of the asker or others"),
    "others": _("It would disclose personal data of others"),
    "security": _("It would be against national defence or security"),
    "law": _("The data are needed for law enforcement or a duty by law"),
    "identity": _("The asker did not show who he is"),
    "no_data": _("No data of the asker are held"),
}


class AskedForm(forms.Form):
    """A request as it was brought."""

    kind = forms.ChoiceField(
        label=_("What is asked for"), choices=lambda: of_words(KINDS, blank=_("Choose")), error_messages=REQUIRED
    )
    channel = forms.ChoiceField(label=pgettext_lazy("request", "How did it come?"), choices=lambda: of_words(CHANNELS))
    received_at = forms.DateTimeField(
        label=_("When did it reach us?"),
        required=False,
        help_text=_("Empty means: now. The 72 hours run from here."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    name = CleanText(label=_("Name"), max_length=120, error_messages=REQUIRED)
    contact = CleanText(label=_("Where the answer goes"), required=False, max_length=200)
    text = long_text(_("In the asker's words"), limit=4000, required=False)


class FindForm(forms.Form):
    """A number or an address by which persons are found; it travels in no address."""

    contact = CleanText(label=_("Mobile number or e-mail"), max_length=120, error_messages=REQUIRED)


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=lambda: of_words(DECISIONS, blank=_("Choose")), error_messages=REQUIRED
    )
    ground = forms.ChoiceField(
        label=_("Ground, where it is not granted in full"),
        required=False,
        choices=lambda: of_words(GROUNDS, blank="-"),
    )
    answer = long_text(_("What the asker reads"), rows=5, limit=4000)
