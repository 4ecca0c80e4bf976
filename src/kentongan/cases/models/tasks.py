"""What the lead divides a case into."""

from typing import ClassVar

from django.db import models

from kentongan.agencies.models import Agency, User
from kentongan.cases.models.matter import Case
from kentongan.cases.models.told import Entry


class Task(models.Model):
    """A piece of work the lead gives to an agency that has a part in the case. Its words are an entry's.

    The reporter sees nothing of it: whoever does a piece, one agency leads.
    """

    internal: ClassVar = ("state",)

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        RETURNED = "returned"  # declined, with the reason
        WITHDRAWN = "withdrawn"  # by the lead, or with the part of the agency

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="tasks")
    given_by = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")  # null: the coordinator
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")  # what is to be done
    settled = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")  # what became of it
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    exercise = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "due_at", "id"], condition=models.Q(state="open"), name="cases_task_open"),
            models.Index(fields=["agency", "-created_at", "-id"], name="cases_task_of_agency"),
        ]
