"""The rows of core: how far the clock stands from the real one, and the editions of reference data."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models


class ClockOffset(models.Model):
    """A single row (id 1), read by every process; zero in normal service."""

    offset = models.DurationField(default=timedelta(0))

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="core_one_clock_offset")]


class Edition(models.Model):
    """Which edition of a set of reference data (`places`, `agencies` …) is current; a change gives a new token."""

    internal: ClassVar = ("name",)

    name = models.CharField(max_length=40, primary_key=True)
    token = models.UUIDField(default=uuid.uuid4)
