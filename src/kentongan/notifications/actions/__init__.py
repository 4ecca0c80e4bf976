"""All that is written to the outbox: words queued, handed over, tried again."""

from kentongan.notifications.actions.delivering import Delivered, deliver_due
from kentongan.notifications.actions.mailboxes import Letter, tell_digest, tell_mailbox
from kentongan.notifications.actions.resending import resend
from kentongan.notifications.actions.supporters import SupportNews, tell_supporters
from kentongan.notifications.actions.telling import News, tell, tell_many
from kentongan.notifications.actions.telling_users import tell_user
from kentongan.notifications.actions.texts import change_text, check_text, reset_text

__all__ = [
    "Delivered",
    "Letter",
    "News",
    "SupportNews",
    "change_text",
    "check_text",
    "deliver_due",
    "resend",
    "reset_text",
    "tell",
    "tell_digest",
    "tell_mailbox",
    "tell_many",
    "tell_supporters",
    "tell_user",
]
