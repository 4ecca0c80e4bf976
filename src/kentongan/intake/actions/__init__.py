"""The writers of intake, by subject."""

from kentongan.intake.actions.links import ask_for_link, enter, forget_links, send_links, sweep_links
from kentongan.intake.actions.receiving import (
    LONGEST_ID,
    LONGEST_PLACE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Received,
    Submission,
    receive,
    receive_many,
)

__all__ = [
    "LONGEST_ID",
    "LONGEST_PLACE",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "Received",
    "Submission",
    "ask_for_link",
    "enter",
    "forget_links",
    "receive",
    "receive_many",
    "send_links",
    "sweep_links",
]
