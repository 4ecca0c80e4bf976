"""The one row of core: how far the clock stands from the real one."""

from datetime import timedelta
from typing import ClassVar

from django.db import models


class ClockOffset(models.Model):
    """A single row (id 1), read by every process; zero in normal service."""

    offset = models.DurationField(default=timedelta(0))

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="core_one_clock_offset")]
