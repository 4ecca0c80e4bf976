"""The desk's words of what protects personal data: what is kept how long, breaches, the copy an asker gets."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kentongan.desk.words import Text

# What is kept for a time, by its kind.
RETAINED: Mapping[str, Text] = {
    "people.person": _("Persons all of whose cases have ended, with all they told"),
    "notifications.message": _("Words of messages sent to them"),
    "people.datarequest": _("Words of data requests that were answered"),
    "agencies.signin": _("Sign-ins and devices"),
    "agencies.signinfailure": _("Failed tries to sign in"),
}

# What a breach may have disclosed.
BREACHED: Mapping[str, Text] = {
    "name": pgettext_lazy("breach", "Names"),
    "phone": pgettext_lazy("breach", "Telephone numbers"),
    "email": pgettext_lazy("breach", "E-mail addresses"),
    "identity_number": pgettext_lazy("breach", "Identity numbers (NIK)"),
    "report": pgettext_lazy("breach", "Texts of reports"),
    "place": pgettext_lazy("breach", "Places and positions"),
    "files": pgettext_lazy("breach", "Pictures and documents"),
    "messages": pgettext_lazy("breach", "Messages to and from reporters"),
    "account": pgettext_lazy("breach", "Accounts of those who work here"),
}
TOLD: Mapping[str, Text] = {
    "authority": pgettext_lazy("breach", "The authority for the protection of personal data"),
    "persons": pgettext_lazy("breach", "The persons concerned"),
    "public": pgettext_lazy("breach", "The public"),
}

CORRECTED: Mapping[str, Text] = {"name": _("Name"), "phone": _("Telephone"), "email": _("E-mail")}

# The copy an asker gets: what each kind of row and each of its fields is called. What is not called is not in it.
COPIED: Mapping[str, Text] = {
    "people.person": pgettext_lazy("copy", "Who you are to us"),
    "people.contact": pgettext_lazy("copy", "How you are reached"),
    "people.datarequest": pgettext_lazy("copy", "Your requests about your data"),
    "people.correction": pgettext_lazy("copy", "What was put right"),
    "notifications.message": pgettext_lazy("copy", "Messages we wrote to you"),
    "cases.report": pgettext_lazy("copy", "Reports as you told them"),
    "cases.entry": pgettext_lazy("copy", "Your replies"),
    "cases.attachment": pgettext_lazy("copy", "Files you sent"),
}
COPIED_FIELDS: Mapping[str, Text] = {
    "name": _("Name"),
    "value": _("Number or address"),
    "contact": _("Where the answer goes"),
    "text": pgettext_lazy("copy", "Text"),
    "answer": pgettext_lazy("copy", "Answer"),
    "note": pgettext_lazy("copy", "How it was carried out"),
    "before": pgettext_lazy("copy", "Before"),
    "after": pgettext_lazy("copy", "After"),
    "title": _("Title"),
    "body": pgettext_lazy("copy", "Text"),
    "code": _("Code"),
    "place": pgettext_lazy("copy", "Place in your words"),
    "rating_text": pgettext_lazy("copy", "What you wrote with your rating"),
    "told": pgettext_lazy("copy", "Text"),
    "media_type": pgettext_lazy("copy", "Kind of file"),
}
LEFT_OUT = frozenset({"cases.report.pin"})  # a key, and not what is known of a person
