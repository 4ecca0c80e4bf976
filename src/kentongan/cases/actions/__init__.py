"""All that is written about cases. One public function is one act, one transaction, one event per stream it changes."""

from kentongan.cases.actions.advising import advise
from kentongan.cases.actions.answering import answer, approve_answer, give_back_answer
from kentongan.cases.actions.attachments import Upload, attach_to_report, cleaned
from kentongan.cases.actions.carrying import Carried, carry_over
from kentongan.cases.actions.categories import (
    change_category,
    create_category,
    delete_category,
    order_category,
    restore_category,
    retire_category,
)
from kentongan.cases.actions.conflicts import Wanted
from kentongan.cases.actions.deadline_rules import set_deadline_rule
from kentongan.cases.actions.editing import edit
from kentongan.cases.actions.extending import extend
from kentongan.cases.actions.handling import ask, close, close_by_system, follow_up, send_back, share
from kentongan.cases.actions.identity import read_identity
from kentongan.cases.actions.merging import merge, unmerge
from kentongan.cases.actions.notes import edit_note, see_all_mentions, see_mentions, write_note
from kentongan.cases.actions.opening import open_case, print_list
from kentongan.cases.actions.outside import Referral, refer, referral_answered, take_back, transfer
from kentongan.cases.actions.releasing import decide_attachment, release_attachment
from kentongan.cases.actions.repeats import moved_since, was_done
from kentongan.cases.actions.reporter import complete, open_by_pin, rate, reply
from kentongan.cases.actions.retelling import link_retelling
from kentongan.cases.actions.routing import decide, leave, route
from kentongan.cases.actions.submission import Submitted, Told, submit, submit_many
from kentongan.cases.actions.tags import merge_tag, offer_tag, rename_tag, tag
from kentongan.cases.actions.tasks import give_task, settle_task, withdraw_task
from kentongan.cases.actions.time_rules import change_time_rules
from kentongan.cases.actions.timers import expire, sweep
from kentongan.cases.actions.verification import Verification, archive, postpone, restore, verify
from kentongan.cases.queries.standing import Standing

__all__ = [
    "Carried",
    "Referral",
    "Standing",
    "Submitted",
    "Told",
    "Upload",
    "Verification",
    "Wanted",
    "advise",
    "answer",
    "approve_answer",
    "archive",
    "ask",
    "attach_to_report",
    "carry_over",
    "change_category",
    "change_time_rules",
    "cleaned",
    "close",
    "close_by_system",
    "complete",
    "create_category",
    "decide",
    "decide_attachment",
    "delete_category",
    "edit",
    "edit_note",
    "expire",
    "extend",
    "follow_up",
    "give_back_answer",
    "give_task",
    "leave",
    "link_retelling",
    "merge",
    "merge_tag",
    "moved_since",
    "offer_tag",
    "open_by_pin",
    "open_case",
    "order_category",
    "postpone",
    "print_list",
    "rate",
    "read_identity",
    "refer",
    "referral_answered",
    "release_attachment",
    "rename_tag",
    "reply",
    "restore",
    "restore_category",
    "retire_category",
    "route",
    "see_all_mentions",
    "see_mentions",
    "send_back",
    "set_deadline_rule",
    "settle_task",
    "share",
    "submit",
    "submit_many",
    "sweep",
    "tag",
    "take_back",
    "transfer",
    "unmerge",
    "verify",
    "was_done",
    "withdraw_task",
    "write_note",
]
