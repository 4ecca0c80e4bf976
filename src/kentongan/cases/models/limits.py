"""How long a stage may take, and what was promised for a case."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kentongan.agencies.models import Agency, CalendarVersion
from kentongan.cases.models.matter import Case
from kentongan.cases.models.subjects import Classification


class DeadlineRule(models.Model):
    """How long a stage may take (R5). Blank classification and null agency mean any; the narrowest rule wins."""

    internal: ClassVar = ("classification", "stage", "unit", "source")

    class Stage(models.TextChoices):
        VERIFY = "verify"
        FOLLOW_UP = "follow_up"
        RESOLVE = "resolve"
        CLOSE = "close"  # closing by the system after an answer without a reply
        COMPLETE = "complete"  # a postponed report waits so long to be completed
        OMBUDSMAN = "ombudsman"  # then the reporter is told of the Ombudsman; stands still for nothing

    class Unit(models.TextChoices):
        WORKING_DAYS = "working_days"
        CALENDAR_DAYS = "calendar_days"
        HOURS = "hours"

    classification = models.CharField(max_length=12, choices=Classification.choices, blank=True)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT)
    stage = models.CharField(max_length=12, choices=Stage.choices)
    amount = models.IntegerField()
    unit = models.CharField(max_length=14, choices=Unit.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    version = models.IntegerField(default=1)
    source = models.CharField(max_length=200, blank=True)


class Deadline(models.Model):
    """A stage's limit as promised: computed once with this rule and this calendar, moved only by an audited act."""

    internal: ClassVar = ("stage", "pauses")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deadlines")
    stage = models.CharField(max_length=12, choices=DeadlineRule.Stage.choices)
    rule = models.ForeignKey(DeadlineRule, on_delete=models.PROTECT)
    calendar = models.ForeignKey(CalendarVersion, null=True, on_delete=models.PROTECT)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    pauses = ArrayField(models.DateTimeField(), null=True)  # begin, end, begin, end ... of when the clock stood still
    met_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    extension = models.SmallIntegerField(db_default=0, default=0)  # working days that an extension added
    planned_for = models.DateTimeField(null=True)  # the `due_at` its reminders are planned for

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "stage"], condition=Q(dropped_at__isnull=True), name="cases_deadline_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                condition=Q(met_at__isnull=True, dropped_at__isnull=True)
                & (Q(planned_for__isnull=True) | ~Q(planned_for=F("due_at"))),
                name="cases_deadline_unplanned",
            )
        ]


class Reminder(models.Model):
    """A word that is due about a limit, each kind once; without a limit, the reporter's about the Ombudsman."""

    internal: ClassVar = ("kind",)

    class Kind(models.TextChoices):
        BEFORE = "before"
        DUE = "due"
        LATE = "late"
        COORDINATOR = "coordinator"
        SUPERVISOR = "supervisor"
        OMBUDSMAN = "ombudsman"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    deadline = models.ForeignKey(Deadline, null=True, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # came to nothing: the limit was met, moved, or stood still

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "deadline", "kind"], name="cases_reminder_once", nulls_distinct=False
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="cases_reminder_due",
            )
        ]


class TimeRules(models.Model):
    """When people are told of time, and which waits stop the clock: one row. `head_*` ends stream `time-rules:1`."""

    internal: ClassVar = ("pausing", "head_hash")
    public: ClassVar = ("ombudsman_contact",)

    opens_at = models.TimeField()
    closes_at = models.TimeField()
    list_at = models.TimeField()  # the leaders' list of the day
    before_days = models.SmallIntegerField()
    coordinator_after = models.SmallIntegerField()
    supervisor_after = models.SmallIntegerField()
    pausing = ArrayField(models.CharField(max_length=12), default=list)
    extension_days = models.SmallIntegerField()
    extension_most = models.SmallIntegerField()  # working days from receipt that no extension goes beyond
    ombudsman_contact = models.CharField(max_length=200)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
