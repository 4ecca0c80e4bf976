"""Who has what to do with a case."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kentongan.agencies.models import Agency
from kentongan.cases.models.matter import Case
from kentongan.cases.workflow import State
from kentongan.people.models import Person


class CaseParty(models.Model):
    """An agency's part in a case: what agency lists read. Sending and doing have their state per agency."""

    internal: ClassVar = ("role", "case_state", "note", "passage", "reason")

    class Role(models.TextChoices):
        LEAD = "lead"
        SUPPORT = "support"
        CONSULTED = "consulted"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=10, choices=Role.choices)
    note = models.TextField(blank=True)
    passage = models.TextField(blank=True)
    reason = models.TextField(blank=True)  # why it was sent back
    shares_identity = models.BooleanField(default=False)
    is_bound = models.BooleanField(default=False, db_default=False)  # the supervisor decided it: no sending back
    answer_on = models.DateField(null=True)  # the day advice is asked for
    advised_at = models.DateTimeField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # null: has a part now
    opened_at = models.DateTimeField(null=True)
    first_seq = models.IntegerField()  # events of its own time: what a former party may still see
    last_seq = models.IntegerField(null=True)
    # copies of the case, so that an agency's list is one index walk
    case_state = models.CharField(max_length=12, choices=State.choices)
    case_received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    exercise = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "agency"], condition=Q(until__isnull=True), name="cases_party_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "case_state", "due_at", "case"],
                condition=Q(until__isnull=True),
                name="cases_party_inbox",
            ),
            models.Index(
                fields=["agency", "due_at", "case"],
                condition=Q(until__isnull=True, due_at__isnull=False),
                name="cases_party_due",
            ),
            models.Index(
                fields=["agency", "case_state", "-case_received_at", "-case"],
                condition=Q(until__isnull=True),
                name="cases_party_state",
            ),
            models.Index(fields=["agency", "-case_received_at", "-case"], name="cases_party_received"),
            models.Index(
                fields=["since", "case"],
                condition=Q(role="lead", until__isnull=True, opened_at__isnull=True),
                name="cases_party_unopened",
            ),
        ]


class Support(models.Model):
    """Someone to whom a public case happens too, without a telling of his own. Counted once per browser and person.

    `browser` is the mark of a random sign kept in the browser; `person` is there where he wants news, by e-mail.
    """

    internal: ClassVar = ("browser", "language")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="supports")
    browser = models.BinaryField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="id")
    created_at = models.DateTimeField()
    exercise = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "browser"], name="cases_support_once_per_browser"),
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(person__isnull=False), name="cases_support_once_per_person"
            ),
        ]
