"""Codes of the register of requests. Pure; their words belong to the door."""

from datetime import timedelta

ALLOWED = timedelta(hours=72)  # three times 24 hours, whatever the days (UU 27/2022)
KINDS = ("access", "correction", "erasure", "withdrawal")
CHANNELS = ("counter", "letter", "email", "phone")
DECISIONS = ("granted", "partly", "refused")
GRANTED = ("granted", "partly")
GROUNDS = ("safety", "others", "security", "law", "identity", "no_data")


def is_erasable(kind: str, decision: str) -> bool:
    """Whether a request of this kind, so decided, is carried out by an erasure."""
    return kind == "erasure" and decision in GRANTED
