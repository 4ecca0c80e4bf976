"""Codes of the registers of requests and of breaches. Pure; their words belong to the door."""

from datetime import datetime, timedelta

ALLOWED = timedelta(hours=72)  # three times 24 hours, whatever the days (UU 27/2022)
KINDS = ("access", "correction", "erasure", "withdrawal")
CHANNELS = ("counter", "letter", "email", "phone")
DECISIONS = ("granted", "partly", "refused")
GRANTED = ("granted", "partly")
GROUNDS = ("safety", "others", "security", "law", "identity", "no_data")

CORRECTED = ("name", "phone", "email")

# What a breach may have disclosed, who is told of it (UU 27/2022 Pasal 46), and when those who must tell are reminded.
BREACHED = ("name", "phone", "email", "identity_number", "report", "place", "files", "messages", "account")
TOLD = ("authority", "persons", "public")
REMINDERS = (timedelta(hours=48), timedelta(hours=24), timedelta(hours=6), timedelta(0))  # before the 72 hours are over


def is_erasable(kind: str, decision: str) -> bool:
    """Whether a request of this kind, so decided, is carried out by an erasure."""
    return kind == "erasure" and decision in GRANTED


def is_closed_by_note(kind: str, decision: str) -> bool:
    """Whether a request of this kind, so decided, ends with a note of how it was carried out."""
    return kind != "erasure" and decision in GRANTED


def next_reminder(due_at: datetime, after: datetime) -> datetime | None:
    """When those who must tell of a breach are reminded next."""
    moments = (due_at - before for before in REMINDERS)
    return min((moment for moment in moments if moment > after), default=None)
