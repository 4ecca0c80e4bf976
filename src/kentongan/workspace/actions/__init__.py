"""All that is written about what a user keeps for himself or for his colleagues."""

from kentongan.workspace.actions.drafts import drop_draft, forget_drafts, keep_draft, sweep_drafts
from kentongan.workspace.actions.saved import change_view, choose_default, delete_view, keep_view, restore_view
from kentongan.workspace.actions.templates import change_template, create_template, use_template
from kentongan.workspace.actions.watches import see, unwatch, watch

__all__ = [
    "change_template",
    "change_view",
    "choose_default",
    "create_template",
    "delete_view",
    "drop_draft",
    "forget_drafts",
    "keep_draft",
    "keep_view",
    "restore_view",
    "see",
    "sweep_drafts",
    "unwatch",
    "use_template",
    "watch",
]
