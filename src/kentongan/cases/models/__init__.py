"""The matter the city works on (`Case`), what citizens told of it (`Report`), and who has what to do by when."""

from kentongan.cases.models.files import Attachment
from kentongan.cases.models.limits import Deadline, DeadlineRule, Reminder, TimeRules
from kentongan.cases.models.matter import Case, CaseText
from kentongan.cases.models.notes import Mention, Note
from kentongan.cases.models.parts import CaseParty, Support
from kentongan.cases.models.retelling import Retelling
from kentongan.cases.models.subjects import Category, Classification
from kentongan.cases.models.tags import Tag
from kentongan.cases.models.tasks import Task
from kentongan.cases.models.told import Entry, Report

__all__ = [
    "Attachment",
    "Case",
    "CaseParty",
    "CaseText",
    "Category",
    "Classification",
    "Deadline",
    "DeadlineRule",
    "Entry",
    "Mention",
    "Note",
    "Reminder",
    "Report",
    "Retelling",
    "Support",
    "Tag",
    "Task",
    "TimeRules",
]
