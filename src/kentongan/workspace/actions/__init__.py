"""All that is written about what a user keeps for himself or for his colleagues."""

from kentongan.workspace.actions.bulks import (
    begin_undo,
    choose_bulk,
    end_bulk,
    keep_single,
    settle,
    start_bulk,
    sweep_bulks,
)
from kentongan.workspace.actions.drafts import drop_draft, forget_drafts, keep_draft, sweep_drafts
from kentongan.workspace.actions.leaving import leave
from kentongan.workspace.actions.saved import (
    change_view,
    choose_default,
    copy_view,
    delete_view,
    keep_view,
    restore_view,
)
from kentongan.workspace.actions.templates import change_template, create_template, use_template
from kentongan.workspace.actions.watches import see, unwatch, watch

__all__ = [
    "begin_undo",
    "change_template",
    "change_view",
    "choose_bulk",
    "choose_default",
    "copy_view",
    "create_template",
    "delete_view",
    "drop_draft",
    "end_bulk",
    "forget_drafts",
    "keep_draft",
    "keep_single",
    "keep_view",
    "leave",
    "restore_view",
    "see",
    "settle",
    "start_bulk",
    "sweep_bulks",
    "sweep_drafts",
    "unwatch",
    "use_template",
    "watch",
]
