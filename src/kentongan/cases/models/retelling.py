"""A matter told again by its reporter after the time to reply had passed."""

from django.db import models

from kentongan.cases.models.matter import Case
from kentongan.cases.models.told import Report


class Retelling(models.Model):
    """`case` is the new one, `earlier` the report it goes on from: its reporter told both."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="retelling")
    earlier = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="retellings")
    created_at = models.DateTimeField()
    exercise = models.BigIntegerField(null=True)
