"""The desk's words and icons: one table for each list of codes, so that a thing is called the same on every page."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


class Mark(NamedTuple):
    """An icon of the sprite and the word beside it."""

    icon: str
    word: Text


# Exact terms of SP4N practice.
CLASSIFICATIONS: Mapping[str, Text] = {
    "supervised": _("Complaint with oversight content"),
    "unsupervised": _("Complaint without oversight content"),
    "aspiration": _("Aspiration"),
    "information": _("Information request"),
}

CHANNELS: Mapping[str, Mark] = {
    "web": Mark("globe", _("Web form")),
    "phone": Mark("phone", pgettext_lazy("channel", "Telephone")),
    "counter": Mark("walk", _("Counter")),
    "letter": Mark("card", pgettext_lazy("channel", "Letter")),
    "email": Mark("sms", _("E-mail")),
    "sms": Mark("sms", _("SMS")),
    "whatsapp": Mark("chat", _("WhatsApp")),
    "instagram": Mark("camera", _("Instagram")),
    "lapor": Mark("link", _("SP4N-LAPOR!")),
    "import": Mark("download", pgettext_lazy("channel", "Import")),
    "partner": Mark("link", _("Partner application")),
    "api": Mark("link", _("Partner application")),
    "console": Mark("info", _("Console of the server")),
}
OTHER_CHANNEL = "chat"
REPORT_CHANNELS = ("web", "phone", "counter", "letter", "whatsapp", "sms", "instagram", "lapor", "partner", "import")
ENTRY_CHANNELS = ("phone", "counter", "letter", "instagram")


def channel_of(code: str) -> Mark:
    """The channel's icon and word; a channel from elsewhere keeps its own name."""
    return CHANNELS.get(code) or Mark(OTHER_CHANNEL, code.replace("_", " "))


PURPOSES: Mapping[str, Text] = {
    "answer": pgettext_lazy("purpose", "Answer"),
    "ask": _("Question to the reporter"),
    "archive": pgettext_lazy("purpose", "Archiving"),
}

ROAD_CLASSES: Mapping[str, Text] = {
    "": _("City road, or not about a road"),
    "neighbourhood": _("Neighbourhood road"),
    "provincial": _("Provincial road"),
    "national": _("National road"),
}

TASKS: Mapping[str, Mark] = {
    "open": Mark("clock", pgettext_lazy("task", "open")),
    "done": Mark("check", pgettext_lazy("task", "done")),
    "returned": Mark("return", pgettext_lazy("task", "returned")),
    "withdrawn": Mark("x", pgettext_lazy("task", "withdrawn")),
}

PARTY_ROLES: Mapping[str, Text] = {
    "lead": _("Leads"),
    "support": _("Supports"),
    "consulted": _("Consulted"),
}

ROLES: Mapping[str, Text] = {
    "coordinator": _("Coordinator"),
    "supervisor": _("Supervisor"),
    "officer": _("Agency officer"),
    "field_officer": _("Field officer"),
    "call_taker": _("Call taker"),
    "dispatcher": _("Dispatcher"),
    "village_staff": _("Village staff"),
    "leader": _("Leader"),
    "auditor": _("Auditor"),
    "administrator": _("Administrator"),
    "privacy_officer": _("Privacy officer"),
    "trainer": _("Trainer"),
}

AGENCY_KINDS: Mapping[str, Text] = {
    "department": pgettext_lazy("agency", "Department"),
    "unit": pgettext_lazy("agency", "Unit"),
    "district": pgettext_lazy("agency", "Office of a kecamatan"),
    "village": pgettext_lazy("agency", "Office of a kelurahan or desa"),
    "company": pgettext_lazy("agency", "Company of the city"),
    "external": pgettext_lazy("agency", "Outside the city's power"),
}

# Requests of the persons concerned: kinds, decisions, the law's grounds of refusal.
REQUESTS: Mapping[str, Text] = {
    "access": _("Access to one's data"),
    "correction": _("Correction"),
    "erasure": _("Erasure"),
    "withdrawal": _("Withdrawal of consent"),
}
REQUEST_DECISIONS: Mapping[str, Text] = {
    "granted": pgettext_lazy("request", "Granted"),
    "partly": pgettext_lazy("request", "Granted in part"),
    "refused": pgettext_lazy("request", "Refused"),
}

# What an erasure takes, by kind of row as the rehearsal counts it; "others" is what stands beside the personal columns.
ERASED: Mapping[str, Text] = {
    "people.person": _("Names and marks of persons"),
    "people.contact": _("Numbers and addresses"),
    "people.datarequest": _("Words of data requests"),
    "people.correction": _("What was put right"),
    "notifications.message": _("Messages written to them"),
    "cases.report": _("Reports as they were told"),
    "cases.entry": _("Replies on cases"),
    "cases.attachment": _("Names of files"),
    "others": _("Texts of cases, and files"),
}

REQUEST_GROUNDS: Mapping[str, Text] = {
    "safety": _("It would endanger the safety or health of the asker or others"),
    "others": _("It would disclose personal data of others"),
    "security": _("It would be against national defence or security"),
    "law": _("The data are needed for law enforcement or a duty by law"),
    "identity": _("The asker did not show who he is"),
    "no_data": _("No data of the asker are held"),
}

# What `edit` can change, and what else can move under a form.
FIELDS: Mapping[str, Text] = {
    "title": _("title"),
    "text": _("edited text"),
    "place_text": _("place in words"),
    "area": _("kelurahan"),
    "category": _("category"),
    "classification": _("classification"),
    "is_anonymous": _("anonymous"),
    "is_confidential": _("confidential"),
    "road_class": _("whose road"),
    "attachments": _("released files"),
    "tags": _("tags"),
    "has_position": _("position on the map"),
    "lead": _("lead agency"),
    "support": _("supporting agencies"),
    "state": _("status"),
}


class MessageMark(NamedTuple):
    """How far a message came: `tone` is one of the look's for badges."""

    icon: str
    word: Text
    tone: str


MESSAGE_STATES: Mapping[str, MessageMark] = {
    "queued": MessageMark("clock", pgettext_lazy("message", "Waiting"), "quiet"),
    "sending": MessageMark("arrow", pgettext_lazy("message", "Being sent"), "info"),
    "sent": MessageMark("check", pgettext_lazy("message", "Sent"), "ok"),
    "failed": MessageMark("alert", pgettext_lazy("message", "Failed"), "late"),
    "uncertain": MessageMark("alert", pgettext_lazy("message", "Uncertain"), "warn"),
}

MESSAGES: Mapping[str, Text] = {
    "receipt": _("Receipt"),
    "verified": _("Report verified"),
    "routed": _("Passed on to an agency"),
    "followed_up": _("Follow-up"),
    "asked": _("Question to the reporter"),
    "postponed": _("Postponed, to be completed"),
    "answered": _("Answer to the reporter"),
    "closed": _("Case closed"),
    "closed_by_system": pgettext_lazy("step", "Closed by the system"),
    "archived": _("Case archived"),
    "expired": _("Archived by the system: it was not completed in time"),
    "restored": _("Restored"),
    "taken_back": _("Taken back"),
    "reopened": _("Case open again"),
    "merged": _("Reports joined"),
    "unmerged": _("Reports parted"),
    "transferred": _("Transferred to 112"),
    "referred": _("Referred outside"),
    "extended": _("Limit extended"),
    "ombudsman": _("Right to turn to the Ombudsman"),
}
