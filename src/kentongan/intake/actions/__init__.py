"""The writers of intake, by subject."""

from kentongan.intake.actions.checking import tried
from kentongan.intake.actions.following import (
    Followed,
    ask_to_follow,
    confirm,
    forget_follows,
    send_digests,
    stop_following,
    stop_token,
    sweep_follows,
)
from kentongan.intake.actions.importing import begin_import, choose_sheet, delete_import, keep_plan, plan_import
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
from kentongan.intake.actions.running import forget_imports, run_import, sweep_imports

__all__ = [
    "LONGEST_ID",
    "LONGEST_PLACE",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "Followed",
    "Received",
    "Submission",
    "ask_for_link",
    "ask_to_follow",
    "begin_import",
    "choose_sheet",
    "confirm",
    "delete_import",
    "enter",
    "forget_follows",
    "forget_imports",
    "forget_links",
    "keep_plan",
    "plan_import",
    "receive",
    "receive_many",
    "run_import",
    "send_digests",
    "send_links",
    "stop_following",
    "stop_token",
    "sweep_follows",
    "sweep_imports",
    "sweep_links",
    "tried",
]
