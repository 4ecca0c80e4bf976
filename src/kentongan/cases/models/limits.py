"""How long a stage may take, and what was promised for a case."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

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

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "stage"], condition=Q(dropped_at__isnull=True), name="cases_deadline_once"
            ),
        ]
